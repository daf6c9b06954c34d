import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAnythingUnfinished } from '../../../src/workbench/entry/unfinished';

describe('what a window finds of the last one', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-unfinished-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const isUnfinished = (evaluations: object = {}) =>
    isAnythingUnfinished(
      {
        workspaceState: {
          keys: () => [],
          get: (_: string, usual?: unknown) => evaluations ?? usual,
          update: async () => {},
        },
      } as Parameters<typeof isAnythingUnfinished>[0],
      folder,
    );
  const leave = async (kind: string, ending: string, record: object) => {
    await mkdir(path.join(folder, kind), { recursive: true });
    await writeFile(path.join(folder, kind, `one${ending}`), JSON.stringify(record));
  };

  it('is nothing where nothing was, and where all has ended', async () => {
    assert.equal(await isUnfinished(), false);
    await leave('jobs', '.job.json', { id: 'one', stage: 'told' });
    assert.equal(await isUnfinished(), false);
    await leave('jobs', '.job.json', { id: 'one', deleted: ['its model'] });
    await leave('batches', '.batch.json', { id: 'one', isOver: true });
    await leave('launches', '.launch.json', {
      id: 'one',
      stage: { kind: 'created', job: 'x', createdAt: 1 },
    });
    assert.equal(await isUnfinished(), false);
  });

  const unfinished: readonly [string, string, object][] = [
    ['jobs', '.job.json', { id: 'one', stage: 'running' }],
    ['batches', '.batch.json', { id: 'one', isOver: false }],
    ['launches', '.launch.json', { id: 'one', stage: { kind: 'confirmed' } }],
    ['launches', '.launch.json', { id: 'one', stage: { kind: 'of a newer version' } }],
    ['launches', '.launch.json', { version: 99, id: 'one' }],
  ];
  for (const [kind, ending, record] of unfinished) {
    it(`is ${JSON.stringify(record)} in ${kind}`, async () => {
      await leave(kind, ending, record);
      assert.equal(await isUnfinished(), true);
    });
  }

  it('is an evaluation that broke off', async () => {
    assert.equal(await isUnfinished({ 'x.eval.jsonl': {} }), true);
  });
});
