import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { ObjectFacts } from '../../src/dataset/media/storedFiles';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { cloudStorage } from '../../src/tuning/google/storage/cloudStorage';
import { lookUpObjects } from '../../src/tuning/google/storage/lookUpObjects';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const signal = AbortSignal.timeout(100_000);
const many = Array.from({ length: 60 }, (_, index) => `many/${String(index).padStart(3, '0')}.png`);

/** What *Check Files in Cloud Storage* asks the sandbox, whose storage answers as Google's does. */
describe('objects that a training file names', () => {
  let sandbox: RunningSandbox;
  let storage: ReturnType<typeof cloudStorage>;
  let token = '';

  before(async () => {
    sandbox = await startSandbox({ admin: true });
    token = await sandbox.token();
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection = {
      client: authClient,
      authClient,
      project: 'p',
      region: 'us-central1',
      origin: () => sandbox.url,
    };
    storage = cloudStorage(async () => connection);
    await storage.createBucket('tunewright-own', signal);
    await fetch(`${sandbox.url}/storage/v1/b?project=another`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: '{"name":"tunewright-other"}',
    });
    for (const name of ['a b.png', 'ü/ü.pdf', ...many]) await put('tunewright-own', name, 'image/png');
    await put('tunewright-other', 'a.png', 'image/png');
  });
  beforeEach(() => sandbox.setFaults({}));
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  const put = (bucket: string, name: string, type: string) =>
    fetch(
      `${sandbox.url}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'content-type': type },
        body: 'dot',
      },
    );
  const lookUp = async (uris: readonly string[], abort = signal) => {
    const known: number[] = [];
    const { facts, unknownBuckets } = await lookUpObjects(storage, uris, (count) => known.push(count), abort);
    assert.deepEqual(known.at(-1), new Set(uris).size);
    return { facts, unknownBuckets };
  };
  const objectCalls = async () =>
    (await sandbox.calls()).filter(({ path }) => /\/b\/[^/]+\/o[/?]/.test(path)).map(({ path }) => path);
  const dot: ObjectFacts = { kind: 'found', bytes: 3, contentType: 'image/png' };

  it('are asked for once each, with any name', async () => {
    const uris = [
      'gs://tunewright-own/a b.png',
      'gs://tunewright-own/ü/ü.pdf',
      'gs://tunewright-own/a b.png',
    ];
    const { facts, unknownBuckets } = await lookUp([
      ...uris,
      'gs://tunewright-own/gone.png',
      'gs://no-such-bucket-0/x.png',
    ]);
    assert.deepEqual([...facts].toSorted(), [
      ['gs://no-such-bucket-0/x.png', { kind: 'missing' }],
      ['gs://tunewright-own/a b.png', dot],
      ['gs://tunewright-own/gone.png', { kind: 'missing' }],
      ['gs://tunewright-own/ü/ü.pdf', dot],
    ]);
    assert.deepEqual(unknownBuckets, ['no-such-bucket-0']);
    assert.equal((await objectCalls()).length, 4);
  });

  it('are found by the list of their folder where many lie', async () => {
    const wanted = [...many.slice(0, 55), 'many/gone.png'];
    const { facts } = await lookUp(wanted.map((name) => `gs://tunewright-own/${name}`));
    assert.equal([...facts.values()].filter(({ kind }) => kind === 'found').length, 55);
    assert.deepEqual(facts.get('gs://tunewright-own/many/gone.png'), { kind: 'missing' });
    assert.equal(
      (await objectCalls()).length,
      2,
      'one object, which tells that it can be read, and one page',
    );
  });

  it('are asked for one by one where the folder may not be listed', async () => {
    const list = { path: '/b/tunewright-own/o\\?', fault: { kind: 'error', error: 'IAM_PERMISSION_DENIED' } };
    await sandbox.setFaults({ rules: [{ rpc: 'storage', method: 'GET', ...list }] });
    const { facts } = await lookUp(many.map((name) => `gs://tunewright-own/${name}`));
    assert.equal([...facts.values()].filter(({ kind }) => kind === 'found').length, many.length);
  });

  it('tell of a bucket of another project that the service agent has no role there', async () => {
    const { facts } = await lookUp(['gs://tunewright-other/a.png']);
    const [one] = facts.values();
    assert.match(
      (one?.kind === 'found' && one.withoutRole) || '',
      /^service-\d+@gcp-sa-aiplatform\.iam\.gserviceaccount\.com$/,
    );
    const { unknownBuckets } = await lookUp(['gs://cloud-samples-data/a.png']);
    assert.deepEqual(unknownBuckets, ['cloud-samples-data'], 'nobody may see its policy');
  });

  it('say of one that may not be read that it may not, and go on', async () => {
    const denied = { path: 'a%20b', fault: { kind: 'error', error: 'IAM_PERMISSION_DENIED' } };
    await sandbox.setFaults({ rules: [{ rpc: 'storage', ...denied }] });
    const { facts } = await lookUp(['gs://tunewright-own/a b.png', 'gs://tunewright-own/ü/ü.pdf']);
    assert.equal(facts.get('gs://tunewright-own/a b.png')?.kind, 'denied');
    assert.deepEqual(facts.get('gs://tunewright-own/ü/ü.pdf'), dot);
  });

  it('are not asked for any more once Cloud Storage fails or the user has cancelled', async () => {
    await sandbox.setFaults({
      rules: [{ rpc: 'storage', fault: { kind: 'error', error: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' } }],
    });
    const uris = Array.from({ length: 40 }, (_, index) => `gs://tunewright-own/${index}/x.png`);
    await assert.rejects(lookUp(uris), { kind: 'scopeMissing' });
    await sandbox.setFaults({ rules: [{ rpc: 'storage', fault: { kind: 'slow', milliseconds: 200 } }] });
    const abort = new AbortController();
    const looking = lookUp(uris, abort.signal);
    setTimeout(() => abort.abort(), 700);
    await assert.rejects(looking, { name: 'AbortError' });
    await delay(1_000); // those under way end
    const asked = (await objectCalls()).length;
    assert.ok(asked > 0 && asked <= 32, `${asked} requests`);
  });
});
