import { trainBaseModel } from './baseModel';
import { characters } from './characters';
import { codePointsOf, readInput } from './features';
import type { LogLinearModel } from './model';
import { readModel } from './modelFile';
import type { GenerationEnd, GenerationSettings, LearnedModel } from './types';

/** Gemini's limit where a request names none. */
const DEFAULT_MAX_OUTPUT_TOKENS = 8192;
/** Reads a model that training wrote. Throws an error naming the file when it is none. */
export function loadModel(file: string): LearnedModel {
  return learnedModel(readModel(file).model);
}

let baseModel: LearnedModel | undefined;

/** The model before any tuning: the same kind of model, trained at first use on a page of plain sentences. */
export function loadBaseModel(): LearnedModel {
  baseModel ??= learnedModel(trainBaseModel());
  return baseModel;
}

/** Texts may be generated side by side: nothing is kept in the model between two characters. */
export function learnedModel(model: LogLinearModel): LearnedModel {
  return { generate: (prompt, settings) => generate(model, prompt, settings) };
}

function* generate(
  model: LogLinearModel,
  prompt: string,
  settings: GenerationSettings,
): Generator<string, GenerationEnd> {
  const promptTokens = codePointsOf(prompt).length;
  const hold = new StopSequences(settings.stopSequences ?? []);
  let outputTokens = 0;
  for (const character of characters(model, readInput(prompt), settings)) {
    if (outputTokens === (settings.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS)) {
      const rest = hold.rest();
      if (rest !== '') yield rest;
      return { finishReason: 'MAX_TOKENS', promptTokens, outputTokens };
    }
    outputTokens++;
    const text = hold.push(character);
    if (text !== '') yield text;
    if (hold.stopped) return { finishReason: 'STOP', promptTokens, outputTokens };
  }
  const rest = hold.rest();
  if (rest !== '') yield rest;
  return { finishReason: 'STOP', promptTokens, outputTokens };
}

/** Holds back what may be the beginning of a stop sequence until it is known. */
class StopSequences {
  stopped = false;
  private held = '';

  constructor(private readonly sequences: readonly string[]) {}

  /** Takes one more character; returns the text that is now safe to show. */
  push(character: string): string {
    this.held += character;
    const stop = this.sequences.find((sequence) => sequence !== '' && this.held.endsWith(sequence));
    if (stop !== undefined) {
      this.stopped = true;
      return this.held.slice(0, -stop.length);
    }
    let begun = 0;
    for (const sequence of this.sequences) {
      for (let length = Math.min(sequence.length - 1, this.held.length); length > begun; length--) {
        if (this.held.endsWith(sequence.slice(0, length))) begun = length;
      }
    }
    const safe = this.held.slice(0, this.held.length - begun);
    this.held = this.held.slice(safe.length);
    return safe;
  }

  rest(): string {
    return this.held;
  }
}
