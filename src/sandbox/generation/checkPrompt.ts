import { badRequest, type FieldViolation, GoogleError } from '../google/errors';
import { isObject, type JsonValue } from '../google/protoJson/json';
import type { GenerationConfig } from './generate';
import type { Content } from './prompt';

/** Of a request for an answer, what both services judge alike. */
export interface Asked {
  readonly contents: readonly Content[];
  readonly generationConfig: GenerationConfig;
  readonly safetySettings: readonly { readonly category?: string }[];
  /** Name of the base model; empty when a continuous tuning does not tell it. */
  readonly baseModel: string;
}

const CATEGORIES = [
  'HARM_CATEGORY_HATE_SPEECH',
  'HARM_CATEGORY_SEXUALLY_EXPLICIT',
  'HARM_CATEGORY_DANGEROUS_CONTENT',
  'HARM_CATEGORY_HARASSMENT',
  'HARM_CATEGORY_CIVIC_INTEGRITY',
];

/** Vertex AI's also takes jailbreak prompts. */
const MORE_CATEGORIES = { geminiApi: [], vertexAi: ['HARM_CATEGORY_JAILBREAK'] } as const;

/** Tokens for thoughts, besides -1 (the model decides): Google's page "Gemini thinking". The first that fits counts. */
const BUDGETS = [
  { model: /gemini-2\.5-pro/, least: 128, most: 32_768, canBeOff: false },
  { model: /gemini-2\.5-flash-lite/, least: 512, most: 24_576, canBeOff: true },
  { model: /gemini-2\.5/, least: 1, most: 24_576, canBeOff: true },
  { model: /gemini-3/, least: 1, most: 32_768, canBeOff: false },
] as const;

/** Media that Gemini models take: https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference */
const MEDIA = /^(image\/(png|jpeg|webp|heic|heif)|application\/pdf|text\/plain|audio\/[\w-]+|video\/[\w-]+)$/;

/** @throws GoogleError 400 */
export function checkPrompt(asked: Asked, api: 'geminiApi' | 'vertexAi'): void {
  checkCategories(asked, [...CATEGORIES, ...MORE_CATEGORIES[api]]);
  checkJsonMode(asked.generationConfig);
  checkThinking(asked);
  checkPenalties(asked);
  for (const mimeType of asked.contents.flatMap(mimeTypesOf)) {
    if (MEDIA.test(mimeType)) continue;
    throw new GoogleError(
      'INVALID_ARGUMENT',
      api === 'geminiApi'
        ? `Unsupported MIME type: ${mimeType}`
        : `Unable to submit request because it has a mimeType parameter with value ${mimeType}, which is not ` +
            'supported. Update the mimeType and try again.',
    );
  }
}

function checkCategories({ safetySettings }: Asked, categories: readonly string[]): void {
  const violations = safetySettings.flatMap(({ category = '' }, i): FieldViolation[] => {
    if (categories.includes(category)) return [];
    const known = categories.map((one) => `HarmCategory.${one}`).join(', ');
    const field = `safety_settings[${i}]`;
    const description = `* GenerateContentRequest.${field}: element predicate failed: $.category in (${known})`;
    return [{ field, description }];
  });
  if (violations.length > 0) throw badRequest(violations);
}

/** The comments of `response_schema` and `response_json_schema`. */
function checkJsonMode(config: GenerationConfig): void {
  const { responseSchema, responseMimeType = '' } = config;
  const schemas = [responseSchema, jsonSchemaOf(config)].filter((schema) => schema !== undefined);
  const refuse = (field: string, description: string) => {
    throw badRequest([{ field: `generation_config.${field}`, description }]);
  };
  if (!['', 'text/plain', 'application/json', 'text/x.enum'].includes(responseMimeType)) {
    refuse('response_mime_type', `allowed mimetypes are text/plain, application/json and text/x.enum.`);
  }
  if (schemas.length > 1) refuse('response_schema', 'only one of the two schemas may be set.');
  if (schemas.length === 1 && !['application/json', 'text/x.enum'].includes(responseMimeType)) {
    refuse('response_mime_type', 'must be application/json when a response schema is set.');
  }
}

/** google.ai.generativelanguage.v1beta has it under two names. */
export function jsonSchemaOf({
  responseJsonSchema,
  responseJsonSchemaOrdered,
}: GenerationConfig): JsonValue | undefined {
  return responseJsonSchema ?? responseJsonSchemaOrdered;
}

function checkThinking({ generationConfig: { thinkingConfig }, baseModel }: Asked): void {
  if (thinkingConfig === undefined || baseModel === '') return;
  const range = BUDGETS.find(({ model }) => model.test(baseModel));
  const { thinkingBudget: budget, thinkingLevel: level } = thinkingConfig;
  if (range === undefined || (level !== undefined && !/gemini-3/.test(baseModel))) {
    throw new GoogleError('INVALID_ARGUMENT', 'Thinking level is not supported for this model.');
  }
  if (budget !== undefined && level !== undefined) {
    throw new GoogleError('INVALID_ARGUMENT', 'Only one of thinking_budget and thinking_level may be set.');
  }
  if (budget === undefined || budget === -1 || (budget === 0 && range.canBeOff)) return;
  if (budget === 0) {
    throw new GoogleError('INVALID_ARGUMENT', 'Budget 0 is invalid. This model only works in thinking mode.');
  }
  if (budget < range.least || budget > range.most) {
    throw new GoogleError('INVALID_ARGUMENT', `The thinking budget (${budget}) is invalid.`);
  }
}

/** Google's page of 3.5 Flash-Lite, 2026. */
const WITHOUT_SAMPLING = /gemini-3\.5-flash-lite/;

function checkPenalties({ generationConfig, baseModel }: Asked): void {
  if (!WITHOUT_SAMPLING.test(baseModel)) return;
  const { frequencyPenalty, presencePenalty } = generationConfig;
  if (frequencyPenalty || presencePenalty)
    throw new GoogleError('INVALID_ARGUMENT', 'Penalty is not enabled for this model.');
}

/** What of the settings has an effect on a model: the same page says that 3.5 Flash-Lite ignores how an answer is to be drawn. */
export function effective(config: GenerationConfig, baseModel: string): GenerationConfig {
  if (!WITHOUT_SAMPLING.test(baseModel)) return config;
  const { temperature: _, topP: __, topK: ___, ...rest } = config;
  return rest;
}

function mimeTypesOf({ parts = [] }: Content): string[] {
  return parts.flatMap(({ inlineData, fileData }) =>
    [inlineData, fileData].flatMap((data) =>
      isObject(data) && typeof data.mimeType === 'string' ? [data.mimeType] : [],
    ),
  );
}
