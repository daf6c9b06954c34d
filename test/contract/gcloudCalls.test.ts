import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { v1 } from '@google-cloud/aiplatform';
import { Storage } from '@google-cloud/storage';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { type Checker, readDescriptors } from './googleDescriptors';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

interface Job {
  name: string;
  state: string;
  tunedModel: { model: string; endpoint: string };
}

const HERE = 'projects/demo/locations/us-central1';

/**
 * gcloud cannot be installed here. These are the REST calls of its commands, from Google's references and descriptors, and
 * the same through Google's npm clients where they have them.
 */
describe('what gcloud asks of the sandbox', () => {
  let sandbox: RunningSandbox;
  let Authorization: string;
  let check: Checker;
  let storage: Storage;
  let done: Job;

  before(async () => {
    check = readDescriptors('@google-cloud/aiplatform');
    sandbox = await startSandbox({ pace: 0.2 });
    Authorization = `Bearer ${await sandbox.token()}`;
    const authClient = (await credentialsFromFile(sandbox.adc)) as never;
    storage = new Storage({
      authClient,
      apiEndpoint: sandbox.url,
      projectId: 'demo',
      useAuthWithCustomEndpoint: true,
    });
    await send('POST', '/storage/v1/b?project=demo', { name: 'work' });
    const text = await readFile('test/fixtures/vertex_contents_smartphone_support.jsonl', 'utf8');
    await send('POST', '/upload/storage/v1/b/work/o?uploadType=media&name=train.jsonl', text);
    const spec = { trainingDatasetUri: 'gs://work/train.jsonl', hyperParameters: { epochCount: 2 } };
    const created = await send('POST', `/v1/${HERE}/tuningJobs`, {
      baseModel: 'gemini-2.5-flash',
      supervisedTuningSpec: spec,
    });
    done = await waitFor(
      async () => (await send('GET', `/v1/${created.json.name}`)).json as unknown as Job,
      ({ state }) => state === 'JOB_STATE_SUCCEEDED',
    );
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  async function send(method: string, address: string, body?: string | object) {
    const reply = await fetch(sandbox.url + address, {
      method,
      headers: { Authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.startsWith('application/json') ?? false;
    return { status: reply.status, text, json: (isJson ? JSON.parse(text) : {}) as Record<string, never> };
  }

  it('a token by the ready-made file, whose audience names no project that a library would look up', async () => {
    const { audience, token_url } = JSON.parse(await readFile(sandbox.adc, 'utf8')) as Record<string, string>;
    // google.auth.external_account reads a project's number from `/projects/N/`, and asks Google about it.
    assert.match(audience ?? '', /^\/\/iam\.googleapis\.com\/locations\/[^/]+\/workforcePools\//);
    assert.equal(token_url, `${sandbox.url}/sts/token`);
    assert.ok((await sandbox.token()).length > 20);
  });

  it('storage mv and cp: rewriteTo, with Google’s client', async () => {
    const bucket = storage.bucket('work');
    await bucket.file('train.jsonl').copy(bucket.file('copies/a b.jsonl'));
    await bucket.file('copies/a b.jsonl').move('moved.jsonl');
    const [files] = await bucket.getFiles();
    assert.deepEqual(files.map(({ name }) => name).sort(), ['moved.jsonl', 'train.jsonl']);
    const contents = await Promise.all(files.map(async (file) => String((await file.download())[0])));
    assert.equal(contents[0], contents[1]);
    const missing = await send('POST', '/storage/v1/b/work/o/none/rewriteTo/b/work/o/x', {});
    assert.equal(missing.status, 404);
  });

  it('storage buckets update and delete, storage rm -r', async () => {
    await send('POST', '/storage/v1/b?project=demo', { name: 'scratch' });
    const bucket = storage.bucket('scratch');
    await bucket.setLabels({ team: 'support' });
    await bucket.setMetadata({ versioning: { enabled: true } });
    const [metadata] = await bucket.getMetadata();
    assert.deepEqual([metadata.labels, metadata.versioning], [{ team: 'support' }, { enabled: true }]);
    assert.equal(metadata.metageneration, '3');
    await bucket.setMetadata({ labels: null } as never);
    assert.equal((await bucket.getMetadata())[0].labels, undefined);
    assert.equal((await send('PATCH', '/storage/v1/b/scratch', { location: 'EU' })).status, 400);
    const layout = (await send('GET', '/storage/v1/b/scratch/storageLayout')).json;
    assert.deepEqual(layout.hierarchicalNamespace, { enabled: false });

    await bucket.file('a/1.txt').save('x', { resumable: false });
    const full = await send('DELETE', '/storage/v1/b/scratch');
    assert.equal(full.status, 409);
    await bucket.deleteFiles({ prefix: 'a/' });
    await bucket.delete();
    assert.deepEqual(await bucket.exists(), [false]);
    assert.equal((await send('DELETE', '/storage/v1/b/cloud-samples-data')).status, 403);
  });

  it('ai operations describe: by the flat name, and only in its location', async () => {
    const { endpoint } = done.tunedModel;
    const { json: of } = await send('GET', `/v1/${endpoint}`);
    const [deployed] = of.deployedModels as unknown as { id: string }[];
    const begun = await send('POST', `/v1/${endpoint}:undeployModel`, { deployedModelId: deployed?.id });
    const id = String(begun.json.name).split('/').at(-1);
    const flat = await send('GET', `/v1/${HERE}/operations/${id}`);
    assert.equal(flat.status, 200);
    assert.deepEqual(check('google.longrunning.Operation', { name: flat.json.name }), []);
    assert.equal(flat.json.name, begun.json.name);
    const elsewhere = HERE.replace('us-central1', 'europe-west4');
    assert.equal((await send('GET', `/v1/${elsewhere}/operations/${id}`)).status, 404);
    const otherEndpoint = `${endpoint.replace(/\d+$/, '1')}/operations/${id}`;
    assert.equal((await send('GET', `/v1/${otherEndpoint}`)).status, 404);
  });

  it('ai endpoints update and ai tensorboards list, with Google’s client too', async () => {
    const { endpoint } = done.tunedModel;
    const address = `/v1/${endpoint}?updateMask=displayName,labels`;
    const updated = await send('PATCH', address, { displayName: 'Support', labels: { team: 'a' } });
    assert.equal(updated.status, 200, updated.text);
    assert.deepEqual(check('google.cloud.aiplatform.v1.Endpoint', updated.json), []);
    const read = (await send('GET', `/v1/${endpoint}`)).json;
    assert.deepEqual([read.displayName, read.labels], ['Support', { team: 'a' }]);
    assert.equal((await send('PATCH', `/v1/${endpoint}?updateMask=createTime`, {})).status, 400);

    const boards = (await send('GET', `/v1/${HERE}/tensorboards`)).json;
    assert.deepEqual(check('google.cloud.aiplatform.v1.ListTensorboardsResponse', boards), []);
    const client = new v1.TensorboardServiceClient({
      fallback: true,
      protocol: 'http',
      apiEndpoint: '127.0.0.1',
      port: Number(new URL(sandbox.url).port),
      authClient: (await credentialsFromFile(sandbox.adc)) as never,
    } as never);
    const [[board]] = await client.listTensorboards({ parent: HERE });
    assert.match(board?.name ?? '', /tensorboards\/\d+$/);
    await client.close();
  });

  it('auth application-default set-quota-project: permissions by Resource Manager v1', async () => {
    const body = { permissions: ['serviceusage.services.use'] };
    const got = await send('POST', '/v1/projects/demo:testIamPermissions', body);
    assert.deepEqual([got.status, got.json], [200, body]);
  });

  it('answers in HTML where Google’s front end does, in JSON where the method is missing', async () => {
    const page = await send('GET', '/v9/projects/<b>/nothing');
    assert.equal(page.status, 404);
    assert.match(page.text, /^<!DOCTYPE html>[\s\S]*Error 404 \(Not Found\)!!1[\s\S]*That’s all we know\./);
    assert.doesNotMatch(page.text, /<b>\/nothing/);
    const job = await send('DELETE', `/v1/${done.name}`);
    assert.deepEqual([job.status, (job.json.error as unknown as Error).message], [404, 'Method not found.']);
  });
});
