import assert from 'node:assert/strict';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { type CloudStorage, cloudStorage } from '../../src/tuning/google/storage/cloudStorage';
import { isNear } from '../../src/tuning/google/storage/trainingStorage';
import { objectName } from '../../src/tuning/google/storage/upload';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const bucket = 'uploads';
/** Three chunks of an upload and a bit. */
const bytes = Buffer.alloc(25_300_000, 'a line of a training file\n');

describe('uploads to Cloud Storage', () => {
  let sandbox: RunningSandbox;
  let storage: CloudStorage;
  const never = new AbortController().signal;
  const name = objectName('train', bytes);

  before(async () => {
    sandbox = await startSandbox();
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection = { client: authClient, authClient, project: 'sandbox', region: 'europe-west4' };
    storage = cloudStorage(async () => ({ ...connection, origin: () => sandbox.url }));
    await storage.createBucket(bucket, never);
  });
  after(() => sandbox?.stop());

  const stored = async () => (await storage.browse(bucket, name.replace(/[^/]+$/, ''), never)).files;

  it('names an object by what it holds, with the ending that Vertex AI wants', () => {
    assert.match(name, /^tunewright\/[0-9a-f]{32}\/train\.jsonl$/);
    assert.equal(objectName('train.jsonl', bytes), name);
    assert.notEqual(objectName('train', Buffer.from('other')), name);
  });

  it('leaves nothing behind when it is cancelled midway', async () => {
    const abort = new AbortController();
    const onProgress = () => abort.abort();
    await assert.rejects(storage.upload({ bucket, name, bytes, onProgress }, abort.signal), {
      name: 'AbortError',
    });
    await new Promise((resolve) => setTimeout(resolve, 500)); // long enough for what is left to arrive
    assert.deepEqual(await stored(), []);
  });

  it('tells how far it is, and what arrives has the size that was sent', async () => {
    const sent: number[] = [];
    const uri = await storage.upload(
      { bucket, name, bytes, onProgress: ({ sentBytes }) => sent.push(sentBytes) },
      never,
    );
    assert.equal(uri, `gs://${bucket}/${name}`);
    assert.ok(sent.length >= 3, `progress was ${sent}`);
    assert.deepEqual(
      sent,
      sent.toSorted((a, b) => a - b),
    );
    const [object] = await stored();
    assert.deepEqual([object?.uri, object?.bytes], [uri, bytes.length]);
  });

  it('does not send again what is there', async () => {
    const [before] = await stored();
    const sent: number[] = [];
    await storage.upload({ bucket, name, bytes, onProgress: ({ sentBytes }) => sent.push(sentBytes) }, never);
    assert.deepEqual(sent, [bytes.length]);
    assert.equal((await stored())[0]?.updated, before?.updated);
  });

  it('names the bucket that is not there, and the file, with what to do', async () => {
    const absent =
      /^The bucket no-such-bucket doesn't exist\. .*\nGoogle says: The specified bucket does not exist\./;
    const upload = { bucket: 'no-such-bucket', name, bytes: Buffer.from('a\n'), onProgress() {} };
    const asked: (() => Promise<unknown>)[] = [
      () => storage.browse('no-such-bucket', '', never),
      () => storage.uploads('no-such-bucket', never),
      () => storage.upload(upload, never),
    ];
    for (const ask of asked) await assert.rejects(ask, { message: absent, kind: 'storageNotFound' });
    const lines = storage.lines(`gs://${bucket}/no such.jsonl`, never)[Symbol.asyncIterator]();
    await assert.rejects(lines.next(), {
      message: /^gs:\/\/uploads\/no such\.jsonl doesn't exist\. .* Check the URI, or upload the file again\./,
    });
  });

  it('says which buckets are far from where the tuning runs', async () => {
    const near = async () =>
      Object.fromEntries(
        (await storage.buckets(never)).map((one) => [one.name, isNear(one, 'europe-west4')]),
      );
    assert.equal((await near())[bucket], true);
    const client = await credentialsFromFile(sandbox.adc);
    for (const [other, location] of [
      ['far-away', 'US-CENTRAL1'],
      ['all-of-europe', 'EU'],
    ] as const)
      await client.request({
        method: 'POST',
        url: `${sandbox.url}/storage/v1/b?project=sandbox`,
        data: { name: other, location },
      });
    const found = await near();
    assert.deepEqual([found['far-away'], found['all-of-europe']], [false, true]);
  });
});
