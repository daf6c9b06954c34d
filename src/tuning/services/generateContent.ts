import type { protos } from '@google-ai/generativelanguage';
import type { Connection } from '../contract/connection';
import type { AttachmentLimits } from '../contract/prompting';
import type { GenerateChunk, GenerationParameters, Prompt, SafetyRating } from '../contract/service';
import { requestStream } from '../google/rest';
import type { Wire } from '../google/wire';
import { readParts, toContents } from './requestContents';

// Both services have these messages with the same JSON for what we use:
// google.ai.generativelanguage.v1beta.* and google.cloud.aiplatform.v1.*
type Request = Wire<protos.google.ai.generativelanguage.v1beta.IGenerateContentRequest>;
type Response = Wire<protos.google.ai.generativelanguage.v1beta.IGenerateContentResponse>;

/**
 * What Gemini models take besides text. A request may have 20 MB, written as base64 (guides on images, audio and
 * documents, 2025).
 */
export const inlineAttachments: AttachmentLimits = {
  mimeTypes: [
    'image/png',
    'image/jpeg',
    'image/webp',
    'image/heic',
    'image/heif',
    'application/pdf',
    'text/plain',
    'audio/mpeg',
    'audio/wav',
    'audio/flac',
    'audio/aac',
    'audio/ogg',
    'video/mp4',
    'video/webm',
    'video/quicktime',
  ],
  inlineBytes: 14_000_000,
  cloudStorage: false,
};

/** Prompts a model by `streamGenerateContent`. @param url the address of the model, without the method */
export async function* generateContent(
  connection: Connection,
  url: string,
  model: string,
  prompt: Prompt,
  signal: AbortSignal,
): AsyncGenerator<GenerateChunk> {
  let finishReason = 'FINISH_REASON_UNSPECIFIED';
  let isCounted = false;
  let counts = 0;
  let blockReason: string | undefined;
  let ratings: readonly SafetyRating[] = [];
  let usage: Response['usageMetadata'];
  for await (const response of requestStream<Response>(connection, {
    method: 'POST',
    url: `${url}:streamGenerateContent`,
    body: toRequest(prompt, model),
    signal,
  })) {
    const candidate = response.candidates?.[0];
    const { text, calls } = readParts(candidate?.content?.parts);
    if (text !== '') yield { kind: 'text', text };
    for (const call of calls) yield { kind: 'call', call };
    finishReason = String(candidate?.finishReason ?? finishReason);
    blockReason = response.promptFeedback?.blockReason?.toString() ?? blockReason;
    ratings = readRatings(candidate?.safetyRatings ?? response.promptFeedback?.safetyRatings) ?? ratings;
    usage = response.usageMetadata ?? usage;
    isCounted = Boolean(response.usageMetadata?.candidatesTokenCount);
    if (isCounted) counts++;
  }
  // Gemini 3.5 Flash at "eu" has ended streams without a reason (a client's note, 2026). The count of the answer's tokens,
  // which Vertex AI puts into the last event alone, tells that it is whole.
  if (isCounted && counts === 1 && finishReason === 'FINISH_REASON_UNSPECIFIED') finishReason = 'STOP';
  yield {
    kind: 'end',
    finishReason: blockReason ?? finishReason,
    promptBlocked: blockReason !== undefined,
    safetyRatings: ratings,
    usage: usage && {
      promptTokens: usage.promptTokenCount,
      outputTokens: usage.candidatesTokenCount,
      thoughtTokens: usage.thoughtsTokenCount,
    },
  };
}

type WireRating = Wire<protos.google.ai.generativelanguage.v1beta.ISafetyRating>;

function readRatings(ratings: readonly WireRating[] | undefined): readonly SafetyRating[] | undefined {
  if (ratings === undefined || ratings.length === 0) return undefined;
  return ratings.map(({ category, probability, blocked }) => ({
    category: String(category),
    probability: String(probability),
    blocked: blocked === true,
  }));
}

/** `GenerateContentRequest` of both services. */
export function toRequest(prompt: Prompt, model: string): Request {
  const safety = Object.entries(prompt.parameters.safety ?? {});
  return {
    ...toContents(prompt, model),
    ...(prompt.mustCall
      ? { toolConfig: { functionCallingConfig: { mode: 'ANY' } } as Request['toolConfig'] }
      : {}),
    ...(safety.length === 0
      ? {}
      : {
          safetySettings: safety.map(([category, threshold]) => ({
            category,
            threshold,
          })) as NonNullable<Request['safetySettings']>,
        }),
    generationConfig: toGenerationConfig(prompt.parameters),
  };
}

function toGenerationConfig(parameters: GenerationParameters): Request['generationConfig'] {
  const { stopSequences, responseJsonSchema, thinkingBudget, thinkingLevel, safety: _, ...rest } = parameters;
  const thinking = {
    ...(thinkingBudget === undefined ? {} : { thinkingBudget }),
    ...(thinkingLevel === undefined ? {} : { thinkingLevel }),
  };
  return {
    ...rest,
    ...(stopSequences?.length ? { stopSequences: [...stopSequences] } : {}),
    ...(responseJsonSchema === undefined ? {} : { responseJsonSchema }),
    ...(Object.keys(thinking).length === 0 ? {} : { thinkingConfig: thinking }),
  };
}
