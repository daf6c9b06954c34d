// What the model looks at before it writes the next character.
//
// The features are indicator functions of the input and of the output written so far, each named by a 32-bit hash.
// Four groups, each for one thing that tuning sets ask for:
//   language  the last characters and words of the output          → spelling, and long fluent answers
//   memory    the whole input with the last characters             → the exact answer to a known prompt
//   words     each word of the input with the output so far        → classification, and prompts never seen
//   copying   the characters of the input under two pointers       → transformations of the input
// Everything counts Unicode code points, so that any script and any emoji is one character.

/** Longest run of output characters that is one feature. */
const LONGEST_NGRAM = 7;
/** Word features speak only while the output is this short: labels and the beginnings of answers. */
const LONGEST_PREFIX = 24;
/** Distinct words of the input that are looked at: the first and the last of a very long prompt. */
const MOST_WORDS = 128;
const WORD_WINDOW = 4000;
const MOST_TOPICS = 4;
/** The copying pointers look at the beginning of the input only. */
const COPY_WINDOW = 512;
const LONGEST_MATCH = 8;

/** How loudly each group speaks; what a weight adds to a character's score is weight × value. */
const LANGUAGE_VALUE = 0.7;
const MEMORY_VALUE = 1.5;
const WORDS_VALUE = 2;
const TOPIC_VALUE = 2;
export const COPY_VALUE = 3;

const words = new Intl.Segmenter('und', { granularity: 'word' });

export const END_OF_TEXT = -1;

/** The position-independent part of the features, read once per prompt. */
export interface InputFeatures {
  readonly whole: number;
  readonly words: Uint32Array;
  /** The longest words, which most often say what a text is about: they speak at every place of the output. */
  readonly topics: Uint32Array;
  /** The beginning of the input, as code points. */
  readonly copyable: readonly number[];
}

export function codePointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

export function readInput(text: string): InputFeatures {
  const characters = codePointsOf(text);
  let whole = hash(1, characters.length);
  for (const character of characters) whole = hash(whole, character);
  const spoken = wordsOf(text);
  return {
    whole,
    words: wordFeatures(spoken),
    topics: topicFeatures(spoken),
    copyable: characters.slice(0, COPY_WINDOW),
  };
}

function wordsOf(text: string): string[] {
  const looked =
    text.length <= 2 * WORD_WINDOW ? text : `${text.slice(0, WORD_WINDOW)} ${text.slice(-WORD_WINDOW)}`;
  return [...words.segment(looked.toLowerCase())]
    .filter((word) => word.isWordLike)
    .map((word) => word.segment);
}

function wordFeatures(spoken: readonly string[]): Uint32Array {
  const distinct = [...new Set(spoken.map(hashText))];
  const kept =
    distinct.length <= MOST_WORDS
      ? distinct
      : [...distinct.slice(0, MOST_WORDS / 2), ...distinct.slice(-MOST_WORDS / 2)];
  return Uint32Array.from(kept);
}

function topicFeatures(spoken: readonly string[]): Uint32Array {
  const longestFirst = [...new Set(spoken)].sort((one, other) => other.length - one.length);
  return Uint32Array.from(longestFirst.slice(0, MOST_TOPICS), hashText);
}

/** The features that are on at one place, in buffers that are used again for the next place. */
export class ActiveFeatures {
  names = new Uint32Array(64);
  values = new Float32Array(64);
  /** Where the weights of each begin, once they are scored. */
  firsts = new Int32Array(64);
  /** Of each, the one that says where it is needed: see `add`. */
  contexts = new Int32Array(64);
  count = 0;
  /**
   * Copying features speak for one character each, whichever it is: their weight says how far to trust the
   * pointer, so that copying a character does not have to be learned once per character.
   */
  readonly copies: { name: number; character: number }[] = [];

  clear(): void {
    this.count = 0;
    this.copies.length = 0;
  }

  /**
   * @param context the place in this list of a feature of the output alone: what is on only together with it decides
   * nothing while one character alone has ever followed there. Itself: always needed
   * @returns its place in this list
   */
  add(name: number, value: number, context = this.count): number {
    if (this.count === this.names.length) {
      this.names = grown(this.names, new Uint32Array(this.count * 2));
      this.values = grown(this.values, new Float32Array(this.count * 2));
      this.firsts = grown(this.firsts, new Int32Array(this.count * 2));
      this.contexts = grown(this.contexts, new Int32Array(this.count * 2));
    }
    this.names[this.count] = name;
    this.values[this.count] = value;
    this.contexts[this.count] = context;
    return this.count++;
  }
}

