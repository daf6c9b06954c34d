import type {
  ReinforcementTuningSpec,
  SingleReinforcementTuningRewardConfig,
  TuningJob as TuningJobOfGenai,
} from '@google/genai';
import * as l10n from '@vscode/l10n';
import type { OtherMethod } from '../../contract/job';
import type { WireTuningJob } from './mapping';

/** Tuning specs of a job that no launch of ours has, by their field. */
const labels = {
  reinforcementTuningSpec: l10n.t('Reinforcement'),
  distillationSpec: l10n.t('Distillation'),
  partnerModelTuningSpec: l10n.t('Open or partner model'),
  fullFineTuningSpec: l10n.t('Full fine-tuning'),
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
  ['epochCount', l10n.t('Epochs')],
  ['stepCount', l10n.t('Steps')],
  ['samplesPerPrompt', l10n.t('Responses per prompt')],
  ['batchSize', l10n.t('Prompts per step')],
  ['learningRateMultiplier', l10n.t('Learning rate multiplier')],
  ['adapterSize', l10n.t('Adapter size')],
  ['maxOutputTokens', l10n.t('Max output tokens')],
  ['thinkingLevel', l10n.t('Thinking level')],
  ['thinkingBudget', l10n.t('Thinking budget')],
  ['evaluateInterval', l10n.t('Steps between evaluations')],
  ['checkpointInterval', l10n.t('Steps between checkpoints')],
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
  const label = config.rewardName ? l10n.t('Reward {0}', config.rewardName) : l10n.t('Reward');
  return {
    label: weight === undefined ? label : l10n.t('{0}, weight {1}', label, weight),
    value: scorer(config),
  };
}

function scorer(config: SingleReinforcementTuningRewardConfig): string {
  const { autoraterScorer, cloudRunRewardScorer, codeExecutionRewardScorer, stringMatchRewardScorer } =
    config;
  if (stringMatchRewardScorer) return l10n.t('compares the response with an expression');
  if (codeExecutionRewardScorer) return l10n.t('runs Python code');
  if (cloudRunRewardScorer)
    return l10n.t('calls {0}', cloudRunRewardScorer.cloudRunUri ?? l10n.t('a Cloud Run service'));
  if (!autoraterScorer) return l10n.t('unknown');
  const model = autoraterScorer.autoraterConfig?.autoraterModel?.split('/').at(-1);
  return model ? l10n.t('a model rates the answer: {0}', model) : l10n.t('a model rates the response');
}
