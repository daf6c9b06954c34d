import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LaunchRecord } from '../../src/tuning/contract/launchRecord';
import { listJobs, type TrainingFile, type TuningService } from '../../src/tuning/contract/service';
import type { TuningSpec } from '../../src/tuning/contract/spec';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import {
  Launches,
  type LaunchOutcome,
  type LaunchStorage,
  type LookOutcome,
} from '../../src/tuning/launch/launches';
import { launchFiles } from '../../src/tuning/launch/launchFiles';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const vertexLaunches = 150;
const geminiLaunches = 50;
/** Windows that launch at the same time. */
const atOnce = 10;

/** What happens to a request between us and the service. */
const faults = [
  'requestLost',
  'answerLost',
  'busyBefore',
  'busyAfter',
  'malformed',
  'html',
  'sandboxDies',
] as const;
type Fault = (typeof faults)[number] | 'none';

/**
 * Launches through a proxy that loses and spoils requests and answers, with a sandbox that is killed now and then
 * and windows that end in the middle of a launch: at most
 * one job for each that was confirmed, and each that was made is found.
 */
describe('launches through faults, against the sandbox', function () {
  this.timeout(300_000);
  let sandbox: RunningSandbox;
  let proxy: FaultProxy;
  let folder: string;
  let services: readonly TuningService[];
  const random = seededRandom(20_261_121);
  const signal = new AbortController().signal;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-launches-'));
    const dataDir = path.join(folder, 'sandbox');
    const start = () => startSandbox({ pace: 3600, dataDir }); // nothing trains: this is about launching
    sandbox = await start();
    proxy = new FaultProxy(sandbox.url, async () => {
      await sandbox.kill();
      sandbox = await start();
      return sandbox.url;
    });
    const url = await proxy.listen();
    const authClient = await credentialsFromFile(sandbox.adc);
    await authClient.getRequestHeaders(); // the token outlives the sandbox that gave it
    services = tuningServices(async () => ({
      client: authClient,
      authClient,
      project: 'sandbox',
      region: 'us-central1',
      origin: () => url,
    }));
    await services.find(({ storage }) => storage)?.storage?.createBucket('launches', signal);
  });
  after(async () => {
    await proxy?.close();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [id, count] of [
    ['vertexAi', vertexLaunches],
    ['geminiApi', geminiLaunches],
  ] as const) {
    it(`${id}: ${count} launches make ${count} jobs`, async () => {
      const service = services.find((one) => one.id === id) ?? assert.fail(id);
      const file = id === 'vertexAi' ? 'vertex_contents_smartphone_support.jsonl' : 'number_generator.jsonl';
      const text = await readFile(`test/fixtures/${file}`, 'utf8');
      const dataset: TrainingFile = { kind: 'local', name: file, text };
      const [baseModel] = await service.baseModels(signal);
      const spec: TuningSpec = {
        service: id,
        baseModel: baseModel?.name ?? '',
        displayName: 'Faulty',
        hyperparameters: { epochCount: 1 },
        ...(service.storage ? { bucket: 'launches' } : {}),
      };
      const seen: Record<string, number> = {};
      let crashes = 0;
      let refused = 0;
      let lost = 0;

      let deaths = 0;
      proxy.next = (isCreate) => {
        const fault = random() < (isCreate ? 0.6 : 0.1) ? pick(faults, random) : 'none';
        // A dead sandbox costs a second: seldom is enough, but at least one must die of a launch.
        const lives = fault === 'sandboxDies' && (isCreate ? deaths++ % 20 > 0 : random() > 0.05);
        const met = lives ? 'requestLost' : fault;
        if (isCreate) seen[met] = (seen[met] ?? 0) + 1;
        return met;
      };
      const confirmed = new Set<string>();
      let again = 0;
      const nextId = () => `r${String(++again).padStart(9, '0')}`;
      const launchOne = async (launchId: string): Promise<void> => {
        const record = newRecord(launchId, spec, file);
        const storage = launchFiles(path.join(folder, id, launchId));
        let life = random() < 0.3 ? Math.floor(random() * 8) : Number.POSITIVE_INFINITY;
        for (let window = 0; ; window++) {
          assert.ok(window < 50, `launch ${launchId} does not end`);
          const outcome = await oneWindow(storage, services, life, async (launches) => {
            // Without a record the window ended before it had written anything down: the user confirms again.
            if ((await storage.get(launchId)) === undefined)
              return launches.start(record, { dataset }, () => {}, signal);
            return launches.look(launchId);
          });
          if (outcome === 'crashed') crashes++;
          life = Number.POSITIVE_INFINITY;
          const stage = (await storage.get(launchId))?.stage;
          if (stage?.kind === 'created') {
            confirmed.add(launchId);
            return;
          }
          // Not there, or refused: the user is told, and launches anew. The sandbox's lists are never behind, so that
          // whoever was asked in vain has never got the request.
          const isAbsent = stage?.kind === 'sent' && stage.search.looks > 0;
          if (stage?.kind === 'refused') refused++;
          if (isAbsent) lost++;
          if (stage?.kind === 'refused' || isAbsent) return launchOne(nextId());
          if (outcome !== 'crashed' && outcome?.kind === 'unsent') return launchOne(nextId());
        }
      };
      const numbers = Array.from({ length: count }, (_, number) => number).values();
      const worker = async () => {
        for (const number of numbers) await launchOne(`l${String(number).padStart(9, '0')}`);
      };
      await Promise.all(Array.from({ length: atOnce }, worker));

      proxy.next = () => 'none';
      const jobs = await listJobs(service, {}, signal);
      const perLaunch = new Map<string, number>();
      for (const { launchId = '' } of jobs) perLaunch.set(launchId, (perLaunch.get(launchId) ?? 0) + 1);
      assert.equal(confirmed.size, count);
      assert.deepEqual([...perLaunch.keys()].sort(), [...confirmed].sort());
      assert.deepEqual(
        [...perLaunch].filter(([, made]) => made !== 1),
        [],
      );
      console.log(
        `      ${count} launches, ${jobs.length} jobs; windows that ended midway: ${crashes}; refused: ${refused}; never arrived: ${lost}; met: ${JSON.stringify(seen)}`,
      );
      for (const fault of faults.filter((one) => one !== 'sandboxDies' || id === 'vertexAi'))
        assert.ok(seen[fault], `no create request met ${fault}`);
    });
  }
});

