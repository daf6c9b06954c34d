import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchFiles } from '../../../src/tuning/launchFiles';
import type { LaunchRecord } from '../../../src/tuning/launchRecord';

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

  it('passes over a file that is no record', async () => {
    const storage = launchFiles(folder);
    await storage.put(record('a', 1));
    await writeFile(path.join(folder, 'x.launch.json'), '{"id": "x", ');
    assert.equal((await storage.all()).length, 1);
  });

  it('lets one window at a time work on a launch', async () => {
    const unlock = await launchFiles(folder).lock('a');
    assert.ok(unlock);
    assert.equal(await launchFiles(folder).lock('a'), undefined);
    await unlock();
    assert.ok(await launchFiles(folder).lock('a'));
  });

  it('takes over from a process that has ended', async () => {
    await launchFiles(folder).put(record('a', 1));
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await writeFile(path.join(folder, 'a.lock'), String(child.pid));
    assert.ok(await launchFiles(folder).lock('a'));
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