function grown<T extends Uint32Array | Int32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Finds the features for the character that follows `output[0 … length)`. */
export function findFeatures(
  input: InputFeatures,
  output: readonly number[],
  length: number,
  active: ActiveFeatures,
): void {
  active.clear();
  addLanguage(input, output, length, active);
  if (length <= LONGEST_PREFIX) addWords(input, output, length, active);
  addCopying(input.copyable, output, length, active);
}

function addLanguage(
  input: InputFeatures,
  output: readonly number[],
  length: number,
  active: ActiveFeatures,
): void {
  const phrase = sinceLastWord(output, length);
  const context = active.add(phrase, LANGUAGE_VALUE);
  let ngram = 10;
  active.add(ngram, LANGUAGE_VALUE);
  // Once the words have fallen silent, memory alone has to find the way back after an unlucky draw.
  const placeValue = length <= LONGEST_PREFIX ? MEMORY_VALUE : 2 * MEMORY_VALUE;
  active.add(hash(hash(11, input.whole), length), placeValue);
  for (let back = 1; back <= LONGEST_NGRAM; back++) {
    ngram = hash(ngram, output[length - back] ?? END_OF_TEXT);
    active.add(ngram, LANGUAGE_VALUE);
    if (back === 3) active.add(hash(hash(12, input.whole), ngram), MEMORY_VALUE);
    if (back > length) break;
  }
  for (const word of input.topics) active.add(hash(phrase, word), TOPIC_VALUE / input.topics.length, context);
}

/** The word being written and the one before it. */
function sinceLastWord(output: readonly number[], length: number): number {
  const space = 32;
  let name = 13;
  let spaces = 0;
  for (let at = length - 1; at >= 0 && at > length - 40; at--) {
    if (output[at] === space && ++spaces === 2) break;
    name = hash(name, output[at] ?? END_OF_TEXT);
  }
  return name;
}

function addWords(
  input: InputFeatures,
  output: readonly number[],
  length: number,
  active: ActiveFeatures,
): void {
  let prefix = 14;
  for (let at = 0; at < length; at++) prefix = hash(prefix, output[at] ?? END_OF_TEXT);
  const context = active.add(prefix, LANGUAGE_VALUE);
  // Divided so that the words of a long prompt together weigh as much as those of a short one.
  const value = WORDS_VALUE / Math.sqrt(input.words.length);
  for (const word of input.words) active.add(hash(prefix, word), value, context);
}

function addCopying(
  copyable: readonly number[],
  output: readonly number[],
  length: number,
  active: ActiveFeatures,
): void {
  const aligned = copyable[length] ?? END_OF_TEXT;
  const { pointer, matched } = copyPointer(copyable, output, length);
  const pointed = copyable[pointer] ?? END_OF_TEXT;
  active.copies.push({ name: hash(20, matched), character: pointed }, { name: 21, character: aligned });
}

/** The place in the input after the longest run of characters that the output now ends with. */
export function copyPointer(
  copyable: readonly number[],
  output: readonly number[],
  length: number,
): { pointer: number; matched: number } {
  let pointer = 0;
  let matched = 0;
  for (let at = 1; at <= copyable.length && matched < LONGEST_MATCH; at++) {
    let run = 0;
    while (run < LONGEST_MATCH && run < length && copyable[at - 1 - run] === output[length - 1 - run]) run++;
    if (run > matched) {
      pointer = at;
      matched = run;
    }
  }
  return { pointer, matched };
}

function hashText(text: string): number {
  let name = 4;
  for (let at = 0; at < text.length; at++) name = hash(name, text.charCodeAt(at));
  return name;
}

/** Mixes one more number into a name. Never 0, which marks a free place in the model's table. */
function hash(name: number, part: number): number {
  let mixed = Math.imul(name ^ Math.imul(part, 0x85ebca6b), 0x9e3779b1);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  mixed ^= mixed >>> 13;
  return mixed >>> 0 || 1;
}
