import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TuningService, UploadProgress } from '../../src/tuning/contract/service';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { type CloudStorage, cloudStorage } from '../../src/tuning/google/storage/cloudStorage';
import { isNear } from '../../src/tuning/google/storage/trainingStorage';
import { objectName } from '../../src/tuning/google/storage/upload';
import { diskFile } from '../../src/tuning/launch/onDisk/trainingBytes';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const bucket = 'uploads';
/** Three chunks of an upload and a bit. */
const bytes = Buffer.alloc(25_300_000, 'a line of a training file\n');

describe('uploads to Cloud Storage', () => {
  let sandbox: RunningSandbox;
  let storage: CloudStorage;
  let services: readonly TuningService[];
  const never = new AbortController().signal;
  const name = objectName('train', bytes);

  before(async () => {
    sandbox = await startSandbox();
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection = { client: authClient, authClient, project: 'sandbox', region: 'europe-west4' };
    const connect = async () => ({ ...connection, origin: () => sandbox.url });
    storage = cloudStorage(connect);
    services = tuningServices(connect);
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

  it('launches a file of 60 MB from disk, in pieces, once, and only as it was checked', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-large-'));
    try {
      const file = path.join(folder, 'large.jsonl');
      const said = (role: string, text: string) => ({ role, parts: [{ text }] });
      const filler = 'So many words that a file of them is large. '.repeat(300);
      const row = (at: number) =>
        `${JSON.stringify({ contents: [said('user', `${at} ${filler}`), said('model', `Answer ${at}`)] })}\n`;
      await writeFile(file, Array.from({ length: 4700 }, (_, at) => row(at)).join(''));
      const dataset = await diskFile(file, 'large.jsonl');
      assert.ok(dataset.size > 60e6, `${dataset.size} bytes`);
      const [service] = services.filter(({ id }) => id === 'vertexAi');
      assert.ok(service);
      const spec = { service: 'vertexAi', baseModel: 'gemini-2.5-flash', displayName: 'Large', bucket };
      const prepare = (onProgress: (progress: UploadProgress) => void) =>
        service.prepare({ spec: { ...spec, hyperparameters: {} }, id: 'large1', dataset, onProgress }, never);
      await appendFile(file, row(4700));
      await assert.rejects(
        prepare(() => {}),
        { message: 'large.jsonl was changed while it was read. Try again.' },
      );
      await truncate(file, dataset.size);
      const uri = `gs://${bucket}/tunewright/${dataset.sha256.slice(0, 32)}/large.jsonl`;
      assert.equal(await storage.stat(uri, never), undefined); // nothing of the file that was changed
      const sent: number[] = [];
      const prepared = await prepare(({ sentBytes }) => sent.push(sentBytes));
      assert.equal(prepared.datasetUri, uri);
      assert.ok(sent.length >= 5, `progress was ${sent}`);
      const stored = await storage.read(uri, 1e9, never);
      assert.ok(stored);
      assert.equal(createHash('sha256').update(stored).digest('hex'), dataset.sha256);
      const again: number[] = [];
      await prepare(({ sentBytes }) => again.push(sentBytes));
      assert.deepEqual(again, [dataset.size]); // not sent again
      const job = await service.create(prepared, never);
      await service.cancel(job, never);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('asks for a bucket before a file is sent, whether it is held as a text or read from disk', async () => {
    const [service] = services.filter(({ id }) => id === 'vertexAi');
    assert.ok(service);
    const spec = { service: 'vertexAi', baseModel: 'gemini-2.5-flash', displayName: 'No bucket' };
    const files = [
      { kind: 'local', name: 'a.jsonl', text: '{}\n' },
      { kind: 'disk', name: 'a.jsonl', path: '/nowhere/a.jsonl', size: 60e6, sha256: 'a'.repeat(64) },
    ] as const;
    for (const dataset of files)
      await assert.rejects(
        service.prepare(
          { spec: { ...spec, hyperparameters: {} }, id: 'none1', dataset, onProgress() {} },
          never,
        ),
        { reason: 'NO_BUCKET' },
        dataset.kind,
      );
  });

  it('reads no further ahead than Cloud Storage takes, so that a file of any size is sent in flat memory', async () => {
    const length = 120 << 20;
    let read = 0;
    let sent = 0;
    let ahead = 0;
    const bytes = {
      length,
      async *pieces() {
        for (; read < length; read += 1 << 20) {
          ahead = Math.max(ahead, read - sent);
          yield Buffer.alloc(1 << 20, 'x');
        }
      },
    };
    const onProgress = ({ sentBytes }: UploadProgress) => {
      sent = sentBytes;
    };
    await storage.upload({ bucket, name: 'any-size.jsonl', bytes, onProgress }, never);
    assert.equal(sent, length);
    assert.ok(ahead <= 32 << 20, `${ahead} bytes`);
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
