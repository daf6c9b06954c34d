import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSettled, type LaunchRecord } from '../../../../src/tuning/contract/launchRecord';
import { launchFiles } from '../../../../src/tuning/launch/launchFiles';
import { LosesPower } from '../../base/losesPower';
import { type CreateFault, createFaults, surelyNothing, World } from '../launchWorld';

const minute = 60_000;
const hour = 60 * minute;

describe('launches', () => {
  let world: World;
  let leave: () => void;
  beforeEach(() => {
    world = new World();
    leave = world.disk.use();
  });
  afterEach(() => leave());

  const stageOf = async (id: string) => (await launchFiles(LosesPower.root).get(id))?.stage;

  it('send one request for each act of consent and tell of every job, whatever breaks', async function () {
    this.timeout(300_000);
    const drawn = { vertexAi: 0, geminiApi: 0, late: 0, never: 0, lost: 0, jumps: 0, cuts: 0, ended: 0 };
    const again = { unclear: 0, unsent: 0 };
    const behind = fc.oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: 120_000 }),
      fc.constant(Number.POSITIVE_INFINITY),
    );
    const property = fc.asyncProperty(
      fc.record({
        service: fc.constantFrom('vertexAi' as const, 'geminiApi' as const),
        faults: fc.array(fc.constantFrom(...createFaults), { maxLength: 4 }),
        lookFaults: fc.array(fc.boolean(), { maxLength: 12 }),
        lag: behind,
        /** Steps that each window lives for, and how long after the one before it opens. */
        lives: fc.array(
          fc.record({
            steps: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.constant(Number.POSITIVE_INFINITY)),
            after: fc.integer({ min: 0, max: 5 * minute }),
            power: fc.boolean(),
          }),
          { maxLength: 4 },
        ),
        clockJumps: fc.array(fc.integer({ min: -400 * 24 * hour, max: 400 * 24 * hour }), { maxLength: 4 }),
        wantsAgain: fc.array(fc.boolean(), { maxLength: 4 }),
        chances: fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      }),
      async ({ service, faults, lookFaults, lag, lives, clockJumps, wantsAgain, chances }) => {
        const one = new World();
        const stop = one.disk.use();
        const chance = () => chances.next().value as number;
        try {
          one.createFaults = [...faults];
          one.lookFaults = [...lookFaults];
          one.lag = lag;
          drawn[service]++;
          if (lag > 0) drawn[Number.isFinite(lag) ? 'late' : 'never']++;
          let count = 0;
          const newId = () => `launch${String(++count).padStart(4, '0')}`;
          const first = one.open(lives[0]?.steps);
          void first.start(record(newId(), service)).catch((error: unknown) => one.errors.push(error));
          for (const { after, steps, power } of lives.slice(1)) {
            await one.pass(after);
            const jump = clockJumps.shift();
            if (jump !== undefined) {
              drawn.jumps++;
              one.wallShift = jump;
            }
            if (power) {
              drawn.cuts++;
              one.losePower(chance);
            }
            void one.open(steps).resume();
          }
          // Two windows at once from here on: that of the user and another one.
          const last = one.open();
          void last.resume();
          void one.open().resume();
          await one.pass(10 * minute);
          // The user has been told, and wants some of them sent.
          for (const wants of wantsAgain) {
            const open = (await last.launches.open()).at(-1);
            if (open === undefined || !wants) continue;
            const kind = open.stage.kind === 'sent' ? 'unclear' : 'unsent';
            if (kind === 'unsent') await last.run(() => last.launches.giveUp(open.id));
            again[kind]++;
            const next = {
              ...record(newId(), service),
              ...(kind === 'unclear' ? { replaces: open.id } : {}),
            };
            const begun = last.start(next);
            await one.pass(10 * minute);
            await begun;
          }
          one.lookFaults = [];
          void one.open().resume(); // a window that dies beside others is heard of at the next start
          await one.pass(2 * hour);

          if (one.windows.some((window) => window.isOver)) drawn.ended++;
          if (one.posts.length > 0 && losing.has(faults[0] ?? 'none')) drawn.lost++;
          const posted = new Set(one.posts);
          assert.equal(posted.size, one.posts.length, 'a launch was sent twice');
          for (const id of posted) assert.ok(one.consents.has(id), `nobody has confirmed ${id}`);
          for (const { name, launchId } of one.jobs) {
            if (Number.isFinite(lag)) assert.ok(one.told.has(name), `nobody was told of ${name}`);
            else assert.ok(one.told.has(name) || one.unclear.has(launchId), `nobody was told of ${launchId}`);
          }
          for (const { id, stage } of await launchFiles(LosesPower.root).all()) {
            if (stage.kind === 'refused') assert.ok(!one.jobs.some((job) => job.launchId === id));
            if (stage.kind === 'sent') {
              assert.ok(one.unclear.has(id), `nobody was told that ${id} is unclear`);
              const { milliseconds } = stage.search; // that the user is told
              assert.ok(milliseconds >= 0 && milliseconds <= one.now, `looked for ${milliseconds} ms`);
            }
            if (stage.kind === 'ready' || stage.kind === 'confirmed') assert.ok(one.unsent.has(id));
          }
          assert.deepEqual(one.errors, []);
        } finally {
          for (const window of one.windows) window.end();
          stop();
        }
      },
    );
    await fc.assert(property, { numRuns: 2000 });
    for (const [what, count] of Object.entries(drawn)) assert.ok(count > 400, `only ${count} times ${what}`);
    assert.ok(again.unclear > 50 && again.unsent > 20, `launched again: ${JSON.stringify(again)}`);
  });

  for (const fault of createFaults.filter((one) => !surelyNothing.has(one) && one !== 'none')) {
    it(`is never sent again by itself: ${fault}`, async () => {
      world.createFaults = [fault];
      world.lag = Number.POSITIVE_INFINITY;
      const window = world.open();
      const outcome = window.start(record('launch0001'));
      await world.pass(12 * hour);
      assert.equal((await outcome).kind, 'unclear');
      assert.deepEqual(world.posts, ['launch0001']);
      assert.equal((await stageOf('launch0001'))?.kind, 'sent');
    });
  }

  for (const fault of surelyNothing) {
    it(`tells what stopped it when nothing can have happened: ${fault}`, async () => {
      world.createFaults = [fault as CreateFault];
      const outcome = world.open().start(record('launch0001'));
      await world.pass(minute);
      assert.equal((await outcome).kind, 'refused');
      assert.equal((await stageOf('launch0001'))?.kind, 'refused');
    });
  }

  it('finds a job that its list shows only after 25 seconds, while the user waits', async () => {
    world.createFaults = ['answerLost'];
    world.lag = 25_000;
    const outcome = world.open().start(record('launch0001'));
    await world.pass(minute);
    assert.equal((await outcome).kind, 'created');
    assert.equal(world.posts.length, 1);
  });

  it('looks on without a reload, with growing pauses, and says how long', async () => {
    world.createFaults = ['answerLost'];
    world.lag = 3 * hour;
    const window = world.open();
    void window.start(record('launch0001'));
    await world.pass(hour);
    const stage = await stageOf('launch0001');
    assert.ok(stage?.kind === 'sent');
    assert.ok(stage.search.looks > 8 && stage.search.looks < 20, `${stage.search.looks} looks`);
    assert.ok(stage.search.milliseconds > 30 * minute && stage.search.milliseconds <= hour);
    await world.pass(3 * hour);
    assert.equal((await stageOf('launch0001'))?.kind, 'created');
    assert.equal(world.told.size, 1);
  });

  it('tells of both jobs when somebody on the way has sent a request twice', async () => {
    world.createFaults = ['twice'];
    const outcome = world.open().start(record('launch0001'));
    await world.pass(minute);
    assert.equal((await outcome).kind, 'created');
    assert.equal(world.jobs.length, 2);
    assert.equal(world.told.size, 2);
  });

  it('sends nothing when its record cannot be written, and says so', async () => {
    world.disk.space = 0;
    const outcome = await world.open().start(record('launch0001'));
    assert.ok(outcome.kind === 'refused');
    assert.match(String(outcome.error), /wasn't sent: .*ENOSPC.*free disk space/);
    assert.deepEqual(world.posts, []);
  });

  it('tells of the job when the disk is full by the time that it is made, and again in the next window', async () => {
    const window = world.open();
    const real = window.request.bind(window);
    window.request = (request) => {
      if (request.method === 'POST') world.disk.space = 0;
      return real(request);
    };
    assert.equal((await window.start(record('launch0001'))).kind, 'created');
    assert.equal(world.told.size, 1);
    assert.match(String(world.errors[0]), /ENOSPC/);
    world.disk.space = Number.POSITIVE_INFINITY;
    void world.open().resume();
    await world.pass(minute);
    assert.equal((await stageOf('launch0001'))?.kind, 'created');
  });

  it('asks nobody when nothing is open, and leaves alone what was launched elsewhere', async () => {
    const window = world.open();
    window.request = () => assert.fail('asked');
    await window.resume();
    const request = { id: 'launch0001', path: 'v1/projects/p/locations/r/tuningJobs', body: {} };
    const search = { looks: 0, milliseconds: 0 };
    await launchFiles(LosesPower.root).put({
      ...record('launch0001'),
      place: 'elsewhere',
      stage: { kind: 'sent', request, sentAt: 0, search },
    });
    await window.resume();
    await world.pass(hour);
  });

  it('looks for a job before it says that a launch that was ready was not sent', async () => {
    const request = { id: 'launch0001', path: 'v1/projects/p/locations/us-central1/tuningJobs', body: {} };
    const ready = { ...record('launch0001'), stage: { kind: 'ready' as const, request } };
    await launchFiles(LosesPower.root).put(ready);
    world.arrive('launch0001', () => 'projects/p/locations/us-central1/tuningJobs/1');
    await world.open().resume();
    await world.pass(minute);
    assert.deepEqual([...world.told], ['projects/p/locations/us-central1/tuningJobs/1']);
    assert.deepEqual([...world.unsent], []);
  });

  it('sends nothing to another place than was confirmed, however far it has come', async () => {
    const outcome = world.open().start({ ...record('launch0001'), place: 'another' });
    await world.pass(minute);
    assert.equal((await outcome).kind, 'refused');
    assert.deepEqual(world.posts, []);
  });

  it('believes no other place that there is no job', async () => {
    world.createFaults = ['requestLost'];
    const window = world.open();
    const outcome = window.start(record('launch0001'));
    await world.pass(0);
    world.place = 'another';
    await world.pass(10 * minute);
    assert.equal((await outcome).kind, 'unclear');
    const stage = await stageOf('launch0001');
    assert.ok(stage?.kind === 'sent' && stage.search.looks === 1);
  });

  it('sends nothing in the name of another account than the one that was confirmed', async () => {
    const window = world.open();
    const outcome = window.start(record('launch0001'));
    world.account = 'bob';
    await world.pass(minute);
    const { kind, error } = { error: undefined, ...(await outcome) };
    assert.equal(kind, 'refused');
    assert.match(String(error), /confirmed it for another account/);
    assert.deepEqual(world.posts, []);
  });

  it('looks for a job that it has sent whoever is signed in', async () => {
    world.createFaults = ['answerLost'];
    const window = world.open();
    const outcome = window.start(record('launch0001'));
    await world.pass(0);
    world.account = 'bob';
    await world.pass(10 * minute);
    assert.equal((await outcome).kind, 'created');
  });

  it('stops without a job when it is canceled before anything is sent', async () => {
    const abort = new AbortController();
    abort.abort();
    const outcome = await world.open().start(record('launch0001'), abort.signal);
    assert.equal(outcome.kind, 'refused');
    assert.deepEqual(world.posts, []);
  });

  it('does not look any more when the user has ended the search', async () => {
    world.createFaults = ['requestLost'];
    const window = world.open();
    void window.start(record('launch0001'));
    await world.pass(5 * minute);
    await window.run(() => window.launches.giveUp('launch0001'));
    const stored = await launchFiles(LosesPower.root).get('launch0001');
    assert.ok(stored && isSettled(stored) && stored.stage.kind === 'abandoned');
    await world.pass(hour);
    window.request = () => assert.fail('asked');
    await world.pass(hour);
  });
});

/** What hides the answer, and not the job. */
const losing: ReadonlySet<CreateFault> = new Set([
  'answerLost',
  'late',
  'busyAfter',
  'malformed',
  'silent',
  'twice',
]);

function record(id: string, service = 'vertexAi'): LaunchRecord {
  return {
    id,
    place: 'here',
    account: 'ann',
    spec: { service, baseModel: 'base', displayName: 'Name', hyperparameters: {}, bucket: 'b' },
    data: { source: 'file:///x.jsonl', name: 'x.jsonl', examples: 1, sha256: undefined },
    estimate: { steps: undefined, billableTokens: undefined, price: undefined },
    confirmedAt: 0,
    stage: { kind: 'confirmed' },
  };
}
