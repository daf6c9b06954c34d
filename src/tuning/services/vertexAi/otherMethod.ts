import type {
  ReinforcementTuningSpec,
  SingleReinforcementTuningRewardConfig,
  TuningJob as TuningJobOfGenai,
} from '@google/genai';
import type { OtherMethod } from '../../contract/job';
import type { WireTuningJob } from './mapping';

/** Tuning specs of a job that no launch of ours has, by their field. */
const labels = {
  reinforcementTuningSpec: 'Reinforcement',
  distillationSpec: 'Distillation',
  partnerModelTuningSpec: 'Open or partner model',
  fullFineTuningSpec: 'Full fine-tuning',
  veoTuningSpec: 'Veo',
  veoLoraTuningSpec: 'Veo LoRA',
} as const satisfies Partial<Record<keyof TuningJobOfGenai, string>>;

/** How a job was tuned that could not be launched from here. */
export function otherMethodOf(job: WireTuningJob & Partial<Record<keyof typeof labels, unknown>>) {
  const key = (Object.keys(labels) as (keyof typeof labels)[]).find((one) => job[one] != null);
  if (key === undefined) return undefined;
  const { reinforcementTuningSpec: spec } = job;
  return { label: labels[key], settings: spec ? reinforcementSettings(spec) : [] } satisfies OtherMethod;
}

const hyperparameters: readonly (readonly [
  keyof NonNullable<ReinforcementTuningSpec['hyperParameters']>,
  string,
])[] = [
  ['epochCount', 'Epochs'],
  ['stepCount', 'Steps'],
  ['samplesPerPrompt', 'Responses per prompt'],
  ['batchSize', 'Prompts per step'],
  ['learningRateMultiplier', 'Learning rate multiplier'],
  ['adapterSize', 'Adapter size'],
  ['maxOutputTokens', 'Max output tokens'],
  ['thinkingLevel', 'Thinking level'],
  ['thinkingBudget', 'Thinking budget'],
  ['evaluateInterval', 'Steps between evaluations'],
  ['checkpointInterval', 'Steps between checkpoints'],
];

const adapterSizes: Readonly<Record<string, string>> = {
  ADAPTER_SIZE_ONE: '1',
  ADAPTER_SIZE_TWO: '2',
  ADAPTER_SIZE_FOUR: '4',
  ADAPTER_SIZE_EIGHT: '8',
  ADAPTER_SIZE_SIXTEEN: '16',
  ADAPTER_SIZE_THIRTY_TWO: '32',
};

function reinforcementSettings(spec: ReinforcementTuningSpec): OtherMethod['settings'] {
  const { hyperParameters = {}, singleRewardConfig, compositeRewardConfig } = spec;
  const rewards = (compositeRewardConfig?.weightedRewardConfigs ?? []).flatMap(({ rewardConfig, weight }) =>
    rewardConfig ? [reward(rewardConfig, weight)] : [],
  );
  return [
    ...hyperparameters.flatMap(([key, label]) => {
      const value = hyperParameters[key];
      return value == null ? [] : [{ label, value: adapterSizes[String(value)] ?? String(value) }];
    }),
    ...(singleRewardConfig ? [reward(singleRewardConfig, undefined)] : []),
    ...rewards,
  ];
}

/** Not the reward itself: prompts, expressions and code can be long, and are in Google's console. */
function reward(config: SingleReinforcementTuningRewardConfig, weight: number | undefined) {
  const label = config.rewardName ? `Reward ${config.rewardName}` : 'Reward';
  return { label: weight === undefined ? label : `${label}, weight ${weight}`, value: scorer(config) };
}

function scorer(config: SingleReinforcementTuningRewardConfig): string {
  const { autoraterScorer, cloudRunRewardScorer, codeExecutionRewardScorer, stringMatchRewardScorer } =
    config;
  if (stringMatchRewardScorer) return 'compares the response with an expression';
  if (codeExecutionRewardScorer) return 'runs Python code';
  if (cloudRunRewardScorer) return `calls ${cloudRunRewardScorer.cloudRunUri ?? 'a Cloud Run service'}`;
  if (!autoraterScorer) return 'unknown';
  const model = autoraterScorer.autoraterConfig?.autoraterModel?.split('/').at(-1);
  return model ? `a model rates the answer: ${model}` : 'a model rates the response';
}
