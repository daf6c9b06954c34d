import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  breakLock,
  breakSilentLock,
  holderOf,
  lockFile,
  silenceToBreak,
} from '../../../src/base/locks/fileLock';
import { type ProcessIdentity, thisProcess } from '../../../src/base/locks/lockHolder';
import { nextTurn } from '../tuning/fakeClock';

describe('a lock on disk', () => {
  let folder: string;
  let file: string;
  let now = 0;
  const self = thisProcess();
  const context = { self, now: () => now };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-locks-'));
    file = path.join(folder, 'x.lock');
    now = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const leave = (holder: Partial<ProcessIdentity>, name = file) =>
    writeFile(name, JSON.stringify({ ...self, token: 'theirs', since: '2026-11-28T10:00:00Z', ...holder }));
  const ended = () => spawnSync(process.execPath, ['-e', '']).pid;

  it('is taken over from a process that has ended by exactly one of many that want it at once', async function () {
    this.timeout(120_000);
    const pid = ended();
    for (let round = 0; round < 20; round++) {
      const name = path.join(folder, `${round}.lock`);
      await leave({ pid }, name);
      const comes = async (turns: number) => {
        for (let turn = 0; turn < turns; turn++) await nextTurn();
        return lockFile(name);
      };
      const tries = await Promise.all(Array.from({ length: 30 }, (_, turns) => comes(turns)));
      const winners = tries.filter((unlock) => unlock !== undefined);
      assert.equal(winners.length, 1, `round ${round}`);
      assert.equal(await lockFile(name), undefined);
      await winners[0]?.();
    }
    assert.deepEqual(await readdir(folder), []);
  });

  it('is taken away from a silent process elsewhere by exactly one of many that want it at once', async () => {
    for (let round = 0; round < 5; round++) {
      const name = path.join(folder, `${round}.lock`);
      await leave({ host: 'elsewhere' }, name);
      const then = new Date(Date.now() - silenceToBreak - 60_000);
      await utimes(name, then, then);
      const comes = async (turns: number) => {
        for (let turn = 0; turn < turns; turn++) await nextTurn();
        return (await breakSilentLock(name)) ? lockFile(name) : undefined;
      };
      const tries = await Promise.all(Array.from({ length: 20 }, (_, turns) => comes(turns)));
      const winners = tries.filter((unlock) => unlock !== undefined);
      assert.equal(winners.length, 1, `round ${round}`);
      await winners[0]?.();
    }
    assert.deepEqual(await readdir(folder), []);
  });

  it('is not held up by a process that got the id of one that has ended', async function () {
    if (self.started === undefined) this.skip(); // only Linux tells when a process began; elsewhere silence decides
    await leave({ started: '1' });
    assert.ok(await lockFile(file, context));
  });

  for (const [where, holder] of [
    ['of another machine with the same home', { host: 'elsewhere', pid: 1 }],
    ['of another container of this machine', { pidSpace: 'pid:[1]' }],
    ['from before this machine was started again, or committed to a repository', { boot: 'b' }],
  ] as const) {
    it(`${where} counts as long as it gives signs of life, and no longer`, async () => {
      await leave({ ...holder, pid: ended() });
      for (let look = 0; look < 20; look++) {
        now += 30_000;
        const touched = new Date(1_700_000_000_000 - look * 1000); // any other time will do: clocks differ
        await utimes(file, touched, touched);
        assert.equal(await lockFile(file, context), undefined, `look ${look}`);
      }
      for (let look = 0; look < 3; look++) {
        now += 30_000;
        assert.equal(await lockFile(file, context), undefined, `silent look ${look}`);
        if (look === 0) now += 10 * 3_600_000; // the machine slept: nobody has watched
      }
      now += 30_000;
      assert.ok(await lockFile(file, context));
    });
  }

  it('that was never written to its end is not kept for ever', async () => {
    await writeFile(file, '');
    assert.equal(await lockFile(file, context), undefined, 'its owner may be about to write it');
    for (let look = 0; look < 4; look++) {
      now += 30_000;
      const unlock = await lockFile(file, context);
      assert.equal(unlock !== undefined, look === 3);
    }
  });

  it('that names no holder, cut or committed, is none to who looks once, such as a command', async () => {
    const undated = JSON.stringify({ ...self, token: 'a', since: 'yesterday' });
    for (const text of ['', '{"pid": 1}', 'a letter', undated]) {
      await writeFile(file, text);
      const threeMinutesAgo = new Date(Date.now() - 180_000);
      await utimes(file, threeMinutesAgo, threeMinutesAgo);
      const unlock = await lockFile(file, context);
      assert.ok(unlock, text);
      await unlock();
    }
    assert.deepEqual(await readdir(folder), []);
  });

  it('tells who has it, can be broken, and is not let go of by who had it before', async () => {
    const first = await lockFile(file);
    const holder = await holderOf(file);
    assert.equal(holder?.pid, process.pid);
    assert.equal(holder?.host, self.host);
    assert.ok(await breakLock(file));
    const second = await lockFile(file);
    assert.ok(second);
    await first?.();
    assert.equal(await lockFile(file), undefined, 'the second one still has it');
    await second();
    assert.deepEqual(await readdir(folder), []);
  });

  it('breaks nothing that is no lock of ours', async () => {
    await writeFile(file, 'a letter');
    assert.equal(await breakLock(file), false);
    assert.equal(await readFile(file, 'utf8'), 'a letter');
  });

  it('does not follow a link', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    await mkdir(elsewhere);
    const target = path.join(elsewhere, 'letter');
    await writeFile(target, 'a letter');
    await symlink(target, file);
    await assert.rejects(lockFile(file, context), /symbolic link/);
    assert.equal(await readFile(target, 'utf8'), 'a letter');
  });
});
