import type { Conditions } from '../conditions';
import { notFound } from '../google/errors';
import { takePage } from '../state/paging';
import type { ListRequest, NameRequest } from './messages';

/** google.ai.generativelanguage.*.Model */
export type Model = {
  name: string;
  baseModelId: string;
  version: string;
  displayName: string;
  description: string;
  inputTokenLimit: number;
  outputTokenLimit: number;
  supportedGenerationMethods: string[];
  temperature: number;
  topP: number;
  topK: number;
};

const STAND_IN =
  "The sandbox's small stand-in model under a Google model name. It was trained on one page of English text.";

type Sampling = Pick<Model, 'temperature' | 'topP' | 'topK'>;

/** What each generation of Google's models samples with when nothing is asked: 1.0 took the most probable token. */
const GEMINI_1_0: Sampling = { temperature: 0.9, topP: 1, topK: 1 };
const GEMINI_1_5: Sampling = { temperature: 1, topP: 0.95, topK: 64 };

function model(id: string, displayName: string, sampling: Sampling, methods: string[]): Model {
  return {
    name: `models/${id}`,
    baseModelId: id,
    version: '001',
    displayName,
    description: STAND_IN,
    inputTokenLimit: 30_720,
    outputTokenLimit: 8192,
    supportedGenerationMethods: methods,
    ...sampling,
  };
}

const GENERATION = ['generateContent', 'countTokens'];

/** What the sandbox offers: two that can be tuned, as the real service once had, and one that cannot. */
const BASE_MODELS: readonly Model[] = [
  model('gemini-1.0-pro-001', 'Gemini 1.0 Pro 001 (Tuning)', GEMINI_1_0, [...GENERATION, 'createTunedModel']),
  model('gemini-1.5-flash-001-tuning', 'Gemini 1.5 Flash 001 Tuning', GEMINI_1_5, [
    ...GENERATION,
    'createTunedModel',
  ]),
  model('gemini-2.5-flash', 'Gemini 2.5 Flash', GEMINI_1_5, GENERATION),
];

export function getModel({ name }: NameRequest, conditions: Conditions): Model {
  const found = offered(conditions).find((candidate) => candidate.name === name);
  if (found) return found;
  throw notFound(
    `${name} is not found for API version v1beta, or is not supported for generateContent. ` +
      'Call ListModels to see the list of available models and their supported methods.',
  );
}

export function listModels(
  request: ListRequest,
  conditions: Conditions,
): { models: Model[]; nextPageToken?: string } {
  // A list that never changes: its own order, told apart from newest-first lists by made-up times.
  const listed = offered(conditions).map((base, i) => ({
    ...base,
    id: base.name,
    createTime: String(9 - i),
  }));
  const { items, ...rest } = takePage(listed, request, { usual: 50, most: 1000 });
  return { models: items.map(({ id: _, createTime: __, ...base }) => base), ...rest };
}

export function canBeTuned(name: string, conditions: Conditions): boolean {
  return getModel({ name }, conditions).supportedGenerationMethods.includes('createTunedModel');
}

/** @throws GoogleError 404 when the base model of a tuned one is no longer served. */
export function refuseRetired(baseModel: string, conditions: Conditions): void {
  if (!conditions.tunableBaseModels) getModel({ name: baseModel }, conditions);
}

/** Those that could be tuned are retired; the others stay. */
function offered({ tunableBaseModels }: Conditions): readonly Model[] {
  return BASE_MODELS.filter(
    (base) => tunableBaseModels || !base.supportedGenerationMethods.includes('createTunedModel'),
  );
}
