import type { FieldViolation } from '../../google/errors';
import type { Reward } from '../../learner/types';
import type { ReinforcementTuningSpec, RewardConfig, StringMatchExpression } from '../messages';

const MATCHES: Readonly<Record<string, Reward['match']>> = {
  REGEX_CONTAINS: 'regex',
  PARTIAL_MATCH: 'part',
  EXACT_MATCH: 'whole',
};
const MOST_REWARDS = 16;

interface WeightedReward {
  readonly config: RewardConfig;
  readonly weight: number;
}

export function rewardConfigs({ singleRewardConfig, compositeRewardConfig }: ReinforcementTuningSpec) {
  if (singleRewardConfig) return [{ config: singleRewardConfig, weight: 1 }];
  return (compositeRewardConfig?.weightedRewardConfigs ?? []).map(
    ({ rewardConfig = {}, weight = 0 }): WeightedReward => ({ config: rewardConfig, weight }),
  );
}

/** What a row's answers earn, with its references put into the expressions. */
export function rewardsFor(
  spec: ReinforcementTuningSpec,
  references: Readonly<Record<string, string>>,
): Reward[] {
  return rewardConfigs(spec).map(({ config, weight }) => {
    const { parseResponseConfig: parse, stringMatchRewardScorer: scorer = {} } = config;
    const { jsonMatchExpression: json, correctAnswerReward = 0, wrongAnswerReward = 0 } = scorer;
    const { expression = '', matchOperation = '' } = expressionOf(scorer) ?? {};
    const match = MATCHES[matchOperation] ?? 'whole';
    return {
      match,
      expression: expression.replace(/\{\{references\.([^{}]+)\}\}/g, (_, key: string) => {
        const text = references[key] ?? '';
        return match === 'regex' ? text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : text;
      }),
      ...(json?.keyName ? { key: json.keyName } : {}),
      ...(parse?.parseType === 'REGEX_EXTRACT' ? { extract: parse.regexExtractExpression ?? '' } : {}),
      right: clip(correctAnswerReward),
      wrong: clip(wrongAnswerReward),
      weight,
    };
  });
}

/** "clipped to be within [-1, 1]" */
function clip(reward: number): number {
  return Math.max(Math.min(reward, 1), -1);
}

function expressionOf({
  stringMatchExpression,
  jsonMatchExpression,
}: NonNullable<RewardConfig['stringMatchRewardScorer']>): StringMatchExpression | undefined {
  return stringMatchExpression ?? jsonMatchExpression?.valueStringMatchExpression;
}

/** @param path of the spec */
export function checkRewards(
  spec: ReinforcementTuningSpec,
  path: string,
  violation: (field: string, text: string) => FieldViolation,
): FieldViolation[] {
  const { singleRewardConfig, compositeRewardConfig } = spec;
  if ((singleRewardConfig === undefined) === (compositeRewardConfig === undefined))
    return [violation(path, 'Exactly one of single_reward_config and composite_reward_config must be set.')];
  const configs = rewardConfigs(spec);
  if (configs.length === 0 || configs.length > MOST_REWARDS)
    return [violation(`${path}.composite_reward_config`, `must have 1 to ${MOST_REWARDS} rewards.`)];
  return configs.flatMap(({ config }) => checkReward(config, `${path}.reward_config`, violation));
}

function checkReward(
  { stringMatchRewardScorer: scorer, parseResponseConfig }: RewardConfig,
  path: string,
  violation: (field: string, text: string) => FieldViolation,
): FieldViolation[] {
  if (!scorer) return [violation(path, 'Only string_match_reward_scorer is supported by the sandbox.')];
  const { expression, matchOperation = '' } = expressionOf(scorer) ?? {};
  if (!expression || MATCHES[matchOperation] === undefined)
    return [violation(path, 'A reward needs an expression and a match_operation.')];
  const regexes = [
    ...(matchOperation === 'REGEX_CONTAINS' ? [expression.replace(/\{\{[^{}]*\}\}/g, '')] : []),
    ...(parseResponseConfig?.regexExtractExpression ? [parseResponseConfig.regexExtractExpression] : []),
  ];
  return regexes.flatMap((regex) =>
    isRegex(regex) ? [] : [violation(path, `"${regex}" is not a valid regular expression.`)],
  );
}

function isRegex(text: string): boolean {
  try {
    new RegExp(text, 'su');
    return true;
  } catch {
    return false;
  }
}
