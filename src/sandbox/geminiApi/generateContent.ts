import type { Conditions } from '../conditions';
import {
  type AnswerForm,
  answerForm,
  candidateSettings,
  inForm,
  toCandidate,
  toUsage,
} from '../generation/candidates';
import { checkPrompt, effective } from '../generation/checkPrompt';
import { checkCalls, toolTokens } from '../generation/functionCalls';
import { checkGenerationConfig, generatePieces, generateWhole, type Piece } from '../generation/generate';
import { openBaseModel, openModel } from '../generation/models';
import { flattenPrompt, hasOnlyText, roleOf } from '../generation/prompt';
import { badRequest, GoogleError, invalidArgument } from '../google/errors';
import type { LearnedModel } from '../learner/types';
import { randomSecret } from '../state/ids';
import { getModel } from './baseModels';
import type { CountTokensRequest, GenerateContentRequest } from './messages';
import type { TunedModels } from './tunedModels';

/** What a prompt may reach, and for whom. */
export interface Context {
  readonly tunedModels: TunedModels;
  readonly conditions: Conditions;
  /** The caller's; empty for an API key, which reaches no tuned model. */
  readonly email: string;
}

interface Prepared {
  readonly model: LearnedModel;
  readonly prompt: string;
  readonly form: AnswerForm;
  readonly config: NonNullable<GenerateContentRequest['generationConfig']>;
  readonly about: { readonly modelVersion: string; readonly responseId: string };
}

/** Of a tuned model, from the tuning guide: input up to 40,000 characters, text only, no JSON mode. */
const MAX_TUNED_INPUT = 40_000;

export async function generateContent(
  request: GenerateContentRequest,
  context: Context,
  signal: AbortSignal,
): Promise<object> {
  const { model, prompt, config, form, about } = prepare(request, context);
  const answers: Required<Piece>[] = [];
  for (let i = 0; i < (config.candidateCount ?? 1); i++) {
    answers.push(await generateWhole(model, prompt, candidateSettings(config, i), signal));
  }
  const candidates = answers.map((answer, i) => toCandidate(answer, i, form));
  return { candidates, usageMetadata: toUsage(answers, request.tools), ...about };
}

export async function* streamGenerateContent(
  request: GenerateContentRequest,
  context: Context,
  signal: AbortSignal,
): AsyncGenerator<object, void> {
  const { model, prompt, config, form, about } = prepare(request, context);
  for (let i = 0; i < (config.candidateCount ?? 1); i++) {
    const pieces = generatePieces(model, prompt, candidateSettings(config, i), signal);
    for await (const piece of inForm(pieces, form)) {
      const usage = piece.end ? { usageMetadata: toUsage([piece], request.tools) } : {};
      yield { candidates: [toCandidate(piece, i, form)], ...usage, ...about };
    }
  }
}

/** The learner's tokens are characters (Unicode code points). */
export function countTokens(request: CountTokensRequest, context: Context): object {
  findModel(request.model, context);
  const { contents, generateContentRequest } = request;
  if (contents && generateContentRequest) {
    throw invalidArgument('contents', 'contents and generate_content_request are mutually exclusive.');
  }
  const asked = generateContentRequest ?? { contents };
  if ((asked.contents ?? []).length === 0) {
    const description = '* CountTokensRequest.contents: contents is not specified';
    throw badRequest([{ field: 'contents', description }]);
  }
  const { contents: turns = [], systemInstruction, tools } = asked as Partial<GenerateContentRequest>;
  return { totalTokens: [...flattenPrompt(systemInstruction, turns)].length + toolTokens(tools) };
}

function prepare(request: GenerateContentRequest, context: Context): Prepared {
  const { contents = [], systemInstruction, generationConfig = {}, safetySettings = [], tools } = request;
  const { model, defaults, baseModel } = findModel(request.model, context);
  checkGenerationConfig(generationConfig, 'generation_config');
  for (const content of contents) {
    if (!['user', 'model', 'function'].includes(roleOf(content))) {
      throw new GoogleError('INVALID_ARGUMENT', 'Please use a valid role: user, model.');
    }
  }
  const prompt = flattenPrompt(systemInstruction, contents);
  if (defaults) {
    if (!contents.every(hasOnlyText) || tools?.length)
      throw new GoogleError('INVALID_ARGUMENT', 'Tuned models take text only.');
    if (prompt.length > MAX_TUNED_INPUT) {
      const text = `The input of a tuned model is limited to ${MAX_TUNED_INPUT} characters, but has ${prompt.length}.`;
      throw new GoogleError('INVALID_ARGUMENT', text);
    }
    if (generationConfig.responseMimeType === 'application/json') {
      throw new GoogleError('INVALID_ARGUMENT', 'JSON mode is not enabled for tuned models.');
    }
  }
  checkPrompt({ contents, generationConfig, safetySettings, baseModel }, 'geminiApi');
  checkCalls(contents, baseModel);
  const modelVersion = request.model.replace(/^models\//, '');
  return {
    model,
    prompt,
    config: { ...defaults, ...effective(generationConfig, baseModel) },
    form: answerForm(generationConfig, tools, baseModel),
    about: { modelVersion, responseId: randomSecret(12) },
  };
}

function findModel(name: string, { tunedModels, conditions, email }: Context) {
  if (name.startsWith('tunedModels/')) {
    const { file, sampling, baseModel } = tunedModels.activeModel(name, email);
    return { model: openModel(file), defaults: sampling, baseModel };
  }
  getModel({ name }, conditions);
  return { model: openBaseModel(), defaults: undefined, baseModel: name };
}
