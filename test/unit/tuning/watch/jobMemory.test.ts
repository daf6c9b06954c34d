import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { JobMemory, jobFiles } from '../../../../src/tuning/watch/jobMemory';
import { fakeJob } from '../fakeService';

describe('what is remembered of a job', () => {
  let folder: string;
  let now: number;
  let errors: string[];
  const job = fakeJob('a', 'SUCCEEDED');
  /** One window. */
  const open = (realm: () => string | undefined = () => 'here') =>
    new JobMemory({
      storage: jobFiles(folder),
      now: () => now,
      realm,
      place: async () => 'project',
      onError: (error) => errors.push(String(error)),
    });
  const deleteOne = (memory: JobMemory, name: string, of = job) =>
    memory.change(of, (record) => ({ ...record, deleted: [...record.deleted, name] }));

  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'tunewright-memory-')), 'jobs');
    now = 1;
    errors = [];
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  it('is all that any window has written, however many write at once', async function () {
    this.timeout(60_000);
    const windows = [open(), open(), open()];
    const writes = Array.from({ length: 30 }, (_, at) => `model${at}`);
    await Promise.all(writes.map((name, at) => deleteOne(windows[at % 3] as JobMemory, name)));
    const next = open();
    await next.load();
    assert.deepEqual([...(next.of(job)?.deleted ?? [])].sort(), [...writes].sort());
    assert.ok(writes.every((name) => next.isDeleted({ name })));
    assert.deepEqual(errors, []);
    assert.equal((await readdir(folder)).length, 1, 'one file, and no lock left');
  });

  it('shows in a window at once, in others when they look, and tells who has deleted', async () => {
    const [one, other] = [open(), open()];
    const told: boolean[] = [];
    for (const memory of [one, other]) memory.onDidDelete(({ isOwn }) => told.push(isOwn));
    await deleteOne(one, 'model');
    assert.deepEqual([one.isDeleted({ name: 'model' }), other.isDeleted({ name: 'model' })], [true, false]);
    await other.load();
    await other.load(); // nothing new
    assert.ok(other.isDeleted({ name: 'model' }));
    assert.deepEqual(told, [true, false]);
  });

  it('stays in this window although it cannot be written, and the log says so', async () => {
    await writeFile(folder, ''); // where the folder would be
    const memory = open();
    await deleteOne(memory, 'model');
    assert.ok(memory.isDeleted({ name: 'model' }));
    assert.equal(errors.length, 1);
  });

  it('is left alone when another version has written it', async () => {
    const memory = open();
    await deleteOne(memory, 'model');
    const [name = ''] = await readdir(folder);
    const file = path.join(folder, name);
    const newer = JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), version: 2 });
    await writeFile(file, newer);
    await deleteOne(open(), 'other');
    assert.equal(await readFile(file, 'utf8'), newer);
    assert.match(errors.join('\n'), new RegExp(`can't read the record ${file}`));
  });

  it('is named once in the log while it cannot be read, and again when it has been read in between', async () => {
    const memory = open();
    await deleteOne(memory, 'model');
    const [name = ''] = await readdir(folder);
    const file = path.join(folder, name);
    const ours = await readFile(file, 'utf8');
    for (const [text, logged] of [
      ['{"version":2}', 1],
      [ours, 1],
      ['{', 2],
    ] as const) {
      await writeFile(file, text);
      for (const again of [1, 2, 3]) await deleteOne(memory, `${logged} ${text.length} ${again}`);
      assert.equal(errors.length, logged, text);
    }
  });

  it('stays what was written here while all was being read, and what could not be written', async () => {
    const storage = jobFiles(folder);
    const other = fakeJob('b', 'SUCCEEDED');
    let isFull = false;
    const memory: JobMemory = new JobMemory({
      storage: {
        ...storage,
        async all() {
          const read = await storage.all();
          await deleteOne(memory, 'meanwhile');
          return read;
        },
        put: (record) => (isFull ? Promise.reject(new Error('disk full')) : storage.put(record)),
      },
      now: () => now,
      realm: () => 'here',
      place: async () => 'project',
      onError: (error) => errors.push(String(error)),
    });
    await memory.load();
    assert.ok(memory.isDeleted({ name: 'meanwhile' }));
    isFull = true;
    await deleteOne(memory, 'unwritten', other);
    isFull = false;
    await memory.load();
    assert.ok(memory.isDeleted({ name: 'unwritten' }));
    await memory.change(other, (record) => ({ ...record, isTwinTold: true }));
    const next = open();
    await next.load();
    assert.ok(next.isDeleted({ name: 'unwritten' }), 'written with the next change');
  });

  it('is not replaced when it cannot be read just now', async () => {
    await deleteOne(open(), 'model');
    const storage = jobFiles(folder);
    let isBusy = true;
    const memory = new JobMemory({
      storage: { ...storage, get: (id) => (isBusy ? Promise.reject(new Error('EMFILE')) : storage.get(id)) },
      now: () => now,
      realm: () => 'here',
      place: async () => 'project',
      onError: (error) => errors.push(String(error)),
    });
    await memory.change(job, (record) => ({ ...record, stage: 'running' }));
    isBusy = false;
    const next = open();
    await next.load();
    assert.ok(next.isDeleted({ name: 'model' }));
    assert.equal((await readdir(folder)).length, 1, 'no lock is left');
  });

  it('keeps what a newer version of the same shape has added', async () => {
    await deleteOne(open(), 'model');
    const [name = ''] = await readdir(folder);
    const file = path.join(folder, name);
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), pinned: true }));
    await deleteOne(open(), 'other');
    assert.equal(JSON.parse(await readFile(file, 'utf8')).pinned, true);
  });

  it('can be changed after the connection is gone', async () => {
    let realm: string | undefined = 'here';
    const memory = open(() => realm);
    assert.equal(memory.of(job), undefined);
    realm = undefined;
    await memory.change(job, (record) => ({ ...record, dismissed: ['3'] }));
    assert.deepEqual(memory.of(job)?.dismissed, ['3']);
  });

  it('is of one sandbox or of Google, and shown still when the connection is gone', async () => {
    let realm: string | undefined = 'sandbox';
    const memory = open(() => realm);
    await memory.change(job, (record) => ({ ...record, dismissed: 'all' }));
    assert.equal(memory.of(job)?.dismissed, 'all');
    realm = undefined;
    assert.equal(memory.of(job)?.dismissed, 'all');
    realm = 'google';
    assert.equal(memory.of(job), undefined);
  });

  it('is forgotten after 60 days, but for what the user has decided', async () => {
    const memory = open();
    await deleteOne(memory, 'model');
    await memory.change(fakeJob('b', 'RUNNING'), (record) => ({ ...record, stage: 'told' }));
    await memory.change(fakeJob('c', 'RUNNING'), (record) => ({ ...record, dismissed: 'all' }));
    now += 61 * 24 * 3_600_000;
    const kept = (await memory.load()).map(({ name }) => name);
    assert.deepEqual(kept.sort(), ['a', 'c']);
    assert.equal((await readdir(folder)).length, 2);
  });

  it('is nothing where the file holds anything else', async () => {
    const memory = open();
    await deleteOne(memory, 'model');
    const [name = ''] = await readdir(folder);
    const file = path.join(folder, name);
    const whole: object = JSON.parse(await readFile(file, 'utf8'));
    const key = fc.constantFrom(...Object.keys(whole));
    await fc.assert(
      fc.asyncProperty(key, fc.jsonValue(), async (changed, value) => {
        await writeFile(file, JSON.stringify({ ...whole, [changed]: value }));
        const [record] = await open().load();
        if (record) assert.ok(Array.isArray(record.deleted) && Array.isArray(record.seen));
      }),
    );
  });
});
