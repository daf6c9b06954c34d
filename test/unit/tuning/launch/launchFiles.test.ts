import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LaunchRecord } from '../../../../src/tuning/contract/launchRecord';
import { lineMapFiles } from '../../../../src/tuning/droppedExamples/lineMapFiles';
import { launchFiles } from '../../../../src/tuning/launch/launchFiles';
import { keptFor, removeOldLaunches } from '../../../../src/tuning/launch/oldLaunches';

describe('launch records on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'tunewright-records-')), 'launches');
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  it('keeps the latest state of each launch, oldest first, and no scraps', async () => {
    const storage = launchFiles(folder);
    assert.deepEqual(await storage.all(), []);
    await storage.put(record('b', 2));
    await storage.put(record('a', 1));
    await storage.put({ ...record('b', 2), stage: { kind: 'created', job: 'j', createdAt: 3 } });
    const kept = await launchFiles(folder).all();
    assert.deepEqual(
      kept.map(({ id, stage }) => [id, stage.kind]),
      [
        ['a', 'confirmed'],
        ['b', 'created'],
      ],
    );
    assert.equal((await readdir(folder)).length, 2);
  });

  for (const [what, change] of [
    ['with a stage that this version does not know', { stage: { kind: 'verified' } }],
    ['of a newer version', { version: 2 }],
    ['without its request', { stage: { kind: 'sent' } }],
  ] as const) {
    it(`passes over a record ${what}, and names it`, async () => {
      const storage = launchFiles(folder);
      await storage.put(record('a', 1));
      const file = path.join(folder, 'x.launch.json');
      await writeFile(file, JSON.stringify({ ...record('x', 2), ...change }));
      assert.deepEqual(
        (await storage.all()).map(({ id }) => id),
        ['a'],
      );
      assert.deepEqual(await storage.unreadable(), [file]);
    });
  }

  it('lets one window at a time work on a launch', async () => {
    const unlock = await launchFiles(folder).lock('a');
    assert.ok(unlock);
    assert.equal(await launchFiles(folder).lock('a'), undefined);
    await unlock();
    assert.ok(await launchFiles(folder).lock('a'));
  });

  it('are taken away half a year after they are settled, with their line maps, and never before', async () => {
    const storage = launchFiles(folder);
    const lineMaps = lineMapFiles(folder);
    const request = { id: 'sent', path: 'p', body: {} };
    const search = { looks: 9, milliseconds: 9 };
    await storage.put({ ...record('old', 0), stage: { kind: 'created', job: 'j', createdAt: 0 } });
    await storage.put({ ...record('refused', 0), stage: { kind: 'refused', reason: 'no' } });
    await storage.put({ ...record('sent', 0), stage: { kind: 'sent', request, sentAt: 0, search } });
    await storage.put({ ...record('new', 5), stage: { kind: 'created', job: 'j', createdAt: 5 } });
    for (const id of ['old', 'sent', 'new']) await lineMaps.put(id, new Float64Array(1));
    await removeOldLaunches(storage, keptFor, lineMaps);
    assert.deepEqual((await readdir(folder)).sort(), [
      'new.launch.json',
      'new.lines',
      'sent.launch.json',
      'sent.lines',
    ]);
  });
});

function record(id: string, confirmedAt: number): LaunchRecord {
  return {
    id,
    place: 'here',
    spec: { service: 'fake', baseModel: 'base', displayName: 'Fake', hyperparameters: {} },
    data: { source: 'file:///x.jsonl', name: 'x.jsonl', examples: 1, sha256: undefined },
    estimate: { steps: undefined, billableTokens: undefined, price: undefined },
    confirmedAt,
    stage: { kind: 'confirmed' },
  };
}
