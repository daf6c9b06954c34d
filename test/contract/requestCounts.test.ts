import assert from 'node:assert/strict';
import { OAuth2Client } from 'google-auth-library';
import type { TuningService } from '../../src/tuning/contract/service';
import { tuningServices } from '../../src/tuning/services/index';
import { JobWatcher } from '../../src/tuning/watch/jobWatcher';
import { FakeClock, nextTurn } from '../unit/tuning/fakeClock';
import { fakeMemory } from '../unit/tuning/fakeMemory';
import type { WireRequest } from './googleRoutes';
import { Recorder, type Reply } from './recorder';

const minute = 60_000;
const tensorboard = 'projects/p/locations/us-central1/tensorboards/1';

/** The real services ask a server that counts, while time is simulated. */
for (const id of ['geminiApi', 'vertexAi']) {
  describe(`how often the watcher asks: ${id}`, () => {
    const recorder = new Recorder();
    let running: number;
    let hasCurves: boolean;
    let isDown: boolean;
    let clock: FakeClock;
    let watcher: JobWatcher;
    let calls: CountedCalls;

    before(() => recorder.listen());
    after(() => recorder.close());
    beforeEach(() => {
      running = 0;
      hasCurves = true;
      isDown = false;
      recorder.answer = (request) => (isDown ? denied : { json: answer(request) });
      recorder.take();
      clock = new FakeClock();
      clock.random = () => 0.5;
      calls = new CountedCalls(services());
      watcher = new JobWatcher(calls.services, { clock, interval: () => 5000, memory: fakeMemory(clock) });
    });
    afterEach(() => watcher.dispose());

    const pass = (milliseconds: number) => clock.advance(milliseconds, () => calls.settle());
    const lists = (requests: readonly WireRequest[]) => requests.filter(isList);

    it('nothing in 10 minutes while nothing runs, seen or not', async () => {
      await watcher.resume();
      await pass(10 * minute);
      assert.equal(recorder.take().length, 0);
      const look = watcher.look();
      await pass(1);
      recorder.take();
      await pass(10 * minute);
      look.dispose();
      watcher.setFocused(false);
      await pass(10 * minute);
      watcher.setFocused(true);
      await pass(10 * minute);
      assert.equal(recorder.take().length, 0);
    });

    it('each service once on getting the focus with jobs in view, and every 15 minutes while nothing runs', async () => {
      watcher.look();
      await pass(1);
      watcher.setFocused(false);
      await pass(minute);
      calls.take();
      watcher.setFocused(true);
      await pass(1);
      assert.equal(calls.take(), calls.services.length);
      await pass(61 * minute);
      const each = calls.take() / calls.services.length;
      assert.ok(each >= 3 && each <= 4, `${each} calls of each service`);
    });

    it('one list call for 50 running jobs at each refresh, and none of the other service', async () => {
      running = 50;
      watcher.look();
      await pass(1);
      assert.equal(watcher.jobs(id).jobs.length, 50);
      recorder.take();
      calls.take();
      await pass(10 * minute);
      const requests = recorder.take();
      const refreshes = calls.take();
      assert.ok(refreshes >= 100 && refreshes <= 120, `${refreshes} refreshes`);
      assert.equal(lists(requests).length, refreshes);
      // Vertex AI keeps curves elsewhere: one call reads those of all jobs.
      assert.equal(requests.length, id === 'vertexAi' ? 2 * refreshes : refreshes);
    });

    it('few calls for curves that are not there yet', async () => {
      running = 50;
      hasCurves = false;
      watcher.look();
      await pass(1);
      recorder.take();
      calls.take();
      await pass(10 * minute);
      const requests = recorder.take();
      const others = requests.length - lists(requests).length;
      assert.ok(others <= (running * calls.take()) / 5, `${others} calls`);
    });

    it('at most once a minute while nobody sees the jobs', async () => {
      running = 50;
      clock.random = () => 0; // as often as it may
      const look = watcher.look();
      await pass(1);
      recorder.take();
      look.dispose();
      await pass(10 * minute);
      const hidden = lists(recorder.take()).length;
      watcher.look();
      watcher.setFocused(false);
      await pass(1);
      recorder.take();
      await pass(10 * minute);
      const unfocused = lists(recorder.take()).length;
      for (const count of [hidden, unfocused]) assert.ok(count >= 9 && count <= 10, `${count} calls`);
    });

    it('once in 5 minutes after 20 errors in a row, and as before after the first success', async () => {
      running = 50;
      watcher.look();
      await pass(1);
      isDown = true;
      recorder.take();
      let failures = 0;
      for (let seconds = 0; failures < 20; seconds++) {
        assert.ok(seconds < 2 * 3600, `${failures} failures in 2 hours`);
        await pass(1000);
        failures += lists(recorder.take()).length;
      }
      await pass(60 * minute);
      const backedOff = lists(recorder.take()).length;
      assert.ok(backedOff >= 11 && backedOff <= 13, `${backedOff} calls in an hour`);
      assert.equal(watcher.jobs(id).status, 'failed');
      assert.equal(watcher.jobs(id).jobs.length, 50, 'what was known stays');
      isDown = false;
      await pass(5 * minute);
      assert.equal(watcher.jobs(id).status, 'ready');
      recorder.take();
      await pass(minute);
      const recovered = lists(recorder.take()).length;
      assert.ok(recovered >= 10 && recovered <= 12, `${recovered} calls in a minute`);
    });

    function services(): readonly TuningService[] {
      const authClient = new OAuth2Client();
      authClient.setCredentials({ access_token: 'x', expiry_date: Date.now() + 3_600_000 });
      const origin = () => `http://127.0.0.1:${recorder.port}`;
      const connection = { client: authClient, authClient, project: 'p', region: 'us-central1', origin };
      return tuningServices(async () => connection);
    }

    function answer({ path, query }: WireRequest): object {
      const numbers = Array.from({ length: running }, (_, at) => at);
      const name = path.replace(/^\/v1[a-z0-9]*\//, '');
      if (path.endsWith('/tunedModels'))
        return { tunedModels: id === 'geminiApi' && query.get('filter') ? numbers.map(model) : [] };
      if (path.endsWith('/tuningJobs')) return { tuningJobs: id === 'vertexAi' ? numbers.map(job) : [] };
      if (path.includes('/contexts/'))
        return { name, metadata: hasCurves ? { backing_tensorboard_resource: tensorboard } : {} };
      if (path.endsWith('/experiments'))
        return { tensorboardExperiments: numbers.map((at) => ({ name: `${name}/experiment-${at}-` })) };
      if (path.endsWith('/runs')) return { tensorboardRuns: [{ name: `${name}/run` }] };
      if (path.endsWith('/timeSeries'))
        return { tensorboardTimeSeries: [{ name: `${name}/1`, displayName: '/train_total_loss' }] };
      if (path.endsWith(':batchRead')) return { timeSeriesData: [] };
      return assert.fail(`asked for ${path}`);
    }
  });
}

const createTime = '2026-01-01T00:00:00Z';
const denied: Reply = {
  status: 403,
  json: { error: { code: 403, status: 'PERMISSION_DENIED', message: 'No.' } },
};

function isList({ path }: WireRequest): boolean {
  return path.endsWith('/tunedModels') || path.endsWith('/tuningJobs');
}

function model(at: number): object {
  return { name: `tunedModels/m${at}`, state: 'CREATING', createTime };
}

function job(at: number): object {
  const location = 'projects/p/locations/us-central1';
  const experiment = `${location}/metadataStores/default/contexts/experiment-${at}-`;
  return { name: `${location}/tuningJobs/${at}`, state: 'JOB_STATE_RUNNING', createTime, experiment };
}

/** Services whose list calls are counted, and can be waited for. */
class CountedCalls {
  readonly services: readonly TuningService[];
  #started = 0;
  #underWay = 0;

  constructor(services: readonly TuningService[]) {
    this.services = services.map((service) => ({
      ...service,
      list: (...args) => this.#count(service, args),
    }));
  }

  take(): number {
    const started = this.#started;
    this.#started = 0;
    return started;
  }

  async settle(): Promise<void> {
    do await nextTurn();
    while (this.#underWay > 0);
    await nextTurn();
  }

  async *#count(service: TuningService, args: Parameters<TuningService['list']>) {
    this.#started++;
    this.#underWay++;
    try {
      yield* service.list(...args);
    } finally {
      this.#underWay--;
    }
  }
}
