import { copyPointer, findFeatures, type InputFeatures } from './features';
import { END, type LogLinearModel, OTHER } from './model';
import { seededRandom } from './random';
import { sample } from './sampling';
import type { GenerationSettings } from './types';

/**
 * Off the paths it knows, a small model can run in a circle for ever. It ends a text by itself when this many times
 * as long as the longest that it learned from.
 */
const LONGEST_TIMES = 1.5;

/** The characters that the model writes, one by one, until it ends the text. */
export function* characters(
  model: LogLinearModel,
  input: InputFeatures,
  settings: Pick<GenerationSettings, 'temperature' | 'topP' | 'topK' | 'seed'>,
): Generator<string, void> {
  const random = seededRandom(settings.seed);
  const output: number[] = [];
  while (output.length < model.longestOutput * LONGEST_TIMES) {
    findFeatures(input, output, output.length, model.active);
    model.score();
    const { pointer } = copyPointer(input.copyable, output, output.length);
    // "A character never seen in training" can be written only where the prompt shows which one to copy.
    const copied = input.copyable[pointer];
    const copyable = copied !== undefined && model.indexOf(copied) === OTHER;
    if (!copyable) model.probabilities[OTHER] = 0;
    const index = sample(model.probabilities, settings, random);
    if (index === END) return;
    const character = index === OTHER ? copied : model.vocabulary[index];
    if (character === undefined) return;
    output.push(character);
    yield String.fromCodePoint(character);
  }
}