function newRecord(id: string, spec: TuningSpec, name: string): LaunchRecord {
  return {
    id,
    place: 'sandbox',
    account: 'sandbox',
    spec,
    data: { source: name, name, examples: undefined, sha256: undefined },
    estimate: { steps: undefined, billableTokens: undefined, price: undefined },
    confirmedAt: 0,
    stage: { kind: 'confirmed' },
  };
}

/** Runs in a window that stands still for ever after so many writes and calls, as a process that was killed. */
async function oneWindow(
  storage: LaunchStorage,
  services: readonly TuningService[],
  life: number,
  run: (launches: Launches) => Promise<LaunchOutcome | LookOutcome>,
): Promise<LaunchOutcome | LookOutcome | 'crashed'> {
  let left = life;
  let crash: (() => void) | undefined;
  const crashed = new Promise<'crashed'>((resolve) => {
    crash = () => resolve('crashed');
  });
  const held: (() => Promise<void>)[] = [];
  const step = () => {
    if (--left >= 0) return Promise.resolve();
    crash?.();
    return new Promise<void>(() => {});
  };
  let now = 0;
  const launches = new Launches({
    services: services.map((service) => ({
      ...service,
      create: async (launch, signal) => {
        await step();
        const job = await service.create(launch, signal);
        await step();
        return job;
      },
    })),
    storage: {
      ...storage,
      put: async (record) => {
        await step();
        await storage.put(record);
        await step();
      },
      lock: async (id) => {
        const unlock = await storage.lock(id);
        if (unlock) held.push(unlock);
        return unlock;
      },
    },
    clock: {
      now: () => now,
      monotonic: () => now,
      // Waits between looks take no time; a call is never given up.
      sleep: async (milliseconds) => {
        if (milliseconds > 60_000) return new Promise(() => {});
        now += milliseconds;
      },
    },
    place: async () => 'sandbox',
    account: async () => 'sandbox',
    onCreated: () => {},
    onError: (error) => assert.fail(String(error)),
  });
  const outcome = await Promise.race([run(launches), crashed]);
  // The locks of a real process end with it; this one goes on living as the next window.
  if (outcome === 'crashed') for (const unlock of held) await unlock();
  return outcome;
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  assert.ok(item !== undefined);
  return item;
}

/** mulberry32 */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Stands between us and the sandbox, and does to each request to the two services what it is told. */
class FaultProxy {
  next: (isCreate: boolean) => Fault = () => 'none';
  #restarting: Promise<string> | undefined;
  readonly #server = http.createServer((request, response) => void this.#handle(request, response));

  constructor(
    private target: string,
    private readonly restart: () => Promise<string>,
  ) {}

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await readAll(request);
    const isCreate = request.method === 'POST' && /\/(tuningJobs|tunedModels)(\?|$)/.test(request.url ?? '');
    const isOfService = /^\/v1(beta1?)?\//.test(request.url ?? '');
    const fault = isOfService ? this.next(isCreate) : 'none';
    const cut = () => response.socket?.destroy();
    const busy = () => reply(response, 503, '{"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}}');
    switch (fault) {
      case 'requestLost':
        return void cut();
      case 'busyBefore':
        return busy();
      case 'html':
        return reply(response, 502, '<html><body>Bad Gateway</body></html>', 'text/html');
      case 'sandboxDies': {
        const forwarded = this.#forward(request, body).catch(() => undefined);
        if (Math.floor(body.length) % 2 === 0) await forwarded; // before or after it has answered
        this.#restarting ??= this.restart().finally(() => {
          this.#restarting = undefined;
        });
        this.target = await this.#restarting;
        return void cut();
      }
    }
    const answer = await this.#forward(request, body).catch(() => undefined);
    if (answer === undefined || fault === 'answerLost') return void cut();
    if (fault === 'busyAfter') return busy();
    const text = fault === 'malformed' ? answer.body.subarray(0, answer.body.length / 2) : answer.body;
    const { location } = answer;
    reply(response, answer.status, text, answer.contentType, location ? { location } : {});
  }

  async #forward(request: http.IncomingMessage, body: Buffer) {
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(this.target + request.url, {
      method: request.method ?? 'GET',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(body.length > 0 ? { body } : {}),
    });
    return {
      status: answer.status,
      location: answer.headers.get('location'),
      contentType: answer.headers.get('content-type') ?? 'application/json',
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }
}

function reply(
  response: http.ServerResponse,
  status: number,
  body: string | Buffer,
  type = 'application/json',
  headers: http.OutgoingHttpHeaders = {},
) {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, 'content-type': type, 'content-length': length }).end(body);
}

async function readAll(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
