import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { type Checker, readDescriptors } from './googleDescriptors';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

// Requests as Google's tutorials of 2024 sent them, byte for byte, and nothing between them and the socket but node:http.

const GEMINI = 'google.ai.generativelanguage.v1beta';
const VERTEX = 'google.cloud.aiplatform.v1';

describe('recorded exchanges', () => {
  let sandbox: RunningSandbox;
  let token: string;
  let gemini: Checker;
  let vertex: Checker;

  before(async () => {
    gemini = readDescriptors('@google-ai/generativelanguage');
    vertex = readDescriptors('@google-cloud/aiplatform');
    sandbox = await startSandbox({ pace: 1, admin: true });
    await sandbox.setFaults({ retiredBaseModels: true });
    token = await sandbox.token();
  });
  after(async () => {
    await sandbox?.stop();
    assert.equal(sandbox?.errors(), '');
  });

  function send(method: string, requestPath: string, body?: string): Promise<Reply> {
    const headers = {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${token}`,
      'x-goog-user-project': 'my-project',
    };
    return rawRequest(`${sandbox.url}${requestPath}`, method, headers, body);
  }

  /** The reply's body, which must be 200 and what the descriptors say. */
  async function ok(check: Checker, type: string, method: string, requestPath: string, body?: string) {
    const reply = await send(method, requestPath, body);
    assert.equal(reply.status, 200, reply.text);
    const json = JSON.parse(reply.text) as Record<string, never>;
    assert.deepEqual(check(type, json), []);
    return json as Record<string, unknown>;
  }

  it("walks the Gemini API's tutorial", async () => {
    assert.deepEqual(await ok(gemini, `${GEMINI}.ListTunedModelsResponse`, 'GET', '/v1beta/tunedModels'), {});

    const lines = (await readFile(path.resolve('test/fixtures/number_generator.jsonl'), 'utf8'))
      .trim()
      .split('\n');
    const body = `
      {
        "display_name": "number generator model",
        "base_model": "models/gemini-1.0-pro-001",
        "tuning_task": {
          "hyperparameters": {
            "batch_size": 2,
            "learning_rate": 0.001,
            "epoch_count":5,
          },
          "training_data": {
            "examples": {
              "examples": [
                ${lines.join(',\n')}
              ]
            }
          }
        }
      }`;
    const created = await ok(gemini, 'google.longrunning.Operation', 'POST', '/v1beta/tunedModels', body);
    const metadata = created.metadata as { totalSteps: number; tunedModel: string };
    assert.equal(metadata.totalSteps, 38);
    assert.match(metadata.tunedModel, /^tunedModels\/number-generator-model-[a-z0-9]{12}$/);
    assert.equal(created.done, undefined);

    const model = await ok(gemini, `${GEMINI}.TunedModel`, 'GET', `/v1beta/${metadata.tunedModel}`);
    assert.equal(model.state, 'CREATING');

    for (const version of ['v1', 'v1beta']) {
      const operation = await waitFor(
        () => ok(gemini, 'google.longrunning.Operation', 'GET', `/${version}/${created.name}`),
        (op) => op.done === true,
      );
      const { completedPercent, snapshots } = operation.metadata as {
        completedPercent: number;
        snapshots: { step: number; epoch: number; meanLoss: number }[];
      };
      assert.equal(completedPercent, 100);
      const last = snapshots.at(-1);
      assert.deepEqual([snapshots.length, last?.step, last?.epoch], [38, 38, 5]);
      assert.ok((last?.meanLoss ?? 9) < (snapshots[0]?.meanLoss ?? 0), 'it learned nothing');
    }

    const prompt = (text: string) =>
      ok(
        gemini,
        `${GEMINI}.GenerateContentResponse`,
        'POST',
        `/v1beta/${metadata.tunedModel}:generateContent`,
        `{"contents": [{"parts": [{"text": "${text}"}]}]}`,
      );
    // The recorded reply rates the answer and the prompt, in this order.
    const rated = ['SEXUALLY_EXPLICIT', 'HATE_SPEECH', 'HARASSMENT', 'DANGEROUS_CONTENT'].map((category) => ({
      category: `HARM_CATEGORY_${category}`,
      probability: 'NEGLIGIBLE',
    }));
    const { candidates, promptFeedback } = (await prompt('LXIII')) as unknown as {
      candidates: { safetyRatings: object[] }[];
      promptFeedback: object;
    };
    assert.deepEqual(candidates[0]?.safetyRatings, rated);
    assert.deepEqual(promptFeedback, { safetyRatings: rated });
    assert.equal(textOf(await prompt('3')), '4');
  });

  it("walks Vertex AI's tutorial", async () => {
    const parent = '/v1/projects/my-project/locations/us-central1';
    const created = await ok(
      vertex,
      `${VERTEX}.TuningJob`,
      'POST',
      `${parent}/tuningJobs`,
      `{
        "baseModel": "gemini-1.0-pro-002",
        "supervisedTuningSpec" : {
           "training_dataset_uri": "gs://cloud-samples-data/ai-platform/generative_ai/sft_train_data.jsonl",
           "validation_dataset_uri": "gs://cloud-samples-data/ai-platform/generative_ai/sft_validation_data.jsonl",
           "hyper_parameters": {
              "epoch_count": 4,
              "adapter_size": "ADAPTER_SIZE_FOUR",
              "learning_rate_multiplier": 1.0
           }
        },
        "tunedModelDisplayName": "tuned_gemini_pro"
      }`,
    );
    assert.equal(created.state, 'JOB_STATE_PENDING');
    const id = String(created.name).split('/').at(-1);

    const list = await ok(vertex, `${VERTEX}.ListTuningJobsResponse`, 'GET', `${parent}/tuningJobs`);
    assert.equal((list.tuningJobs as unknown[]).length, 1);

    const done = await waitFor(
      () => ok(vertex, `${VERTEX}.TuningJob`, 'GET', `${parent}/tuningJobs/${id}`),
      (job) => job.state === 'JOB_STATE_SUCCEEDED',
    );
    const { endpoint, checkpoints } = done.tunedModel as { endpoint: string; checkpoints: unknown[] };
    assert.equal(checkpoints.length, 4);

    const answer = await ok(
      vertex,
      `${VERTEX}.GenerateContentResponse`,
      'POST',
      `${parent}/endpoints/${endpoint.split('/').at(-1)}:generateContent`,
      `{
          "contents": [
              {
                  "role": "USER",
                  "parts": { "text" : "Why is sky blue?" }
              }
          ],
          "generation_config": {
              "temperature":0.2,
              "top_p": 0.95,
              "top_k": 40,
              "max_output_tokens": 256
          }
      }`,
    );
    assert.equal(typeof textOf(answer), 'string');

    const late = await send('POST', `${parent}/tuningJobs/${id}:cancel`);
    assert.equal(late.status, 400);
    assert.equal(
      (JSON.parse(late.text) as { error: { status: string } }).error.status,
      'FAILED_PRECONDITION',
    );
  });

  it('measures the six metrics, and shows them where Vertex AI keeps them', async () => {
    const [job] = (
      await ok(
        vertex,
        `${VERTEX}.ListTuningJobsResponse`,
        'GET',
        '/v1/projects/my-project/locations/us-central1/tuningJobs',
      )
    ).tuningJobs as { experiment: string }[];
    const context = await ok(vertex, `${VERTEX}.Context`, 'GET', `/v1/${job?.experiment}`);
    const board = (context.metadata as { backing_tensorboard_resource: string }).backing_tensorboard_resource;
    const first = async (type: string, list: string, parent: string) => {
      const reply = await ok(vertex, `${VERTEX}.${type}`, 'GET', `/v1/${parent}/${list}`);
      return Object.values(reply)[0] as { name: string; displayName: string }[];
    };
    const experiments = await first('ListTensorboardExperimentsResponse', 'experiments', board);
    const experiment = experiments.find(({ name }) => name.endsWith(String(context.displayName)));
    const [run] = await first('ListTensorboardRunsResponse', 'runs', experiment?.name ?? '');
    const series = await first('ListTensorboardTimeSeriesResponse', 'timeSeries', run?.name ?? '');
    assert.deepEqual(
      series.map(({ displayName }) => displayName),
      [
        '/train_total_loss',
        '/train_fraction_of_correct_next_step_preds',
        '/train_num_predictions',
        '/eval_total_loss',
        '/eval_fraction_of_correct_next_step_preds',
        '/eval_num_predictions',
      ],
    );
    const query = new URLSearchParams(series.map(({ name }): [string, string] => ['timeSeries', name]));
    const all = await ok(
      vertex,
      `${VERTEX}.BatchReadTensorboardTimeSeriesDataResponse`,
      'GET',
      `/v1/${board}:batchRead?${query}`,
    );
    const points = (all.timeSeriesData as { values: { step: string; scalar: { value: number } }[] }[]).map(
      ({ values }) => values,
    );
    assert.equal(points[0]?.at(-1)?.step, '24');
    assert.ok(points.every((values) => values.length > 0));
    const [loss = []] = points;
    assert.ok((loss.at(-1)?.scalar.value ?? 9) < (loss[0]?.scalar.value ?? 0));
    await ok(vertex, `${VERTEX}.ReadTensorboardTimeSeriesDataResponse`, 'GET', `/v1/${series[0]?.name}:read`);
  });

  it('cancels with an empty body', async () => {
    const parent = '/v1/projects/my-project/locations/europe-west4';
    const body =
      '{"baseModel": "gemini-1.0-pro-002", "supervisedTuningSpec" : {"training_dataset_uri": ' +
      '"gs://cloud-samples-data/ai-platform/generative_ai/sft_train_data.jsonl"}}';
    const { name } = await ok(vertex, `${VERTEX}.TuningJob`, 'POST', `${parent}/tuningJobs`, body);
    const cancelled = await send('POST', `/v1/${name}:cancel`, '');
    assert.deepEqual([cancelled.status, JSON.parse(cancelled.text)], [200, {}]);
    const cancelling = await ok(vertex, `${VERTEX}.TuningJob`, 'GET', `/v1/${name}`);
    assert.match(String(cancelling.state), /^JOB_STATE_CANCELL(ING|ED)$/);
    await waitFor(
      () => ok(vertex, `${VERTEX}.TuningJob`, 'GET', `/v1/${name}`),
      (job) => job.state === 'JOB_STATE_CANCELLED',
    );
  });
});

interface Reply {
  readonly status: number;
  readonly text: string;
}

function rawRequest(url: string, method: string, headers: Record<string, string>, body = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      method,
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.end(body);
  });
}

function textOf(reply: Record<string, unknown>): string | undefined {
  const [candidate] = reply.candidates as { content: { parts: { text: string }[] } }[];
  return candidate?.content.parts[0]?.text;
}
