import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type AuthClient, JWT } from 'google-auth-library';
import type { TunedModel } from '../../src/tuning/contract/job';
import { type JobQuery, listJobs, type TuningService } from '../../src/tuning/contract/service';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { tuningServices } from '../../src/tuning/services/index';
import { CLOUD_PLATFORM, type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const signal = new AbortController().signal;

/** Two people: the account of the ADC file, and the sandbox's service account. */
describe('tuned models that are shared', () => {
  let sandbox: RunningSandbox;
  let mine: TuningService;
  let theirs: TuningService;
  let model: TunedModel;
  let theirEmail: string;

  before(async () => {
    sandbox = await startSandbox({ admin: true });
    mine = serviceFor(sandbox, await credentialsFromFile(sandbox.adc));
    const account = new JWT({ scopes: [CLOUD_PLATFORM] });
    account.fromJSON(JSON.parse(await readFile(path.join(sandbox.dataDir, 'service-account.json'), 'utf8')));
    theirEmail = account.email ?? assert.fail();
    account.useJWTAccessWithScope = true; // signs for itself, so that no token endpoint is needed
    theirs = serviceFor(sandbox, account);
    model = await tune(mine, 'mine');
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  const names = async (service: TuningService, query: JobQuery = {}) =>
    (await listJobs(service, query, signal)).map(({ displayName }) => displayName);
  const sharing = () => mine.sharing ?? assert.fail('The Gemini API shares models.');

  it('are listed for their owner also when they are shared with everyone', async () => {
    const everyone = await sharing().create(model, { grantee: 'EVERYONE', role: 'READER' }, signal);
    assert.deepEqual(await names(mine), ['mine']);
    assert.deepEqual(await names(theirs), [], 'models of everybody in the world are not listed');
    await sharing().delete(everyone, signal);
  });

  it('are listed for those they are shared with, and again without being asked for while jobs run', async () => {
    await tune(theirs, 'theirs');
    assert.deepEqual(await names(theirs), ['theirs']);
    await sharing().create(model, { grantee: 'USER', emailAddress: theirEmail, role: 'READER' }, signal);
    await sandbox.setFaults({});
    assert.deepEqual(await names(theirs, { isPoll: true }), ['theirs'], 'as they were told before');
    assert.deepEqual(await filters(), ['owner:me']);
    assert.deepEqual(await names(theirs), ['theirs', 'mine']);
    await sandbox.setFaults({});
    assert.deepEqual(await names(theirs, { isPoll: true }), ['theirs', 'mine']);
    assert.deepEqual(await filters(), ['owner:me']);
  });

  async function filters(): Promise<(string | null)[]> {
    const calls = (await sandbox.calls()).filter(({ rpc }) => rpc.endsWith('.ListTunedModels'));
    return calls.map(({ path }) => new URL(path, 'http://sandbox').searchParams.get('filter'));
  }
});

function serviceFor(sandbox: RunningSandbox, authClient: AuthClient): TuningService {
  const connection = {
    client: authClient,
    authClient,
    project: 'sandbox',
    region: 'us-central1',
    origin: () => sandbox.url,
  };
  const services = tuningServices(async () => connection);
  return services.find(({ sharing }) => sharing !== undefined) ?? assert.fail('No service shares models.');
}

async function tune(service: TuningService, displayName: string): Promise<TunedModel> {
  const [baseModel] = await service.baseModels(signal);
  const spec = {
    service: service.id,
    baseModel: baseModel?.name ?? '',
    displayName,
    hyperparameters: { epochCount: 1 },
  };
  const dataset = { kind: 'local', name: 'a.jsonl', text: '{"text_input": "1", "output": "2"}\n' } as const;
  const launch = await service.prepare({ spec, id: 'shared0001', dataset, onProgress: () => {} }, signal);
  const { name } = await service.create(launch, signal);
  const job = await waitFor(
    () => service.get({ name }, signal),
    ({ tunedModel }) => tunedModel !== undefined,
  );
  return job.tunedModel ?? assert.fail();
}
