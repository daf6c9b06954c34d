// A conditional next-character model: p(character | input, output so far) is a softmax over all characters seen,
// of the summed weights of the features that are on. Log-linear, so training is convex: with a small enough rate
// it cannot get stuck, and with too large a one it overshoots, as large models do.

import { ActiveFeatures, COPY_VALUE, END_OF_TEXT } from './features';
import { CELLS, CHARACTER, NEXT, NO_ENTRY, SQUARES, VALUE, Weights } from './weights';

/** Indices of the vocabulary: the end of the text, and every character that no training output held. */
export const END = 0;
export const OTHER = 1;
const OTHER_CHARACTER = -2;

export class LogLinearModel {
  /** Code points by index. */
  readonly vocabulary: number[] = [];
  /** The features of the place being scored; fill it with `findFeatures`, then call `score`. */
  readonly active = new ActiveFeatures();
  /** Characters of the longest output it learned from; see `generator.ts`. */
  longestOutput = 0;
  /** What `score` found, by index of the vocabulary. */
  probabilities = new Float64Array(0);

  private readonly indices = new Map<number, number>();
  /** The weights whose gradient moved since the last `step`. */
  private moved: number[] = [];

  constructor(
    vocabulary: readonly number[] = [END_OF_TEXT, OTHER_CHARACTER],
    readonly weights = new Weights(),
  ) {
    this.know(vocabulary);
  }

  /** Adds characters to the softmax. */
  know(characters: Iterable<number>): void {
    for (const character of characters) {
      if (this.indices.has(character)) continue;
      this.indices.set(character, this.vocabulary.length);
      this.vocabulary.push(character);
    }
    this.probabilities = new Float64Array(this.vocabulary.length);
  }

  indexOf(character: number): number {
    return this.indices.get(character) ?? OTHER;
  }

  /** The probability of each character at the place of the active features, and the most probable one. */
  score(): number {
    const { active, probabilities, weights } = this;
    const { cells, numbers } = weights;
    probabilities.fill(0);
    for (let at = 0; at < active.count; at++) {
      const strength = active.values[at] ?? 0;
      const first = this.isNeeded(at) ? weights.first(active.names[at] ?? 0) : NO_ENTRY;
      active.firsts[at] = first;
      for (let entry = first; entry !== NO_ENTRY; entry = cells[entry * CELLS + NEXT] ?? NO_ENTRY) {
        const index = cells[entry * CELLS + CHARACTER] ?? 0;
        probabilities[index] = (probabilities[index] ?? 0) + strength * (numbers[entry * CELLS + VALUE] ?? 0);
      }
    }
    for (const copy of active.copies) {
      const index = this.indexOf(copy.character);
      const entry = weights.first(copy.name);
      if (entry !== NO_ENTRY)
        probabilities[index] =
          (probabilities[index] ?? 0) + COPY_VALUE * (numbers[entry * CELLS + VALUE] ?? 0);
    }
    return softmax(probabilities);
  }

  /**
   * Gives the pairs of the active features with the right character weights, so that they can learn.
   * False when there is no room for all of them.
   */
  include(target: number): boolean {
    const { active, weights } = this;
    const before = weights.count;
    let room = true;
    for (let at = 0; at < active.count; at++) {
      const name = active.names[at] ?? 0;
      if (!this.isNeeded(at)) continue;
      room = weights.include(name, target) && room;
      if (weights.count > before) active.firsts[at] = weights.first(name);
    }
    for (const copy of active.copies) room = weights.include(copy.name, OTHER) && room;
    return room;
  }

  private isNeeded(at: number): boolean {
    const context = this.active.contexts[at] ?? at;
    if (context === at) return true;
    const first = this.active.firsts[context] ?? NO_ENTRY;
    return this.weights.cells[first * CELLS + NEXT] !== NO_ENTRY;
  }

  /** Adds the gradient of −log p(target) at the place scored last, times `scale`. */
  addGradient(target: number, scale = 1): void {
    const { active, probabilities, weights } = this;
    const { cells } = weights;
    for (let at = 0; at < active.count; at++) {
      const strength = active.values[at] ?? 0;
      let entry = active.firsts[at] ?? NO_ENTRY;
      for (; entry !== NO_ENTRY; entry = cells[entry * CELLS + NEXT] ?? NO_ENTRY) {
        const index = cells[entry * CELLS + CHARACTER] ?? 0;
        this.move(entry, scale * strength * ((probabilities[index] ?? 0) - (index === target ? 1 : 0)));
      }
    }
    for (const copy of active.copies) {
      const index = this.indexOf(copy.character);
      const error = (probabilities[index] ?? 0) - (index === target ? 1 : 0);
      const entry = weights.first(copy.name);
      if (entry !== NO_ENTRY) this.move(entry, scale * COPY_VALUE * error);
    }
  }

  private move(entry: number, gradient: number): void {
    const before = this.weights.gradient[entry] ?? 0;
    if (before === 0) this.moved.push(entry);
    this.weights.gradient[entry] = before + gradient;
  }

  /**
   * One step of Adagrad against the gradients added since the last one: a weight's rate falls as its gradients
   * add up. Rare features (a memory of one input) keep learning fast while common ones (a letter) settle.
   */
  step(rate: number): void {
    const { gradient, numbers } = this.weights;
    for (const entry of this.moved) {
      const slope = gradient[entry] ?? 0;
      const squares = numbers[entry * CELLS + SQUARES] ?? 0;
      const value = numbers[entry * CELLS + VALUE] ?? 0;
      const from = squares === 0 && value === 0 ? rate * FIRST_SEEN : value;
      const sum = squares + slope * slope;
      numbers[entry * CELLS + SQUARES] = sum;
      numbers[entry * CELLS + VALUE] = from - (rate * slope) / Math.sqrt(ADAGRAD_START + sum);
      gradient[entry] = 0;
    }
    this.moved = [];
  }
}

/**
 * What a new weight gets besides its gradient, in rates. That a character occurred at a place is evidence against
 * all that did not, which have no weights to lower; without it sampling would wander off known paths.
 */
const FIRST_SEEN = 1.5;

/** Keeps the first steps of a weight proportional to its gradient instead of always a full rate long. */
const ADAGRAD_START = 0.5;

/** Turns scores into probabilities in place; returns the index of the greatest. */
function softmax(scores: Float64Array): number {
  let best = 0;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] ?? 0;
    if (score > greatest) {
      greatest = score;
      best = index;
    }
  }
  let sum = 0;
  for (let index = 0; index < scores.length; index++) {
    const exponential = Math.exp((scores[index] ?? 0) - greatest);
    scores[index] = exponential;
    sum += exponential;
  }
  for (let index = 0; index < scores.length; index++) scores[index] = (scores[index] ?? 0) / sum;
  return best;
}
