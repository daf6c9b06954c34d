import { answerForm, candidateSettings, inForm, toCandidate, toUsage } from '../generation/candidates';
import { checkPrompt, effective } from '../generation/checkPrompt';
import { checkCalls, toolTokens } from '../generation/functionCalls';
import { checkGenerationConfig, generatePieces, generateWhole, type Piece } from '../generation/generate';
import { openBaseModel, openModel } from '../generation/models';
import { flattenPrompt, roleOf } from '../generation/prompt';
import { GoogleError } from '../google/errors';
import { randomSecret } from '../state/ids';
import { requirePublisherModel } from './baseModels';
import type { CountTokensRequest, GenerateContentRequest } from './messages';
import { readPlace } from './names';
import type { TuningJobs } from './training/tuningJobs';

export async function generateContent(
  request: GenerateContentRequest,
  jobs: TuningJobs,
  signal: AbortSignal,
): Promise<object> {
  const { model, prompt, config, form, about } = prepare(request, jobs);
  const answers: Required<Piece>[] = [];
  for (let i = 0; i < (config.candidateCount ?? 1); i++) {
    answers.push(await generateWhole(model, prompt, candidateSettings(config, i), signal));
  }
  const candidates = answers.map((answer, i) => toCandidate(answer, i, form));
  return { candidates, usageMetadata: toUsage(answers, request.tools), ...about };
}

export async function* streamGenerateContent(
  request: GenerateContentRequest,
  jobs: TuningJobs,
  signal: AbortSignal,
): AsyncGenerator<object, void> {
  const { model, prompt, config, form, about } = prepare(request, jobs);
  for (let i = 0; i < (config.candidateCount ?? 1); i++) {
    const pieces = generatePieces(model, prompt, candidateSettings(config, i), signal);
    for await (const piece of inForm(pieces, form)) {
      const usage = piece.end ? { usageMetadata: toUsage([piece], request.tools) } : {};
      yield { candidates: [toCandidate(piece, i, form)], ...usage, ...about };
    }
  }
}

/** The learner's tokens are characters (Unicode code points). */
export function countTokens(request: CountTokensRequest, jobs: TuningJobs): object {
  findModel(request.endpoint, jobs);
  const { contents = [], systemInstruction, tools } = request;
  if (contents.length === 0) throw new GoogleError('INVALID_ARGUMENT', NO_CONTENTS);
  const prompt = flattenPrompt(systemInstruction, contents);
  return {
    totalTokens: [...prompt].length + toolTokens(tools),
    totalBillableCharacters: [...prompt.replace(/\s/gu, '')].length,
  };
}

const NO_CONTENTS = 'Unable to submit request because at least one contents field is required.';

function prepare(
  {
    model: name,
    contents = [],
    systemInstruction,
    generationConfig = {},
    safetySettings = [],
    tools,
  }: GenerateContentRequest,
  jobs: TuningJobs,
) {
  const { model, version, baseModel } = findModel(name, jobs);
  checkGenerationConfig(generationConfig, 'generation_config');
  checkPrompt({ contents, generationConfig, safetySettings, baseModel }, 'vertexAi');
  if (!contents.every((content) => ['user', 'model', 'function'].includes(roleOf(content)))) {
    throw new GoogleError('INVALID_ARGUMENT', 'Please use a valid role: user, model.');
  }
  const last = contents.at(-1);
  if (last && roleOf(last) === 'model') {
    const text = 'Please ensure that multiturn requests end with a user role or a function response.';
    throw new GoogleError('INVALID_ARGUMENT', text);
  }
  checkCalls(contents, baseModel);
  const about = { modelVersion: version, responseId: randomSecret(12), createTime: new Date().toISOString() };
  const form = answerForm(generationConfig, tools, baseModel);
  const prompt = flattenPrompt(systemInstruction, contents);
  return { model, prompt, config: effective(generationConfig, baseModel), form, about };
}

/**
 * A tuned model by its endpoint (for batch predictions by its own name), or the base model under any of its names.
 * @throws GoogleError 404
 */
export function findModel(name: string, jobs: TuningJobs) {
  if (name.startsWith('projects/')) readPlace(name);
  if (name.includes('/publishers/') || name.startsWith('publishers/')) {
    requirePublisherModel(name, jobs.conditions);
    const version = name.slice(name.lastIndexOf('/') + 1);
    return { model: openBaseModel(), version, baseModel: version };
  }
  const { file, model, baseModel } = name.includes('/models/')
    ? jobs.tunedModel(name)
    : jobs.endpointModel(name);
  return { model: openModel(file), version: model, baseModel };
}
