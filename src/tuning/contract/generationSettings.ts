import * as l10n from '@vscode/l10n';
import { findTarget, general, sourceOf } from '../../dataset/targets/target';
import type { GenerationSetting, PromptedModel } from './prompting';

/**
 * What differs between generations of Gemini, by the name of the base model; the first that fits counts. Sources:
 * Google Cloud, model pages and the pages "Thinking" and "Content generation parameters" (copies of 2025 and 2026).
 */
const generations: readonly {
  readonly pattern: RegExp;
  readonly outputTokens: number;
  readonly temperature: { readonly maximum: number; readonly default: number };
  readonly topP: number;
  readonly topK: number;
  /** Taken without effect (Google Cloud, model page of Gemini 3.5 Flash-Lite, 2026). */
  readonly ignored?: readonly string[];
  /** "Not recommended" to be set (Google Cloud, model page of Gemini 3.5 Flash; "Gemini 3" guide, 2026). */
  readonly discouraged?: readonly string[];
  readonly thinking?:
    | { readonly kind: 'level'; readonly levels: readonly string[] }
    | {
        readonly kind: 'budget';
        readonly canBeOff: boolean;
        readonly least: number;
        readonly maximum: number;
      };
}[] = [
  {
    pattern: /gemini-3\.5-flash-lite/,
    outputTokens: 65_536,
    temperature: { maximum: 2, default: 1 },
    topP: 0.95,
    topK: 64,
    ignored: ['temperature', 'topP', 'topK'],
    thinking: { kind: 'level', levels: ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'] },
  },
  {
    pattern: /gemini-3[^/]{0,60}flash/,
    outputTokens: 65_536,
    temperature: { maximum: 2, default: 1 },
    topP: 0.95,
    topK: 64,
    discouraged: ['temperature'],
    thinking: { kind: 'level', levels: ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'] },
  },
  {
    pattern: /gemini-3/,
    outputTokens: 65_536,
    temperature: { maximum: 2, default: 1 },
    topP: 0.95,
    topK: 64,
    discouraged: ['temperature'],
    thinking: { kind: 'level', levels: ['LOW', 'HIGH'] },
  },
  {
    pattern: /gemini-2\.5-pro/,
    outputTokens: 65_535,
    temperature: { maximum: 2, default: 1 },
    topP: 0.95,
    topK: 64,
    thinking: { kind: 'budget', canBeOff: false, least: 128, maximum: 32_768 },
  },
  {
    pattern: /gemini-2\.5-flash-lite/,
    outputTokens: 65_535,
    temperature: { maximum: 2, default: 1 },
    topP: 0.95,
    topK: 64,
    thinking: { kind: 'budget', canBeOff: true, least: 512, maximum: 24_576 },
  },
  {
    pattern: /gemini-2\.5/,
    outputTokens: 65_535,
    temperature: { maximum: 2, default: 1 },
    topP: 0.95,
    topK: 64,
    thinking: { kind: 'budget', canBeOff: true, least: 1, maximum: 24_576 },
  },
  {
    pattern: /gemini-1\.0/,
    outputTokens: 8192,
    temperature: { maximum: 1, default: 0.9 },
    topP: 1,
    topK: 32,
  },
  { pattern: /./, outputTokens: 8192, temperature: { maximum: 2, default: 1 }, topP: 0.95, topK: 40 },
];

/** `HarmCategory`: those that both services let a person set. */
const harmCategories = [
  { key: 'HARM_CATEGORY_HARASSMENT', label: l10n.t('Harassment') },
  { key: 'HARM_CATEGORY_HATE_SPEECH', label: l10n.t('Hate speech') },
  { key: 'HARM_CATEGORY_SEXUALLY_EXPLICIT', label: l10n.t('Sexually explicit') },
  { key: 'HARM_CATEGORY_DANGEROUS_CONTENT', label: l10n.t('Dangerous content') },
] as const;

/** `HarmBlockThreshold` */
const thresholds = [
  { value: 'OFF', label: l10n.t('Off') },
  { value: 'BLOCK_NONE', label: l10n.t('Block none') },
  { value: 'BLOCK_ONLY_HIGH', label: l10n.t('Block few (high only)') },
  { value: 'BLOCK_MEDIUM_AND_ABOVE', label: l10n.t('Block some (medium and above)') },
  { value: 'BLOCK_LOW_AND_ABOVE', label: l10n.t('Block most (low and above)') },
];

/** What of `GenerationConfig` a service or model does not take. */
export interface Lacking {
  readonly json?: boolean;
  /** `ThinkingConfig.thinking_level`: google.ai.generativelanguage.v1beta has only the budget. */
  readonly thinkingLevel?: boolean;
  /** Vertex AI: it is fixed for all models after 1.0 (Google Cloud, migration guide, 2026-10-06, as others read it). */
  readonly topK?: boolean;
}

/** The settings of a prompt to a model. `GenerationConfig` and `SafetySetting` of both services. */
export function generationSettings(
  { baseModel, kind }: Pick<PromptedModel, 'baseModel' | 'kind'>,
  lacking: Lacking = {},
): readonly GenerationSetting[] {
  const generation = generations.find(({ pattern }) => pattern.test(baseModel));
  if (generation === undefined) return [];
  const { outputTokens, temperature, topP, topK, ignored = [], discouraged = [] } = generation;
  const isFixed = (key: string) => key === 'topK' && lacking.topK === true && !/gemini-1\.0/.test(baseModel);
  const sampling = (key: string) => ({
    ...(ignored.includes(key) || isFixed(key) ? { isIgnored: true } : {}),
    ...(discouraged.includes(key) ? { isDiscouraged: true } : {}),
  });
  const levels = findTarget(baseModel)?.thinking?.value.levels;
  const thinking = levels ? ({ kind: 'level', levels } as const) : generation.thinking;
  return [
    {
      ...sampling('temperature'),
      key: 'temperature',
      label: l10n.t('Temperature'),
      description: discouraged.includes('temperature')
        ? l10n.t(
            'Low values give more predictable responses. High values give more varied responses. Google recommends the default for this model.',
          )
        : l10n.t('Low values give more predictable responses. High values give more varied responses.'),
      kind: 'number',
      minimum: 0,
      maximum: temperature.maximum,
      step: 0.1,
      default: temperature.default,
    },
    {
      ...sampling('topP'),
      key: 'topP',
      label: l10n.t('Top P'),
      description: l10n.t('Samples from the most likely tokens whose probabilities add up to this value.'),
      kind: 'number',
      minimum: 0,
      maximum: 1,
      step: 0.05,
      default: topP,
    },
    {
      ...sampling('topK'),
      key: 'topK',
      label: l10n.t('Top K'),
      description: l10n.t('Samples from this many of the most likely tokens.'),
      kind: 'integer',
      minimum: 1,
      maximum: topK === 64 ? 64 : 100,
      step: 1,
      default: topK,
    },
    {
      key: 'maxOutputTokens',
      label: l10n.t('Max output tokens'),
      description: l10n.t('Maximum length of the response, including thinking tokens.'),
      kind: 'integer',
      minimum: 1,
      maximum: outputTokens,
      step: 1,
      default: outputTokens,
    },
    {
      key: 'seed',
      label: l10n.t('Seed'),
      description: l10n.t('The same seed makes responses repeatable (best effort).'),
      kind: 'integer',
      minimum: 0,
      maximum: 2_147_483_647,
      step: 1,
    },
    ...thinkingSettings(
      lacking.thinkingLevel && thinking?.kind === 'level' ? undefined : thinking,
      kind !== 'base',
    ),
    ...(lacking.json ? [] : [jsonMode]),
    ...harmCategories.map(
      ({ key, label }): GenerationSetting => ({
        key,
        label,
        description: l10n.t('How readily the service blocks this kind of content.'),
        kind: 'choice',
        choices: thresholds,
      }),
    ),
    {
      key: 'stopSequences',
      label: l10n.t('Stop sequences'),
      description: l10n.t('The response stops before any of these strings. One per line, up to five.'),
      kind: 'list',
      maximumItems: 5,
    },
    ...(lacking.json ? [] : [jsonSchema]),
  ];
}

const jsonMode: GenerationSetting = {
  key: 'responseMimeType',
  label: l10n.t('Response format'),
  description: l10n.t('JSON mode returns valid JSON.'),
  kind: 'choice',
  choices: [
    { value: 'text/plain', label: l10n.t('Text') },
    { value: 'application/json', label: 'JSON' },
  ],
  default: 'text/plain',
};

const jsonSchema: GenerationSetting = {
  key: 'responseJsonSchema',
  label: l10n.t('Response JSON Schema'),
  description: l10n.t('The response follows this schema. Turns on JSON mode.'),
  kind: 'schema',
};

/** A tuned model has learned answers without thoughts. */
function leastThinking(
  value: string | number | undefined,
  isTuned: boolean,
): Pick<GenerationSetting, 'advised'> {
  if (!isTuned || value === undefined) return {};
  const { tunedThinking } = general;
  return {
    advised: {
      value,
      why: l10n.t('Recommended for tuned models: off, or the lowest level ({0}).', sourceOf(tunedThinking)),
    },
  };
}

/** By Google's names (google.cloud.aiplatform.v1.GenerationConfig.ThinkingConfig.ThinkingLevel). */
const thinkingLevels: Readonly<Record<string, string>> = {
  MINIMAL: l10n.t('Minimal'),
  LOW: l10n.t('Low'),
  MEDIUM: l10n.t('Medium'),
  HIGH: l10n.t('High'),
};

function thinkingSettings(
  thinking: (typeof generations)[number]['thinking'],
  isTuned: boolean,
): readonly GenerationSetting[] {
  switch (thinking?.kind) {
    case undefined:
      return [];
    case 'level':
      return [
        {
          ...leastThinking(thinking.levels[0], isTuned),
          key: 'thinkingLevel',
          label: l10n.t('Thinking level'),
          description: l10n.t('How much the model thinks before it responds.'),
          kind: 'choice',
          choices: thinking.levels.map((value) => ({ value, label: thinkingLevels[value] ?? value })),
        },
      ];
    case 'budget':
      return [
        {
          ...leastThinking(thinking.canBeOff ? 0 : thinking.least, isTuned),
          key: 'thinkingBudget',
          label: l10n.t('Thinking budget'),
          description: thinking.canBeOff
            ? l10n.t('Maximum number of thinking tokens. 0 turns thinking off. -1 lets the model decide.')
            : l10n.t('Maximum number of thinking tokens. -1 lets the model decide.'),
          kind: 'integer',
          minimum: thinking.least,
          maximum: thinking.maximum,
          also: thinking.canBeOff ? [-1, 0] : [-1],
          step: 1,
          default: -1,
        },
      ];
  }
}
