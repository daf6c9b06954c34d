// What is converted to Vertex AI's format trains: Google's reading of a row is the sandbox's, not ours.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { convert, linesOf } from '../../src/dataset/editing/convert';
import { findFormat } from '../../src/dataset/formats/index';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const files = [
  { file: 'legacy-function-call/train.jsonl', from: 'openaiChat' },
  { file: 'openai-tools/train.jsonl', from: 'openaiChat' },
  { file: 'big-integers/chat.jsonl', from: 'openaiChat' },
] as const;

interface Job {
  readonly name: string;
  readonly state: string;
  readonly error?: { readonly message: string };
}

describe('converted files, tuned on in the sandbox', function () {
  this.timeout(60_000);
  let sandbox: RunningSandbox;
  before(async () => {
    sandbox = await startSandbox({ pace: 0.3 });
    await send('/storage/v1/b?project=p', JSON.stringify({ name: 'bucket' }));
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

  for (const { file, from } of files) {
    it(`${file} succeeds`, async () => {
      const [source, target] = [findFormat(from), findFormat('vertexContents')];
      assert.ok(source && target);
      const lines = readFileSync(`test/fixtures/cases/${file}`, 'utf8').split('\n');
      const converted = linesOf(convert(lines, source, target), false);
      const rows = Array.from({ length: 12 }, () => converted).flat();
      const name = file.replaceAll('/', '-');
      await send(`/upload/storage/v1/b/bucket/o?uploadType=media&name=${name}`, `${rows.join('\n')}\n`);
      const spec = { trainingDatasetUri: `gs://bucket/${name}` };
      const started = await send<Job>(
        '/v1/projects/p/locations/us-central1/tuningJobs',
        JSON.stringify({ baseModel: 'gemini-3.5-flash', supervisedTuningSpec: spec }),
      );
      const ended = await waitFor(
        () => send<Job>(`/v1/${started.name}`),
        ({ state }) => ['JOB_STATE_SUCCEEDED', 'JOB_STATE_FAILED'].includes(state),
      );
      assert.equal(ended.state, 'JOB_STATE_SUCCEEDED', ended.error?.message);
    });
  }
});
