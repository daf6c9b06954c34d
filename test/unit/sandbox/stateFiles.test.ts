import assert from 'node:assert/strict';
import fs, {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { readState, writeAtomically } from '../../../src/sandbox/state/files';

describe("a file of the sandbox's state", () => {
  let folder = '';
  const error = console.error;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tunewright-state-'));
    console.error = () => {};
  });
  afterEach(() => {
    console.error = error;
    rmSync(folder, { recursive: true, force: true });
  });
  const read = (name: string) => readState(path.join(folder, name), JSON.parse);

  it('is set aside when it says nothing of ours', () => {
    writeFileSync(path.join(folder, 'cut.json'), '{"id":');
    mkdirSync(path.join(folder, 'folder.json'));
    assert.deepEqual(
      [read('cut.json'), read('folder.json'), read('none.json')],
      [undefined, undefined, undefined],
    );
    assert.equal(readdirSync(folder).filter((name) => name.endsWith('.unusable')).length, 2);
  });

  it('stays where it is when the system cannot read it just now', () => {
    symlinkSync('loop.json', path.join(folder, 'loop.json')); // a missing permission stops everybody but root
    assert.throws(() => read('loop.json'), { code: 'ELOOP' });
    assert.deepEqual(readdirSync(folder), ['loop.json']);
  });

  it('is replaced whole, on the disk before it has its name', () => {
    const file = path.join(folder, 'state.json');
    writeAtomically(file, 'old');
    const reader = openSync(file, 'r');
    const done: string[] = [];
    const { fsyncSync, renameSync } = fs;
    mock.method(fs, 'fsyncSync', (descriptor: number) => {
      done.push(fstatSync(descriptor).isDirectory() ? 'folder synced' : 'file synced');
      fsyncSync(descriptor);
    });
    mock.method(fs, 'renameSync', (from: string, to: string) => {
      done.push('renamed');
      renameSync(from, to);
    });
    syncBuiltinESMExports();
    try {
      writeAtomically(file, 'new');
    } finally {
      mock.restoreAll();
      syncBuiltinESMExports();
    }
    assert.deepEqual([readFileSync(reader, 'utf8'), readFileSync(file, 'utf8')], ['old', 'new']);
    assert.deepEqual(done, ['file synced', 'renamed', 'folder synced']);
    closeSync(reader);
  });
});
