import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import {
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isStillAt, openToAppend } from '../../../src/base/files/append';
import { openDraft, writeWhole } from '../../../src/base/files/draft';
import { FileRefusal, type RefusalReason } from '../../../src/base/files/fileRefusal';

const keys = 'the owner’s line\n';

describe('the one writer of files', () => {
  let home: string;
  let repository: string;
  const at = (...names: string[]) => path.join(repository, ...names);
  const outside = () => path.join(home, 'keys');

  beforeEach(async () => {
    home = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-files-')));
    repository = path.join(home, 'repository');
    await mkdir(repository);
    await writeFile(outside(), keys);
  });

  afterEach(async () => {
    assert.equal(readFileSync(outside(), 'utf8'), keys, 'what lies outside is as it was');
    await rm(home, { recursive: true });
  });

  const isRefused = (reason: RefusalReason) => (error: unknown) =>
    error instanceof FileRefusal && error.reason === reason;

  it('writes a whole file, and leaves nothing else behind', async () => {
    await writeWhole(at('a'), 'one', { replace: false });
    await writeWhole(at('a'), 'two', { replace: true });
    assert.equal(readFileSync(at('a'), 'utf8'), 'two');
    assert.deepEqual(await readdir(repository), ['a']);
  });

  it('keeps the permissions of what it replaces, and takes those that it is told for what is new', async () => {
    await writeWhole(at('a'), 'one', { replace: false, mode: 0o600 });
    await writeWhole(at('a'), 'two', { replace: true });
    assert.equal((await lstat(at('a'))).mode & 0o777, 0o600);
  });

  for (const replace of [true, false]) {
    for (const target of ['../keys', 'nothing', '.']) {
      it(`refuses a link to ${target}, ${replace ? 'to replace it' : 'as a new name'}`, async () => {
        await symlink(target, at('a'));
        await assert.rejects(writeWhole(at('a'), 'x', { replace }), isRefused('LINK'));
        assert.deepEqual(await readdir(repository), ['a']);
      });
    }
  }

  it('refuses a link that appears while it writes', async () => {
    for (const replace of [true, false]) {
      const draft = await openDraft(at('a'), { replace });
      await draft.write(Buffer.from('x'));
      await symlink('../keys', at('a'));
      await assert.rejects(draft.commit(), isRefused(replace ? 'LINK' : 'EXISTS'));
      await draft.discard();
      assert.deepEqual(await readdir(repository), ['a']);
      await rm(at('a'));
    }
  });

  it('replaces nothing that appeared while it wrote', async () => {
    const draft = await openDraft(at('a'), { replace: false });
    await draft.write(Buffer.from('ours'));
    await writeFile(at('a'), 'theirs');
    await assert.rejects(draft.commit(), isRefused('EXISTS'));
    await draft.discard();
    assert.equal(readFileSync(at('a'), 'utf8'), 'theirs');
    assert.deepEqual(await readdir(repository), ['a']);
  });

  it('lets exactly one of many have a new name, whole', async () => {
    const contents = Array.from({ length: 20 }, (_, own) => `${own} `.repeat(10_000));
    const results = await Promise.allSettled(
      contents.map((content) => writeWhole(at('a'), content, { replace: false })),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    assert.equal(readFileSync(at('a'), 'utf8'), contents[winner]);
    assert.deepEqual(await readdir(repository), ['a']);
  });

  it('refuses a folder that is a link out of the workspace, and takes one that stays inside', async () => {
    await symlink('..', at('out'));
    await mkdir(at('data'));
    await symlink('data', at('inside'));
    const within = repository;
    await assert.rejects(writeWhole(at('out', 'new'), 'x', { replace: true, within }), isRefused('LINK'));
    assert.equal(existsSync(path.join(home, 'new')), false);
    await writeWhole(at('inside', 'new'), 'x', { replace: false, within });
    assert.equal(readFileSync(at('data', 'new'), 'utf8'), 'x');
  });

  it('refuses a folder, and takes the draft away when the content is given up', async () => {
    await mkdir(at('folder'));
    await assert.rejects(writeWhole(at('folder'), 'x', { replace: true }), isRefused('NO_FILE'));
    const draft = await openDraft(at('a'), { replace: false });
    await draft.write(Buffer.from('x'));
    await draft.discard();
    assert.deepEqual(await readdir(repository), ['folder']);
  });

  it('adds to a plain file only', async () => {
    await writeFile(at('a'), 'one\n');
    const file = await openToAppend(at('a'));
    await file.appendFile('two\n');
    await file.close();
    assert.equal(readFileSync(at('a'), 'utf8'), 'one\ntwo\n');

    await symlink('../keys', at('b'));
    await assert.rejects(openToAppend(at('b')), isRefused('LINK'));
    await symlink('..', at('out'));
    await assert.rejects(openToAppend(at('out', 'keys'), repository), isRefused('LINK'));
    await assert.rejects(openToAppend(at('missing')), { code: 'ENOENT' });
  });

  it('notices that a file it adds to was replaced or moved away', async () => {
    await writeFile(at('a'), 'one\n');
    const file = await openToAppend(at('a'));
    await link(at('a'), at('same'));
    assert.equal(await isStillAt(at('a'), file), true);
    assert.equal(await isStillAt(at('same'), file), true);
    await rename(at('a'), at('b'));
    assert.equal(await isStillAt(at('a'), file), false);
    await writeFile(at('a'), 'one\n');
    assert.equal(await isStillAt(at('a'), file), false);
    await file.close();
  });
});
