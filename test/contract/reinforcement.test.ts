import assert from 'node:assert/strict';
import { type CreateTuningJobConfig, GoogleGenAI, TuningMethod } from '@google/genai';
import { hasEnded, type TuningJob } from '../../src/tuning/contract/job';
import type { TuningService } from '../../src/tuning/contract/service';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { type CloudStorage, cloudStorage } from '../../src/tuning/google/storage/cloudStorage';
import { tuningServices } from '../../src/tuning/services/index';
import { readDescriptors } from './googleDescriptors';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const signal = new AbortController().signal;
const grains = ['rye', 'oats', 'spelt', 'wheat', 'corn', 'rice', 'millet', 'barley'];
const ask = (grain: string) => [{ role: 'user', parts: [{ text: `Bread of ${grain}?` }] }];
const answered = (grain: string, text: string) => ({
  contents: [...ask(grain), { role: 'model', parts: [{ text }] }],
});

/** Jobs that Google's own client launches, for no launch of ours has this method. */
describe('reinforcement tuning in the sandbox', () => {
  let sandbox: RunningSandbox;
  let vertexAi: TuningService;
  let storage: CloudStorage;
  let genai: GoogleGenAI;
  /** A model that answers either way. */
  let undecided: TuningJob;

  before(async () => {
    sandbox = await startSandbox({ pace: 1 });
    const authClient = await credentialsFromFile(sandbox.adc);
    const origin = () => sandbox.url;
    const connection = { client: authClient, authClient, project: 'p', region: 'us-central1', origin };
    const services = tuningServices(() => Promise.resolve(connection));
    vertexAi = services.find(({ id }) => id === 'vertexAi') ?? assert.fail();
    storage = cloudStorage(async () => connection);
    await storage.createBucket('rewards', signal);
    genai = new GoogleGenAI({
      vertexai: true,
      project: 'p',
      location: 'us-central1',
      googleAuthOptions: { authClient: authClient as never },
      httpOptions: {
        baseUrl: sandbox.url,
        headers: { Authorization: `Bearer ${await sandbox.token()}` },
      },
    });
    await upload(
      'both.jsonl',
      grains.flatMap((grain) => [answered(grain, 'yes'), answered(grain, 'no')]),
    );
    await upload(
      'rewards.jsonl',
      grains.map((grain) => ({ contents: ask(grain), references: { answer: 'yes' } })),
    );
    undecided = await ended(await tune('gemini-3.5-flash', 'both.jsonl', { epochCount: 6 }));
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  async function upload(name: string, rows: readonly object[]) {
    const bytes = Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));
    await storage.upload({ bucket: 'rewards', name, bytes, onProgress() {} }, signal);
  }

  async function tune(baseModel: string, file: string, config: CreateTuningJobConfig): Promise<string> {
    const trainingDataset = { gcsUri: `gs://rewards/${file}` };
    const { name = '' } = await genai.tunings.tune({ baseModel, trainingDataset, config });
    return name;
  }

  const ended = (name: string) =>
    waitFor(
      () => vertexAi.get({ name }, signal),
      ({ state }) => hasEnded(state),
    );

  const method = TuningMethod.REINFORCEMENT_TUNING;
  const match = (expression: string) => ({
    correctAnswerReward: 1,
    wrongAnswerReward: -1,
    stringMatchExpression: { matchOperation: 'EXACT_MATCH', expression },
  });
  const rewards = {
    weightedRewardConfigs: [
      {
        weight: 0.9,
        rewardConfig: {
          rewardName: 'right',
          stringMatchRewardScorer: match('{{references.answer}}'),
        },
      },
      {
        weight: 0.1,
        rewardConfig: {
          rewardName: 'short',
          stringMatchRewardScorer: {
            correctAnswerReward: 1,
            stringMatchExpression: { matchOperation: 'REGEX_CONTAINS', expression: '^.{1,3}$' },
          },
        },
      },
    ],
  } as CreateTuningJobConfig['compositeRewardConfig'];

  it('learns what its rewards ask for, and is listed and shown with its settings, curves and checkpoints', async () => {
    const { model } = undecided.tunedModel ?? assert.fail(undecided.error);
    const name = await tune(model, 'rewards.jsonl', {
      method,
      compositeRewardConfig: rewards,
      epochCount: 20,
      batchSize: 4,
      samplesPerPrompt: 8,
      learningRateMultiplier: 4,
      validationDataset: { gcsUri: 'gs://rewards/rewards.jsonl' },
    } as CreateTuningJobConfig);
    const job = await ended(name);
    assert.equal(job.state, 'SUCCEEDED', job.error);

    const listed: TuningJob[] = [];
    for await (const page of vertexAi.list({}, signal)) listed.push(...page);
    const shown = listed.find((one) => one.name === name) ?? assert.fail('not listed');
    for (const one of [shown, job]) {
      assert.equal(one.otherMethod?.label, 'Reinforcement');
      assert.equal(one.spec.dataset, 'gs://rewards/rewards.jsonl');
      assert.deepEqual(
        one.otherMethod.settings.map(({ label, value }) => `${label}: ${value}`),
        [
          'Epochs: 20',
          'Responses per prompt: 8',
          'Prompts per step: 4',
          'Learning rate multiplier: 4',
          'Reward right, weight 0.9: compares the response with an expression',
          'Reward short, weight 0.1: compares the response with an expression',
        ],
      );
    }
    const curves = await vertexAi.metrics(job, signal);
    assert.deepEqual(curves.map((curve) => curve.name).sort(), [
      '/eval_mean_reward',
      '/learnable_prompt_ratio',
      '/train_generation_length',
      '/train_mean_reward',
      'right/train_mean_reward',
      'short/train_mean_reward',
    ]);
    const values = curves.find((curve) => curve.name === '/train_mean_reward')?.points ?? [];
    const early = Math.min(...values.slice(0, 4).map(({ value }) => value));
    const late = values.slice(-4).reduce((sum, { value }) => sum + value, 0) / 4;
    assert.ok(early < 0.85 && late > 0.95, `the reward goes from ${early} to ${late}`);
    assert.ok((job.tunedModel?.checkpoints.length ?? 0) >= 5);
  });

  it('is of v1beta1 only', async () => {
    const check = readDescriptors('@google-cloud/aiplatform');
    const Authorization = `Bearer ${await sandbox.token()}`;
    const address = `${sandbox.url}/v1/projects/p/locations/us-central1/tuningJobs`;
    const jobs = (await (await fetch(address, { headers: { Authorization } })).json()) as {
      tuningJobs: object[];
    };
    assert.ok(jobs.tuningJobs.length > 1);
    for (const job of jobs.tuningJobs)
      assert.deepEqual(check('google.cloud.aiplatform.v1.TuningJob', job), []);
    const reply = await fetch(address, {
      method: 'POST',
      headers: { Authorization },
      body: JSON.stringify({ baseModel: 'gemini-3.5-flash', reinforcementTuningSpec: {} }),
    });
    assert.match(await reply.text(), /Unknown name \\"reinforcementTuningSpec\\"/);
  });

  const single = { stringMatchRewardScorer: match('no') } as CreateTuningJobConfig['rewardConfig'];
  for (const [what, baseModel, config, problem] of [
    ['another model', 'gemini-3.1-flash-lite', { rewardConfig: single }, /not supported for reinforcement/],
    ['no reward', 'gemini-3.5-flash', {}, /Exactly one of single_reward_config/],
    [
      'two kinds of rewards',
      'gemini-3.5-flash',
      { rewardConfig: single, compositeRewardConfig: rewards },
      /Exactly one/,
    ],
    [
      'an odd number of answers',
      'gemini-3.5-flash',
      { rewardConfig: single, batchSize: 3, samplesPerPrompt: 3 },
      /divisible by 16/,
    ],
    [
      'a level of thinking that it does not train with',
      'gemini-3.5-flash',
      { rewardConfig: single, thinkingLevel: 'LOW' },
      /thinking_level; Message: must be MINIMAL or HIGH/,
    ],
    [
      'checkpoints between evaluations',
      'gemini-3.5-flash',
      { rewardConfig: single, evaluateInterval: 2, checkpointInterval: 3 },
      /checkpoint_interval; Message: must be a multiple/,
    ],
    ['a high rate', 'gemini-3.5-flash', { rewardConfig: single, learningRateMultiplier: 5 }, /\[0\.25, 4\]/],
  ] as const)
    it(`refuses ${what}`, async () => {
      const asked = tune(baseModel, 'rewards.jsonl', { method, ...config } as CreateTuningJobConfig);
      await assert.rejects(asked, ({ message }: Error) => problem.test(message));
    });

  const picture = (fileUri: string) => ({ fileData: { mimeType: 'image/png', fileUri } });
  const shown = (many: number) =>
    Array.from({ length: many }, (_, at) => picture(`https://example.com/${at}.png`));
  const prompt = (...parts: object[]) => ({
    contents: [{ role: 'user', parts: [...parts, { text: 'Rye?' }] }],
  });
  for (const [what, row, config, problem] of [
    [
      'that ends with an answer',
      answered('rye', 'yes'),
      {},
      /Row: 0\. the last content must have the role user/,
    ],
    [
      'with functions',
      { ...prompt(), tools: [{ functionDeclarations: [] }] },
      {},
      /Row: 0\. Unknown field `tools`/,
    ],
    [
      'with 16 pictures',
      prompt(...shown(16)),
      {},
      /All were dropped: The example has 16 image files\. .* 15/,
    ],
    [
      'that is too long',
      prompt({ text: 'x'.repeat(32_768) }),
      {},
      /has \d+ tokens, which is more than the 32768/,
    ],
    [
      'with a picture, and many answers',
      prompt(...shown(1)),
      { batchSize: 64, samplesPerPrompt: 32 },
      /at most 1024/,
    ],
  ] as const)
    it(`fails for a row ${what}`, async () => {
      const file = `${what.replaceAll(' ', '-')}.jsonl`;
      await upload(file, [row]);
      const job = await ended(
        await tune('gemini-3.5-flash', file, {
          method,
          rewardConfig: single,
          ...config,
        } as CreateTuningJobConfig),
      );
      assert.equal(job.state, 'FAILED');
      assert.match(job.error ?? '', problem);
    });
});
