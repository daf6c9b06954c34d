import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { badRequest, type FieldViolation } from '../google/errors';
import type { JsonValue } from '../google/protoJson/json';
import type { GenerationSettings, LearnedModel } from '../learner/types';

/** generationConfig of both services, as far as the sandbox honours it. */
export type GenerationConfig = {
  candidateCount?: number;
  maxOutputTokens?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
  seed?: number;
  stopSequences?: string[];
  responseMimeType?: string;
  responseSchema?: JsonValue;
  responseJsonSchema?: JsonValue;
  responseJsonSchemaOrdered?: JsonValue;
  thinkingConfig?: { thinkingBudget?: number; thinkingLevel?: string; includeThoughts?: boolean };
};

/** A piece of an answer; the last one says how it ended. */
export interface Piece {
  readonly text: string;
  readonly end?: {
    readonly finishReason: 'STOP' | 'MAX_TOKENS';
    /** Tokens of the learner: characters. */
    readonly promptTokens: number;
    readonly outputTokens: number;
  };
}

/** Between two pieces of a stream, so that a person sees it grow and can stop it. Milliseconds. */
const STREAM_PAUSE = 20;
/** Characters: scripts without spaces are streamed too. */
const LONGEST_PIECE = 16;
const RANGES = {
  temperature: [0, 2],
  topP: [0, 1],
  topK: [1, 1000],
  maxOutputTokens: [1, 65_536],
  candidateCount: [1, 8],
} as const;
const MOST_STOP_SEQUENCES = 5;

/** @throws GoogleError 400 for each setting that is out of range; `path` is the config's place in the request. */
export function checkGenerationConfig(config: GenerationConfig | undefined, path: string): void {
  const violations: FieldViolation[] = [];
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const value = config?.[name as keyof typeof RANGES];
    if (value === undefined || (value >= least && value <= most)) continue;
    const field = `${path}.${name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}`;
    violations.push({
      field,
      description: `${field} must be in the range [${least}, ${most}], but is ${value}.`,
    });
  }
  const stops = config?.stopSequences?.length ?? 0;
  if (stops > MOST_STOP_SEQUENCES) {
    const field = `${path}.stop_sequences`;
    violations.push({
      field,
      description: `${field} may hold ${MOST_STOP_SEQUENCES} items at most, but has ${stops}.`,
    });
  }
  if (violations.length > 0) throw badRequest(violations);
}

export function toSettings(config: GenerationConfig = {}): GenerationSettings {
  const { temperature, topP, topK, maxOutputTokens, stopSequences, seed = randomInt(2 ** 31) } = config;
  return { temperature, topP, topK, maxOutputTokens, stopSequences, seed };
}

/** The whole answer at once. Lets other requests through while it is written. */
export async function generateWhole(
  model: LearnedModel,
  prompt: string,
  settings: GenerationSettings,
  signal: AbortSignal,
): Promise<Required<Piece>> {
  let text = '';
  for await (const piece of pieces(model, prompt, settings, signal, 0)) {
    text += piece.text;
    if (piece.end) return { text, end: piece.end };
  }
  throw new Error('The learner stopped without an end.');
}

/** The answer word by word. */
export function generatePieces(
  model: LearnedModel,
  prompt: string,
  settings: GenerationSettings,
  signal: AbortSignal,
): AsyncGenerator<Piece, void> {
  return pieces(model, prompt, settings, signal, STREAM_PAUSE);
}

async function* pieces(
  model: LearnedModel,
  prompt: string,
  settings: GenerationSettings,
  signal: AbortSignal,
  pause: number,
): AsyncGenerator<Piece, void> {
  const writing = model.generate(prompt, settings);
  let word = '';
  for (;;) {
    const next = writing.next();
    if (next.done) {
      yield { text: word, end: next.value };
      return;
    }
    word += next.value;
    if (!/\s$/.test(word) && word.length < LONGEST_PIECE) continue;
    yield { text: word };
    word = '';
    await wait(pause, undefined, { signal });
  }
}
