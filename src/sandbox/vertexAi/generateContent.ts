import { candidateSettings, toCandidate, toUsage } from '../generation/candidates';
import { checkGenerationConfig, generatePieces, generateWhole, type Piece } from '../generation/generate';
import { openBaseModel, openModel } from '../generation/models';
import { flattenPrompt, roleOf } from '../generation/prompt';
import { GoogleError } from '../google/errors';
import type { LearnedModel } from '../learner/types';
import { randomSecret } from '../state/ids';
import { requirePublisherModel } from './baseModels';
import type { CountTokensRequest, GenerateContentRequest } from './messages';
import { readPlace } from './names';
import type { TuningJobs } from './tuningJobs';

export async function generateContent(
  request: GenerateContentRequest,
  jobs: TuningJobs,
  signal: AbortSignal,
): Promise<object> {
  const { model, prompt, about } = prepare(request, jobs);
  const config = request.generationConfig ?? {};
  const answers: Required<Piece>[] = [];
  for (let i = 0; i < (config.candidateCount ?? 1); i++) {
    answers.push(await generateWhole(model, prompt, candidateSettings(config, i), signal));
  }
  return { candidates: answers.map(toCandidate), usageMetadata: toUsage(answers), ...about };
}

export async function* streamGenerateContent(
  request: GenerateContentRequest,
  jobs: TuningJobs,
  signal: AbortSignal,
): AsyncGenerator<object, void> {
  const { model, prompt, about } = prepare(request, jobs);
  const config = request.generationConfig ?? {};
  for (let i = 0; i < (config.candidateCount ?? 1); i++) {
    for await (const piece of generatePieces(model, prompt, candidateSettings(config, i), signal)) {
      const usage = piece.end ? { usageMetadata: toUsage([piece]) } : {};
      yield { candidates: [toCandidate(piece, i)], ...usage, ...about };
    }
  }
}

/** The learner's tokens are characters (Unicode code points). */
export function countTokens(request: CountTokensRequest, jobs: TuningJobs): object {
  findModel(request.endpoint, jobs);
  const { contents = [], systemInstruction } = request;
  if (contents.length === 0) throw new GoogleError('INVALID_ARGUMENT', NO_CONTENTS);
  const prompt = flattenPrompt(systemInstruction, contents);
  return { totalTokens: [...prompt].length, totalBillableCharacters: [...prompt.replace(/\s/gu, '')].length };
}

const NO_CONTENTS = 'Unable to submit request because at least one contents field is required.';

function prepare(
  { model: name, contents = [], systemInstruction, generationConfig }: GenerateContentRequest,
  jobs: TuningJobs,
) {
  const { model, version } = findModel(name, jobs);
  checkGenerationConfig(generationConfig, 'generation_config');
  if (!contents.every((content) => ['user', 'model', 'function'].includes(roleOf(content)))) {
    throw new GoogleError('INVALID_ARGUMENT', 'Please use a valid role: user, model.');
  }
  const last = contents.at(-1);
  if (last && roleOf(last) === 'model') {
    const text = 'Please ensure that multiturn requests end with a user role or a function response.';
    throw new GoogleError('INVALID_ARGUMENT', text);
  }
  const about = { modelVersion: version, responseId: randomSecret(12), createTime: new Date().toISOString() };
  return { model, prompt: flattenPrompt(systemInstruction, contents), about };
}

/** A tuned model by its endpoint, or the base model under any of its names. */
function findModel(name: string, jobs: TuningJobs): { model: LearnedModel; version: string } {
  if (name.startsWith('projects/')) readPlace(name);
  if (name.includes('/publishers/') || name.startsWith('publishers/')) {
    requirePublisherModel(name);
    return { model: openBaseModel(), version: name.slice(name.lastIndexOf('/') + 1) };
  }
  const { file, model } = jobs.endpointModel(name);
  return { model: openModel(file), version: model };
}
