import type { Random } from './random';
import type { GenerationSettings } from './types';

/** Gemini's defaults, as its model pages list them. */
const DEFAULT_TEMPERATURE = 1;
const DEFAULT_TOP_P = 0.95;
const DEFAULT_TOP_K = 64;

/**
 * Picks an index in the order Google documents: the topK most probable, of these the fewest whose probabilities
 * reach topP, and among the rest by temperature. Temperature 0 takes the most probable; ties go to the lower index.
 */
export function sample(
  probabilities: Float64Array,
  settings: Pick<GenerationSettings, 'temperature' | 'topP' | 'topK'>,
  random: Random,
): number {
  const temperature = settings.temperature ?? DEFAULT_TEMPERATURE;
  const topK = temperature === 0 ? 1 : Math.max(1, settings.topK ?? DEFAULT_TOP_K);
  const topP = settings.topP ?? DEFAULT_TOP_P;
  const ranked = Array.from(probabilities, (probability, index) => ({ index, probability }))
    .sort((one, other) => other.probability - one.probability || one.index - other.index)
    .slice(0, topK);

  const kept: typeof ranked = [];
  let sum = 0;
  for (const candidate of ranked) {
    kept.push(candidate);
    sum += candidate.probability;
    if (sum >= topP) break;
  }
  const [best] = kept;
  if (best === undefined) throw new RangeError('There is nothing to sample from.');
  if (kept.length === 1) return best.index;

  // Relative to the best, so that a very low temperature does not underflow to nothing.
  const chances = kept.map(({ probability }) => (probability / best.probability) ** (1 / temperature));
  let left = random() * chances.reduce((total, chance) => total + chance, 0);
  for (const [rank, { index }] of kept.entries()) {
    left -= chances[rank] ?? 0;
    if (left < 0) return index;
  }
  return best.index;
}
