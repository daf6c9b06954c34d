import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readState } from '../../../src/sandbox/state/files';

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
});
