import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const UNIT = 256 * 1024;

describe("the sandbox's Cloud Storage", () => {
  let sandbox: RunningSandbox;
  let dataDir: string;
  let Authorization: string;

  before(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tunewright-storage-'));
    sandbox = await startSandbox({ dataDir });
    Authorization = `Bearer ${await sandbox.token()}`;
    assert.equal(
      (await send('POST', '/storage/v1/b?project=p', '{"name":"bucket","location":"europe-west4"}')).status,
      200,
    );
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  function send(
    method: string,
    address: string,
    body?: string | Buffer,
    headers: Record<string, string> = {},
  ) {
    const url = new URL(address, sandbox.url);
    const content = body === undefined ? {} : { body: new Uint8Array(Buffer.from(body)) };
    return fetch(url, { method, headers: { Authorization, ...headers }, ...content, redirect: 'manual' });
  }

  async function begin(name: string, more = ''): Promise<string> {
    const address = `/upload/storage/v1/b/bucket/o?uploadType=resumable&name=${name}${more}`;
    const reply = await send('POST', address, '{}', { 'x-upload-content-type': 'application/jsonl' });
    assert.equal(reply.status, 200);
    return reply.headers.get('location') ?? '';
  }

  it('takes an upload on where it was cut, also after a crash, and asks for no credential then', async () => {
    const content = randomBytes(3 * UNIT + 17);
    const session = await begin('cut.jsonl');
    assert.match(session, /^http:\/\/127\.0\.0\.1:\d+\/upload\/storage/);
    const put = (url: string, range: string, body: Buffer = Buffer.alloc(0)) =>
      fetch(url, { method: 'PUT', headers: { 'content-range': range }, body: new Uint8Array(body) });

    const nothing = await put(session, 'bytes */*');
    assert.deepEqual([nothing.status, nothing.headers.get('range')], [308, null]);
    const first = await put(session, `bytes 0-${UNIT - 1}/*`, content.subarray(0, UNIT));
    assert.deepEqual([first.status, first.headers.get('range')], [308, `bytes=0-${UNIT - 1}`]);

    // The second chunk breaks off in the middle.
    const cut = http.request(session, {
      method: 'PUT',
      headers: { 'content-range': `bytes ${UNIT}-${2 * UNIT - 1}/*`, 'content-length': UNIT },
    });
    cut.on('error', () => {});
    cut.write(content.subarray(UNIT, UNIT + 1000), () => cut.destroy());
    await new Promise((resolve) => cut.on('close', resolve));
    await waitFor(
      async () => (await put(session, 'bytes */*')).headers.get('range'),
      (range) => range === `bytes=0-${UNIT + 999}`,
    );

    await sandbox.kill();
    sandbox = await startSandbox({ dataDir });
    const moved = session.replace(/^http:\/\/[^/]+/, sandbox.url);
    const gap = await put(
      moved,
      `bytes ${2 * UNIT}-${content.length - 1}/${content.length}`,
      content.subarray(2 * UNIT),
    );
    assert.equal(gap.status, 400);
    const done = await put(
      moved,
      `bytes ${UNIT}-${content.length - 1}/${content.length}`,
      content.subarray(UNIT),
    );
    const object = (await done.json()) as { size: string; md5Hash: string; contentType: string };
    assert.deepEqual(object.size, String(content.length));
    assert.equal(object.md5Hash, createHash('md5').update(content).digest('base64'));
    assert.equal(object.contentType, 'application/jsonl');
    assert.equal((await put(moved, 'bytes */*')).status, 200);

    const range = await send('GET', '/storage/v1/b/bucket/o/cut.jsonl?alt=media', undefined, {
      range: `bytes=${UNIT}-`,
    });
    assert.deepEqual(
      [range.status, range.headers.get('content-range')],
      [206, `bytes ${UNIT}-${content.length - 1}/${content.length}`],
    );
    assert.ok(Buffer.from(await range.arrayBuffer()).equals(content.subarray(UNIT)));
  });

  it('takes the uploads of the gcloud command line', async () => {
    const body =
      '--===1==\nContent-Type: application/json\n\n{"name": "cli.jsonl"}\n--===1==\nContent-Type: text/plain\n\nline\n\n--===1==--';
    const multipart = await send('POST', '/upload/storage/v1/b/bucket/o?uploadType=multipart', body, {
      'content-type': "multipart/related; boundary='===1=='",
    });
    assert.equal(multipart.status, 200);
    const address = '/resumable/upload/storage/v1/b/bucket/o?uploadType=resumable&name=cli2.jsonl';
    const started = await send('POST', address, '{}', { 'x-upload-content-length': '4' });
    assert.equal((await send('PUT', started.headers.get('location') ?? '', 'abcd')).status, 200);
    const text = await (await send('GET', '/download/storage/v1/b/bucket/o/cli.jsonl?alt=media')).text();
    assert.equal(text, 'line\n');
  });

  it('refuses wrong checksums, lost races and bytes that do not fit', async () => {
    const body = '--b\r\n\r\n{"name":"sum","crc32c":"AAAAAA=="}\r\n--b\r\n\r\nabc\r\n--b--';
    const type = { 'content-type': 'multipart/related; boundary=b' };
    const wrong = await send('POST', '/upload/storage/v1/b/bucket/o?uploadType=multipart', body, type);
    assert.equal(wrong.status, 400);
    assert.match(await wrong.text(), /doesn't match calculated CRC32C/);
    assert.equal((await send('GET', '/storage/v1/b/bucket/o/sum')).status, 404);

    const media = '/upload/storage/v1/b/bucket/o?uploadType=media&name=race&ifGenerationMatch=0';
    assert.equal((await send('POST', media, 'a')).status, 200);
    const lost = await send('POST', media, 'b');
    assert.deepEqual(
      [
        lost.status,
        ((await lost.json()) as { error: { errors: { reason: string }[] } }).error.errors[0]?.reason,
      ],
      [412, 'conditionNotMet'],
    );

    const session = await begin('odd');
    const odd = await send('PUT', session, 'abc', { 'content-range': 'bytes 0-2/*' });
    assert.equal(odd.status, 400, 'a chunk that is no multiple of 256 KiB');
    assert.equal((await send('DELETE', session)).status, 499);
    assert.equal((await send('PUT', session, '', { 'content-range': 'bytes */*' })).status, 404);
  });

  it("keeps buckets of one name apart by project, and others' hands off public data", async () => {
    assert.equal((await send('POST', '/storage/v1/b?project=other', '{"name":"bucket"}')).status, 409);
    assert.equal((await send('POST', '/storage/v1/b?project=p', '{"name":"No"}')).status, 400);
    const bucket = (await (await send('GET', '/storage/v1/b/bucket')).json()) as { location: string };
    assert.equal(bucket.location, 'EUROPE-WEST4');
    const other = (await (await send('GET', '/storage/v1/b?project=other')).json()) as { items?: unknown[] };
    assert.equal(other.items?.length ?? 0, 0);
    const intruder = '/upload/storage/v1/b/cloud-samples-data/o?uploadType=media&name=x';
    assert.equal((await send('POST', intruder, 'x')).status, 403);
    for (const address of ['/storage/v1/b/bucket/o', '/storage/v1/b/bucket/o?upload_id=x']) {
      assert.equal((await fetch(sandbox.url + address)).status, 401);
    }
    const stranger = await fetch(`${sandbox.url}/upload/storage/v1/b/bucket/o?upload_id=x`, {
      method: 'PUT',
    });
    assert.equal(stranger.status, 404);
  });

  it('lists by pages and folders', async () => {
    for (const name of ['list/a', 'list/b/1', 'list/b/2', 'list/c']) {
      await send(
        'POST',
        `/upload/storage/v1/b/bucket/o?uploadType=media&name=${encodeURIComponent(name)}`,
        'x',
      );
    }
    const list = async (query: string) =>
      (await (await send('GET', `/storage/v1/b/bucket/o?prefix=list/&${query}`)).json()) as {
        items?: { name: string }[];
        prefixes?: string[];
        nextPageToken?: string;
      };
    const folders = await list('delimiter=/');
    assert.deepEqual(
      [folders.items?.map(({ name }) => name), folders.prefixes],
      [['list/a', 'list/c'], ['list/b/']],
    );
    const seen: string[] = [];
    let token: string | undefined = '';
    while (token !== undefined) {
      const page = await list(`maxResults=1&pageToken=${token}`);
      seen.push(...(page.items ?? []).map(({ name }) => name));
      token = page.nextPageToken;
    }
    assert.deepEqual(seen, ['list/a', 'list/b/1', 'list/b/2', 'list/c']);
  });
});
