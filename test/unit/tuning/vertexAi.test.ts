import assert from 'node:assert/strict';
import { PassThroughClient } from 'google-auth-library';
import type { Connection } from '../../../src/tuning/contract/connection';
import type { TunedModel } from '../../../src/tuning/contract/job';
import { deleteTunedModel } from '../../../src/tuning/services/vertexAi/deleteModel';
import { toJob } from '../../../src/tuning/services/vertexAi/mapping';
import { MetricReader } from '../../../src/tuning/services/vertexAi/metrics';
import { createRequest } from '../../../src/tuning/services/vertexAi/request';

const at = 'projects/p/locations/us-central1';

describe('Vertex AI', () => {
  it('reads the detailed state and the epochs that are over, when the service tells them', () => {
    const job = toJob({
      name: `${at}/tuningJobs/1`,
      state: 'JOB_STATE_RUNNING',
      tuningJobState: 'TUNING_JOB_STATE_WAITING_FOR_CAPACITY',
      supervisedTuningSpec: { hyperParameters: { epochCount: '4' } },
      tuningJobMetadata: { completedEpochCount: '2' },
    });
    assert.equal(job.detail, 'WAITING_FOR_CAPACITY');
    assert.equal(job.progress?.fraction, 0.5);
    assert.equal(job.progress?.epoch, 3);
    assert.equal(toJob({ name: 'x', tuningJobState: 'TUNING_JOB_STATE_UNSPECIFIED' }).detail, undefined);
  });

  it('reads which examples were dropped and why, of both methods', () => {
    const { dataStats } = toJob({
      tuningDataStats: {
        supervisedTuningDataStats: {
          tuningDatasetExampleCount: '10',
          totalBillableTokenCount: '400',
          tuningStepCount: '20',
          totalTruncatedExampleCount: '3',
          truncatedExampleIndices: ['2', '5'],
          droppedExampleReasons: ['too long', 'no answer'],
          userInputTokenDistribution: {
            sum: '9',
            min: 1,
            max: 2,
            buckets: [{ count: 3, left: 1, right: 2 }],
          },
        },
      },
    });
    assert.equal(dataStats?.droppedCount, 3);
    assert.deepEqual(dataStats?.dropped, [
      { index: 2, reason: 'too long' },
      { index: 5, reason: 'no answer' },
    ]);
    assert.deepEqual([dataStats?.examples, dataStats?.billableTokens, dataStats?.steps], [10, 400, 20]);
    assert.deepEqual(dataStats?.inputTokens?.buckets, [{ count: 3, left: 1, right: 2 }]);
    const preference = toJob({
      tuningDataStats: {
        preferenceOptimizationDataStats: { droppedExampleIndices: ['7'], droppedExampleReasons: ['same'] },
      },
    });
    assert.deepEqual(preference.dataStats?.dropped, [{ index: 7, reason: 'same' }]);
  });

  it('asks the beta API only for what v1 does not have', () => {
    const version = (hyperparameters: Record<string, number>, method?: 'preference') =>
      createRequest(
        {
          id: 'x',
          spec: {
            service: 'vertexAi',
            baseModel: 'b',
            displayName: 'n',
            hyperparameters,
            ...(method ? { method } : {}),
          },
        },
        'gs://b/x.jsonl',
        undefined,
      ).version;
    assert.equal(version({ epochCount: 1 }), 'v1');
    assert.equal(version({ batchSize: 8 }), 'v1beta1');
    assert.equal(version({ epochCount: 1, beta: 0.1 }, 'preference'), 'v1');
  });

  it('tells the curves of two jobs apart whose series have the same ids, and finds those of validation when they begin', async () => {
    const board = `${at}/tensorboards/1`;
    const series = (run: string, ids: readonly string[]) => ({
      tensorboardTimeSeries: ids.map((id) => ({
        name: `${board}/experiments/${run}/runs/r/timeSeries/${id}`,
        displayName: id === '1' ? '/train_total_loss' : '/eval_total_loss',
      })),
    });
    const data = (id: string, value: number) => ({
      tensorboardTimeSeriesId: id,
      values: [{ step: '1', scalar: { value } }],
    });
    const replies: Record<string, object> = {
      [`GET /v1/${board}/experiments`]: {
        tensorboardExperiments: ['a', 'b'].map((run) => ({ name: `${board}/experiments/${run}` })),
      },
    };
    for (const run of ['a', 'b']) {
      replies[`GET /v1/${at}/contexts/${run}`] = { metadata: { backing_tensorboard_resource: board } };
      const runs = `${board}/experiments/${run}/runs`;
      replies[`GET /v1/${runs}`] = { tensorboardRuns: [{ name: `${runs}/r` }] };
      replies[`GET /v1/${runs}/r/timeSeries`] = series(run, ['1']);
    }
    replies[`GET /v1/${board}:batchRead`] = { timeSeriesData: [data('1', 0.25), data('1', 0.5)] };
    const { connection, asked } = fakeGoogle(replies);
    const reader = new MetricReader();
    const signal = new AbortController().signal;
    const found = await reader.read(connection, [`${at}/contexts/a`, `${at}/contexts/b`], signal);
    const losses = [...found.values()].map((metrics) => metrics.get('/train_total_loss')?.[0]?.value);
    assert.deepEqual(losses, [0.25, 0.5]);

    replies[`GET /v1/${board}/experiments/b/runs/r/timeSeries`] = series('b', ['1', '2']);
    replies[`GET /v1/${board}:batchRead`] = { timeSeriesData: [data('2', 3), data('1', 2)] };
    const whole = await reader.readAll(connection, `${at}/contexts/b`, true, signal);
    assert.equal(whole.get('/eval_total_loss')?.[0]?.value, 3);
    asked.length = 0;
    await reader.readAll(connection, `${at}/contexts/b`, true, signal);
    assert.deepEqual(asked, [`GET /v1/${board}:batchRead`]); // all are known now
  });

  describe('deleting a tuned model', () => {
    const model: TunedModel = {
      service: 'vertexAi',
      name: `${at}/endpoints/1`,
      model: `${at}/models/1@1`,
      displayName: 'n',
      baseModel: 'b',
      checkpoints: [
        { id: '1', epoch: 1, step: 5, endpoint: `${at}/endpoints/2` },
        { id: '2', epoch: 2, step: 10, endpoint: `${at}/endpoints/1` },
      ],
    };

    it('empties and deletes each endpoint once, then the model', async () => {
      const { connection, asked } = fakeGoogle({
        [`GET /v1/${at}/endpoints/1`]: { deployedModels: [{ id: '7' }] },
        [`POST /v1/${at}/endpoints/1:undeployModel`]: { name: `${at}/endpoints/1/operations/3` },
        [`GET /v1/${at}/endpoints/1/operations/3`]: { done: true },
        [`DELETE /v1/${at}/endpoints/1`]: { done: true },
        [`GET /v1/${at}/models/1`]: { versionId: '1' },
        [`DELETE /v1/${at}/models/1`]: { done: true },
      });
      assert.deepEqual(await steps(connection), [
        'undeploy endpoints/1 done',
        'endpoint endpoints/1 done',
        'endpoint endpoints/2 gone',
        'model models/1@1 done',
      ]);
      assert.equal(asked.length, 7);
    });

    it('leaves the versions alone that tuning from this one has made', async () => {
      const { connection, asked } = fakeGoogle({
        [`GET /v1/${at}/models/1`]: { versionId: '2' },
        [`DELETE /v1/${at}/models/1@1:deleteVersion`]: { done: true },
      });
      assert.deepEqual(await steps(connection), [
        'endpoint endpoints/1 gone',
        'endpoint endpoints/2 gone',
        'model models/1@1 done',
      ]);
      assert.ok(!asked.includes(`DELETE /v1/${at}/models/1`));
    });

    it('stops at a step that fails, and says so', async () => {
      const { connection, asked } = fakeGoogle({
        [`GET /v1/${at}/endpoints/1`]: { deployedModels: [{ id: '7' }] },
        [`POST /v1/${at}/endpoints/1:undeployModel`]: {
          name: 'x',
          done: true,
          error: { code: 9, message: 'in use' },
        },
      });
      assert.deepEqual(await steps(connection), ['undeploy endpoints/1 failed']);
      assert.equal(asked.length, 2);
    });

    async function steps(connection: Connection): Promise<string[]> {
      const told: string[] = [];
      const signal = new AbortController().signal;
      const context = { connection, pause: async () => {}, signal };
      for await (const { what, name, outcome } of deleteTunedModel(context, model))
        told.push(`${what} ${name.split('/').slice(-2).join('/')} ${outcome}`);
      return told;
    }
  });
});

/** Answers by method and path; 404 for everything else. */
function fakeGoogle(replies: Readonly<Record<string, object>>) {
  const asked: string[] = [];
  const client = Object.assign(new PassThroughClient(), {
    request: async ({ method, url }: { method?: string; url?: string | URL }) => {
      const key = `${method} ${new URL(String(url)).pathname}`;
      asked.push(key);
      const data = replies[key];
      if (data) return { data };
      const notFound = { error: { code: 404, status: 'NOT_FOUND', message: 'no' } };
      throw Object.assign(new Error('404'), { response: { status: 404, data: notFound } });
    },
  });
  const connection: Connection = {
    client,
    authClient: client,
    project: 'p',
    region: 'us-central1',
    origin: () => 'https://x',
  };
  return { connection, asked };
}
