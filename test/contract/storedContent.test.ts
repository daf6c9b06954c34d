import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type File, Storage } from '@google-cloud/storage';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { type CloudStorage, cloudStorage } from '../../src/tuning/google/storage/cloudStorage';
import { ObjectChanged } from '../../src/tuning/google/storage/storedContent';
import type { ByteRange, StoredFile } from '../../src/tuning/google/storage/trainingStorage';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const never = new AbortController().signal;
const bucket = 'stored';
/** More than one chunk of an upload. */
const large = randomBytes(9_000_017);

/** Versions of objects: what is read, and what is replaced, is the one that was meant. */
describe('versions of objects in Cloud Storage', () => {
  let sandbox: RunningSandbox;
  let storage: CloudStorage;
  /** Google's own client, which the sandbox must satisfy. */
  let google: Storage;

  before(async () => {
    sandbox = await startSandbox({ admin: true });
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection = { client: authClient, authClient, project: 'p', region: 'us-central1' };
    storage = cloudStorage(async () => ({ ...connection, origin: () => sandbox.url }));
    google = new Storage({
      projectId: 'p',
      apiEndpoint: sandbox.url,
      authClient: authClient as never,
      useAuthWithCustomEndpoint: true,
    });
    await storage.createBucket(bucket, never);
  });
  beforeEach(() => sandbox.setFaults({}));
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  const fileOf = (name: string): File => google.bucket(bucket).file(name);
  const put = (name: string, content: Buffer | string, more: object = {}) =>
    fileOf(name).save(content, { resumable: false, ...more });
  const stat = async (name: string): Promise<StoredFile> => {
    const found = await storage.stat(`gs://${bucket}/${name}`, never);
    assert.ok(found);
    return found;
  };
  const read = async (file: StoredFile, range?: ByteRange, signal = never) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of storage.content(file, range, signal)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  const bytesOf = (text: string) => ({
    length: Buffer.byteLength(text),
    async *pieces() {
      yield Buffer.from(text);
    },
  });
  const replace = (uri: string, generation: string, text: string, signal = never) =>
    storage.replace({ uri, generation, bytes: bytesOf(text), onProgress: () => {} }, signal);

  it("are served to Google's client: ranges, checksums, versions and what is stored compressed", async () => {
    await put('google.jsonl', 'one\ntwo\nthree\n', { contentType: 'application/jsonl' });
    const file = fileOf('google.jsonl');
    const [metadata] = await file.getMetadata();
    const part = async (start: number | undefined, end: number) => {
      const pieces: Buffer[] = [];
      const range = start === undefined ? { end } : { start, end };
      for await (const piece of file.createReadStream(range)) pieces.push(piece as Buffer);
      return Buffer.concat(pieces).toString();
    };
    assert.equal(await part(4, 6), 'two');
    assert.equal(await part(4, 1_000), 'two\nthree\n');
    assert.equal(await part(undefined, -6), 'three\n');
    await assert.rejects(part(14, 20), { code: 416 });
    assert.equal(String((await file.download({ validation: 'crc32c' }))[0]), 'one\ntwo\nthree\n');

    const old = google.bucket(bucket).file('google.jsonl', { generation: Number(metadata.generation) });
    const preconditionOpts = { ifGenerationMatch: Number(metadata.generation) };
    await put('google.jsonl', 'changed', { preconditionOpts });
    await assert.rejects(put('google.jsonl', 'again', { preconditionOpts }), { code: 412 });
    await assert.rejects(old.download(), { code: 404 });

    await put('zipped.jsonl', 'one\ntwo\n', { gzip: true, contentType: 'application/jsonl' });
    const zipped = fileOf('zipped.jsonl');
    assert.equal((await zipped.getMetadata())[0].contentEncoding, 'gzip');
    assert.equal(String((await zipped.download())[0]), 'one\ntwo\n');
    const [raw] = await zipped.download({ decompress: false });
    assert.equal(Number((await zipped.getMetadata())[0].size), raw.length);
    // Who takes no gzip gets the whole uncompressed, whatever range was asked for.
    const headers = { authorization: `Bearer ${await sandbox.token()}`, 'accept-encoding': 'identity' };
    const address = `${sandbox.url}/storage/v1/b/${bucket}/o/zipped.jsonl?alt=media`;
    const plain = await fetch(address, { headers: { ...headers, range: 'bytes=0-2' } });
    assert.deepEqual([plain.status, await plain.text()], [200, 'one\ntwo\n']);
    assert.equal(plain.headers.get('x-goog-stored-content-encoding'), 'gzip');
  });

  it('answer what is no range with the whole, and one behind the end with the size', async () => {
    await put('short.jsonl', 'abc');
    const get = (range: string) =>
      sandbox.token().then((token) =>
        fetch(`${sandbox.url}/storage/v1/b/${bucket}/o/short.jsonl?alt=media`, {
          headers: { authorization: `Bearer ${token}`, range },
        }),
      );
    for (const range of ['bytes=2-1', 'bytes=a-', 'lines=0-1', 'bytes=0-0,2-2']) {
      const reply = await get(range);
      assert.deepEqual([range, reply.status, await reply.text()], [range, 200, 'abc']);
    }
    const behind = await get('bytes=3-');
    assert.deepEqual([behind.status, behind.headers.get('content-range')], [416, 'bytes */3']);
  });

  it('are read whole and in part, with any name, also empty ones', async () => {
    for (const name of ['large ü.jsonl', 'd/a#b?.jsonl']) {
      await put(name, large);
      const file = await stat(name);
      assert.equal(file.bytes, large.length);
      assert.ok((await read(file)).equals(large));
      assert.ok((await read(file, { from: 5, to: 70_000 })).equals(large.subarray(5, 70_000)));
    }
    await put('empty.jsonl', '');
    assert.equal((await read(await stat('empty.jsonl'))).length, 0);
  });

  it('are read on where the connection broke, and are whole then', async () => {
    await put('broken.jsonl', large);
    const file = await stat('broken.jsonl');
    const cut = { rpc: 'storage', path: 'alt=media', fault: { kind: 'cutStream', after: 40 } };
    await sandbox.setFaults({ rules: [{ ...cut, nth: [1, 2] }] });
    assert.ok((await read(file)).equals(large));
    const downloads = (await sandbox.calls()).filter(({ path }) => path.includes('alt=media'));
    assert.equal(downloads.length, 3);
  });

  it('end with a plain error where the connection breaks again and again', async () => {
    await put('dead.jsonl', large);
    const file = await stat('dead.jsonl');
    const cut = { rpc: 'storage', path: 'alt=media', fault: { kind: 'cutStream', after: 0 } };
    await sandbox.setFaults({ rules: [cut] });
    await assert.rejects(read(file), { kind: 'unreachable' });
  });

  it('are refused where they were replaced, before and in the middle of a reading', async () => {
    await put('moved.jsonl', large);
    const file = await stat('moved.jsonl');
    const cut = { rpc: 'storage', path: 'alt=media', nth: [1], fault: { kind: 'cutStream', after: 40 } };
    await sandbox.setFaults({ rules: [cut] });
    let isReplaced = false;
    const reading = (async () => {
      let bytes = 0;
      for await (const piece of storage.content(file, undefined, never)) {
        bytes += piece.length;
        if (!isReplaced) await put('moved.jsonl', 'another');
        isReplaced = true;
      }
      return bytes;
    })();
    const gone = {
      kind: 'storageNotFound',
      message: /This version of gs:\/\/stored\/moved\.jsonl doesn't exist/,
    };
    await assert.rejects(reading, gone);
    await assert.rejects(read(file, { from: 0, to: 10 }), gone);
  });

  it('are refused with the reason, where they are compressed, forbidden, or a proxy answers', async () => {
    await put('gz.jsonl', gzipSync('{}'), { metadata: { contentEncoding: 'gzip' } });
    await assert.rejects(read(await stat('gz.jsonl')), {
      reason: 'COMPRESSED',
      message: /Content-Encoding: gzip/,
    });
    await put('secret.jsonl', 'abc');
    const file = await stat('secret.jsonl');
    const permission = 'storage.objects.get';
    const denied = { rpc: 'storage', fault: { kind: 'error', error: 'IAM_PERMISSION_DENIED', permission } };
    await sandbox.setFaults({ rules: [denied] });
    await assert.rejects(read(file), {
      kind: 'noPermission',
      message: /storage\.objects\.get on the bucket stored/,
    });
    await sandbox.setFaults({
      rules: [{ rpc: 'storage', path: 'alt=media', fault: { kind: 'html', status: 200 } }],
    });
    await assert.rejects(read(file), { kind: 'proxy' });
  });

  it('are read no further when the user cancels', async () => {
    await put('long.jsonl', large);
    const file = await stat('long.jsonl');
    const abort = new AbortController();
    let seen = 0;
    const reading = (async () => {
      for await (const piece of storage.content(file, undefined, abort.signal)) {
        seen += piece.length;
        abort.abort();
      }
    })();
    await assert.rejects(reading, { name: 'AbortError' });
    assert.ok(seen < large.length, `${seen} bytes`);
  });

  it('are replaced only where the one that was meant is there, and keep what was set on them', async () => {
    const custom = { contentType: 'text/plain', cacheControl: 'no-store', metadata: { team: 'a' } };
    await put('back.jsonl', 'first', { metadata: custom });
    const uri = `gs://${bucket}/back.jsonl`;
    const first = await stat('back.jsonl');
    const second = await replace(uri, first.generation, 'second');
    assert.equal(String(await read(second)), 'second');
    const [{ contentType, cacheControl, metadata }] = await fileOf('back.jsonl').getMetadata();
    assert.deepEqual({ contentType, cacheControl, metadata }, custom);
    assert.deepEqual(await stat('back.jsonl'), second);

    await assert.rejects(replace(uri, first.generation, 'third'), (error) => {
      assert.ok(error instanceof ObjectChanged);
      assert.deepEqual(error.now, second);
      return true;
    });
    assert.equal(String(await read(second)), 'second');
    await fileOf('back.jsonl').delete();
    await assert.rejects(replace(uri, second.generation, 'third'), { name: 'ObjectChanged', now: undefined });
    const third = await replace(uri, '0', 'third');
    assert.equal(third.contentType, 'application/jsonl');
  });

  it('are not replaced when another version comes while the upload is under way', async () => {
    await put('race.jsonl', 'first');
    const first = await stat('race.jsonl');
    const half = large.length >> 1;
    let readings = 0;
    const bytes = {
      length: large.length,
      async *pieces() {
        readings++;
        yield large.subarray(0, half);
        if (readings === 2) await put('race.jsonl', 'by another'); // the first is for the checksum
        yield large.subarray(half);
      },
    };
    const replaced = storage.replace(
      { uri: first.uri, generation: first.generation, bytes, onProgress() {} },
      never,
    );
    await assert.rejects(replaced, { name: 'ObjectChanged' });
    assert.equal(String(await read(await stat('race.jsonl'))), 'by another');
  });

  it('are as they were when an upload is canceled, or would arrive damaged', async () => {
    await put('kept.jsonl', 'first');
    const first = await stat('kept.jsonl');
    const abort = new AbortController();
    const bytes = {
      length: large.length,
      async *pieces() {
        yield large;
      },
    };
    const replacement = { uri: first.uri, generation: first.generation, bytes };
    await assert.rejects(storage.replace({ ...replacement, onProgress: () => abort.abort() }, abort.signal), {
      name: 'AbortError',
    });
    let times = 0;
    const changing = {
      length: 5,
      async *pieces() {
        yield Buffer.from(times++ === 0 ? 'whole' : 'other');
      },
    };
    await assert.rejects(
      storage.replace({ ...replacement, bytes: changing, onProgress: () => {} }, never),
      /CRC32C/,
    );
    assert.deepEqual(await stat('kept.jsonl'), first);
  });
});
