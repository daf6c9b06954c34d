import assert from 'node:assert/strict';
import type { TuningJob as TuningJobOfGenai } from '@google/genai';
import { summaryOf } from '../../../src/tuning/curves/metricSummary';
import { billedTokens } from '../../../src/tuning/launch/billedTokens';
import { toJob, type WireTuningJob } from '../../../src/tuning/services/vertexAi/mapping';
import { type Metrics, toSeries } from '../../../src/tuning/services/vertexAi/metrics';

const at = 'projects/1/locations/us-central1';

/** As REST's page on v1beta1's tuning jobs describes it, in @google/genai's types; field names and metrics are Google's. */
const reinforcement = {
  name: `${at}/tuningJobs/5`,
  tunedModelDisplayName: 'Solver',
  baseModel: 'gemini-3.5-flash',
  state: 'JOB_STATE_RUNNING',
  experiment: `${at}/metadataStores/default/contexts/tuning-experiment-1`,
  gcsMetricsUri: 'gs://bucket/metrics',
  reinforcementTuningSpec: {
    trainingDatasetUri: 'gs://bucket/rl.jsonl',
    hyperParameters: { stepCount: '200', samplesPerPrompt: 16, adapterSize: 'ADAPTER_SIZE_SIXTEEN' },
    compositeRewardConfig: {
      weightedRewardConfigs: [
        { weight: 0.75, rewardConfig: { rewardName: 'right', stringMatchRewardScorer: {} } },
        { weight: 0.25, rewardConfig: { rewardName: 'kind', codeExecutionRewardScorer: {} } },
      ],
    },
  },
  tunedModel: {
    model: 'projects/1/locations/us/models/7@1',
    checkpoints: [{ checkpointId: '1', step: '40', endpoint: 'projects/1/locations/us/endpoints/8' }],
  },
} satisfies Partial<Record<keyof TuningJobOfGenai, unknown>>;

const metrics: Metrics = new Map([
  [
    '/train_mean_reward',
    [
      { step: 40, value: -0.25 },
      { step: 50, value: 0.5 },
    ],
  ],
  ['right/train_mean_reward', [{ step: 50, value: 0.4 }]],
  ['/eval_mean_reward', [{ step: 50, value: 0.3 }]],
  ['/train_p95_reward_latency', [{ step: 50, value: 2 }]],
]);

describe('jobs of methods that are not launched from here', () => {
  const job = toJob(reinforcement as unknown as WireTuningJob, metrics);

  it('shows reinforcement tuning: how far it is by its reward, its settings, its checkpoints', () => {
    const { step, totalSteps, fraction, loss, reward } = job.progress ?? {};
    assert.deepEqual([step, totalSteps, fraction, loss, reward], [50, 200, 0.25, undefined, 0.5]);
    assert.equal(job.otherMethod?.label, 'Reinforcement');
    assert.deepEqual(
      job.otherMethod?.settings.map(({ label, value }) => `${label}: ${value}`),
      [
        'Steps: 200',
        'Responses per prompt: 16',
        'Adapter size: 16',
        'Reward right, weight 0.75: compares the response with an expression',
        'Reward kind, weight 0.25: runs Python code',
      ],
    );
    assert.equal(job.spec.dataset, 'gs://bucket/rl.jsonl');
    assert.equal(job.metricsFolder, 'gs://bucket/metrics');
    assert.deepEqual(
      job.interimModel?.checkpoints.map(({ endpoint }) => endpoint),
      ['projects/1/locations/us/endpoints/8'],
    );
    assert.equal(job.tunedModel, undefined);
  });

  it('tells of the rows of reinforcement tuning what Google does, and takes no price for them', () => {
    const ended = toJob({
      ...reinforcement,
      tuningDataStats: {
        reinforcementTuningDataStats: {
          tuningDatasetExampleCount: '50',
          totalBillableTokenCount: '400',
          droppedExampleIndices: ['3'],
          droppedExampleReasons: ['no user turn'],
          userInputTokenDistribution: { sum: '9', min: 1, max: 2 },
          userMessagePerExampleDistribution: { sum: '60', min: 1, max: 3 },
        },
      },
    } as unknown as WireTuningJob);
    const { examples, dropped, inputTokens, messages } = ended.dataStats ?? assert.fail();
    assert.deepEqual(
      [examples, dropped, inputTokens?.maximum, messages?.maximum],
      [50, [{ index: 3, reason: 'no user turn' }], 2, 3],
    );
    const { otherMethod: _, ...supervised } = {
      ...ended,
      spec: { ...ended.spec, hyperparameters: { epochCount: 4 } },
    };
    assert.deepEqual(billedTokens(supervised), { tokens: 400, epochs: 4 });
    assert.deepEqual(billedTokens(ended), { tokens: 400, epochs: undefined });
  });

  it('takes the highest reward for the best', () => {
    const series = toSeries(metrics);
    assert.deepEqual(
      series.map(({ name, kind, side }) => `${name} ${kind} ${side}`),
      [
        '/train_mean_reward reward train',
        'right/train_mean_reward reward train',
        '/eval_mean_reward reward validation',
        '/train_p95_reward_latency other train',
      ],
    );
    assert.equal(summaryOf(series[0] ?? assert.fail())?.best?.value, 0.5);
  });

  it('names other methods, and those of our own not', () => {
    const label = (spec: object) =>
      toJob({ ...spec, name: `${at}/tuningJobs/6` } as WireTuningJob).otherMethod?.label;
    assert.equal(label({ distillationSpec: {} }), 'Distillation');
    assert.equal(label({ partnerModelTuningSpec: {} }), 'Open or partner model');
    assert.equal(label({ supervisedTuningSpec: {} }), undefined);
    assert.equal(label({ preferenceOptimizationSpec: {} }), undefined);
  });

  it('reads what Google itself evaluated', () => {
    const evaluated = toJob({
      name: `${at}/tuningJobs/7`,
      state: 'JOB_STATE_SUCCEEDED',
      supervisedTuningSpec: {},
      evaluateDatasetRuns: [
        {
          evaluationRun: `${at}/evaluationRuns/9`,
          checkpointId: '2',
          evaluateDatasetResponse: {
            aggregationOutput: {
              aggregationResults: [{ aggregationMetric: 'AVERAGE', bleuMetricValue: { score: 0.25 } }],
            },
            outputInfo: { gcsOutputDirectory: 'gs://bucket/eval' },
          },
        },
        { checkpointId: '3', error: { code: 3, message: 'Multimodal is not supported' } },
      ],
    } as unknown as WireTuningJob);
    assert.deepEqual(evaluated.evaluations, [
      {
        name: `${at}/evaluationRuns/9`,
        checkpoint: '2',
        error: undefined,
        output: 'gs://bucket/eval',
        results: [{ metric: 'BLEU, average', value: 0.25 }],
      },
      { name: '', checkpoint: '3', error: 'Multimodal is not supported', output: undefined, results: [] },
    ]);
  });
});
