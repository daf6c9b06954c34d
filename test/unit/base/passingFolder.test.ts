import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { makePassingFolder } from '../../../src/base/files/passingFolder';

describe('a folder for copies', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(path.join(tmpdir(), 'tunewright-passing-'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('goes with the work, and a day later when its process was killed', async () => {
    const killed = await makePassingFolder(parent);
    await writeFile(path.join(killed.path, 'content'), 'a row');
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3_600_000);
    await utimes(killed.path, twoDaysAgo, twoDaysAgo);
    const [running, next] = [await makePassingFolder(parent), await makePassingFolder(parent)];
    assert.deepEqual(
      (await readdir(parent)).sort(),
      [running, next].map((one) => path.basename(one.path)).sort(),
    );
    await running.remove();
    await next.remove();
    assert.deepEqual(await readdir(parent), []);
  });

  it('stays while its process works on the copies, however long', async () => {
    const working = await makePassingFolder(parent, 5);
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3_600_000);
    await utimes(working.path, twoDaysAgo, twoDaysAgo);
    while ((await stat(working.path)).mtimeMs < Date.now() - 3_600_000) await setImmediate();
    await (await makePassingFolder(parent)).remove();
    assert.deepEqual(await readdir(parent), [path.basename(working.path)]);
    await working.remove();
  });

  it('takes nothing away that is a link, or another program’s', async () => {
    const home = path.join(parent, 'home');
    await mkdir(home);
    await writeFile(path.join(home, 'keys'), 'the owner’s line');
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3_600_000);
    await utimes(home, twoDaysAgo, twoDaysAgo);
    await symlink(home, path.join(parent, 'tunewright-copies-x'));
    await (await makePassingFolder(parent)).remove();
    assert.deepEqual(await readdir(home), ['keys']);
    assert.deepEqual((await readdir(parent)).sort(), ['home', 'tunewright-copies-x']);
  });
});
