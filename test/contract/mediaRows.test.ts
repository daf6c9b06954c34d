// Files of rows with pictures, video and calls, tuned on in the sandbox: what Google documents trains and loses no row,
// and what Google refuses is not trained on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { publishedRows } from './publishedRows';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

interface Job {
  readonly name: string;
  readonly state: string;
  readonly error?: { readonly message: string };
  readonly tuningDataStats?: {
    readonly supervisedTuningDataStats: {
      readonly tuningDatasetExampleCount: string;
      readonly droppedExampleReasons?: readonly string[];
      readonly truncatedExampleIndices?: readonly string[];
    };
  };
}

const CASES = 'test/fixtures/cases';
const linesOf = (file: string) => readFileSync(`${CASES}/${file}`, 'utf8').trimEnd().split('\n');

describe('rows with files, tuned on in the sandbox', function () {
  this.timeout(60_000);
  let sandbox: RunningSandbox;
  before(async () => {
    sandbox = await startSandbox({ pace: 0.3 });
    for (const name of ['bakery', 'rows']) await send('/storage/v1/b?project=p', JSON.stringify({ name }));
  });
  after(() => sandbox?.stop());

  async function send<T>(address: string, body?: string): Promise<T> {
    const Authorization = `Bearer ${await sandbox.token()}`;
    const reply = await fetch(sandbox.url + address, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
    assert.ok(reply.ok, `${address}: ${reply.status}`);
    return (await reply.json()) as T;
  }

  const upload = (bucket: string, name: string, text: string) =>
    send(`/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}`, text);

  /** Trains on rows, whose files of the bucket are put there first. */
  async function tune(name: string, rows: readonly string[], baseModel: string): Promise<Job> {
    const text = `${rows.join('\n')}\n`;
    for (const [, object = ''] of text.matchAll(/"gs:\/\/bakery\/([^"]+)"/g))
      await upload('bakery', object, 'x');
    await upload('rows', name, text);
    const spec = { trainingDatasetUri: `gs://rows/${name}`, hyperParameters: { epochCount: '1' } };
    const started = await send<Job>(
      '/v1/projects/p/locations/us-central1/tuningJobs',
      JSON.stringify({ baseModel, supervisedTuningSpec: spec }),
    );
    return waitFor(
      () => send<Job>(`/v1/${started.name}`),
      ({ state }) => ['JOB_STATE_SUCCEEDED', 'JOB_STATE_FAILED'].includes(state),
    );
  }

  for (const file of [
    'newer-media-fields/https.jsonl',
    'newer-media-fields/parts.jsonl',
    'newer-media-fields/thinking.jsonl',
    'newer-media-fields/video.jsonl',
    'function-response-without-role/train.jsonl',
    'vertex-tool-schemas/train.jsonl',
  ])
    it(`${file} succeeds and loses no row`, async () => {
      const lines = linesOf(file);
      const job = await tune(file.replace('/', '-'), lines, 'gemini-3.5-flash');
      assert.equal(job.state, 'JOB_STATE_SUCCEEDED', job.error?.message);
      const stats = job.tuningDataStats?.supervisedTuningDataStats;
      assert.deepEqual(stats?.droppedExampleReasons ?? [], []);
      assert.equal(stats?.tuningDatasetExampleCount, String(lines.length));
    });

  it("every shape of Google's pages succeeds and loses no row", async () => {
    // One resolution for the whole file.
    const low = { generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } };
    const rows = Object.values(publishedRows).map((row) => JSON.stringify({ ...row, ...low }));
    const job = await tune('published.jsonl', rows, 'gemini-3.5-flash');
    assert.equal(job.state, 'JOB_STATE_SUCCEEDED', job.error?.message);
    assert.deepEqual(job.tuningDataStats?.supervisedTuningDataStats.droppedExampleReasons ?? [], []);
  });

  it('too many files: those rows are dropped, the others trained on', async () => {
    const lines = linesOf('media-limits/counts.jsonl').filter((line) => !line.includes('video/mp4'));
    const job = await tune('counts.jsonl', lines, 'gemini-2.5-flash');
    assert.equal(job.state, 'JOB_STATE_SUCCEEDED', job.error?.message);
    const stats = job.tuningDataStats?.supervisedTuningDataStats;
    assert.equal(stats?.tuningDatasetExampleCount, '1');
    assert.deepEqual(stats?.droppedExampleReasons, [
      'The example has 31 image files. The maximum is 30.',
      'The example has 5 document files. The maximum is 4.',
      'The example has 2 audio files. The maximum is 1.',
    ]);
  });

  it('more than a tenth of the rows dropped for their videos: the job fails', async () => {
    const job = await tune('videos.jsonl', linesOf('media-limits/counts.jsonl'), 'gemini-2.5-flash');
    assert.equal(job.state, 'JOB_STATE_FAILED');
    assert.match(job.error?.message ?? '', /More than 10% of the examples were dropped, 1 of 5\. Row 4:/);
  });

  it('wrong addresses, types and sides: none is trained on', async () => {
    const job = await tune('wrong.jsonl', linesOf('media-limits/wrong.jsonl'), 'gemini-2.5-flash');
    // An address that could be right, and a type that is not the file's, are Google's to judge.
    assert.deepEqual(
      [job.state, job.tuningDataStats?.supervisedTuningDataStats.tuningDatasetExampleCount],
      ['JOB_STATE_SUCCEEDED', '1'],
    );
    assert.deepEqual(job.tuningDataStats?.supervisedTuningDataStats.truncatedExampleIndices, [
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '9',
    ]);
  });

  it('different resolutions are not mixed', async () => {
    const job = await tune('mixed.jsonl', linesOf('media-limits/mixed-resolution.jsonl'), 'gemini-2.5-flash');
    assert.equal(job.state, 'JOB_STATE_FAILED');
    assert.match(
      job.error?.message ?? '',
      /same media_resolution\. Found MEDIA_RESOLUTION_LOW, MEDIA_RESOLUTION_MEDIUM/,
    );
  });
});
