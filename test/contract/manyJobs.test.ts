import assert from 'node:assert/strict';
import { OAuth2Client } from 'google-auth-library';
import { tuningServices } from '../../src/tuning/services/index';
import { JobWatcher } from '../../src/tuning/watch/jobWatcher';
import { fakeMemory } from '../unit/tuning/fakeMemory';
import type { WireRequest } from './googleRoutes';
import { Recorder } from './recorder';

const count = 1000;
const newest = Date.UTC(2026, 0, 1);

describe('a thousand jobs and a thousand models, with answers that take 200 ms', () => {
  const recorder = new Recorder();
  after(() => recorder.close());

  it('shows the first page at once, each once, and no row moves at the next refresh', async () => {
    const url = await recorder.listen();
    recorder.delay = 200;
    recorder.answer = (request) => ({ json: page(request) });
    const authClient = new OAuth2Client();
    authClient.setCredentials({ access_token: 'x', expiry_date: Date.now() + 3_600_000 });
    const connection = { client: authClient, authClient, project: 'p', region: 'us-central1' };
    const services = tuningServices(async () => ({ ...connection, origin: () => url }));
    const never = { now: () => 0, setTimeout: () => () => {}, random: () => 0.5 };
    const watcher = new JobWatcher(services, {
      clock: never,
      interval: () => 1e9,
      memory: fakeMemory(never),
    });

    const started = performance.now();
    const firstShown = new Map<string, { milliseconds: number; rows: number }>();
    watcher.onDidChange(({ service: id }) => {
      const rows = watcher.jobs(id).jobs.length;
      if (rows > 0 && !firstShown.has(id))
        firstShown.set(id, { milliseconds: performance.now() - started, rows });
    });
    await watcher.refresh();
    const whole = performance.now() - started;
    const calls = recorder.take();
    const rows = () => services.map(({ id }) => watcher.jobs(id).jobs.map(({ name }) => name));
    const before = rows();
    for (const names of before) {
      assert.equal(names.length, count);
      assert.equal(new Set(names).size, count);
    }
    for (const [id, first] of firstShown) {
      assert.equal(first.rows, 100);
      assert.ok(first.milliseconds < whole / 2, `${id}: ${first.milliseconds} of ${whole} ms`);
      console.log(`      ${id}: first rows after ${Math.round(first.milliseconds)} ms`);
    }
    const asked = (part: string) => calls.filter(({ path }) => path.endsWith(part)).length;
    // The Gemini API is asked for one's own models, then for all that are not shared with everyone.
    assert.deepEqual([asked('/tunedModels'), asked('/tuningJobs')], [4, 10]);
    console.log(`      all ${2 * count} after ${Math.round(whole)} ms, ${calls.length} calls`);
    await watcher.refresh();
    assert.deepEqual(rows(), before);
    watcher.dispose();
  });
});

/** A page token is the number of the first row. */
function page({ path, query }: WireRequest): object {
  const first = Number(query.get('pageToken') ?? 0);
  const size = Number(query.get('pageSize'));
  const isVertex = path.endsWith('/tuningJobs');
  const rows = Array.from({ length: Math.min(size, count - first) }, (_, at) => {
    const number = String(first + at).padStart(4, '0');
    const createTime = new Date(newest - (first + at) * 1000).toISOString();
    return isVertex
      ? {
          name: `projects/p/locations/us-central1/tuningJobs/${number}`,
          state: 'JOB_STATE_SUCCEEDED',
          createTime,
        }
      : { name: `tunedModels/m${number}`, state: 'ACTIVE', createTime };
  });
  const next = first + size < count ? { nextPageToken: String(first + size) } : {};
  return { [isVertex ? 'tuningJobs' : 'tunedModels']: rows, ...next };
}
