// Counts the tokens of a text exactly as SentencePiece does with the Gemma 3 vocabulary. A text may be cut into words
// before counting, because a single piece (`> </`) goes over the start of a word; words come again, and are remembered.
import { countMerged } from './merge';
import type { Vocabulary } from './vocabulary';

const SPACE = 0x20;
const NEWLINE = 0x0a;
const TAB = 0x09;
const LESS = 0x3c;
const BRACKET = 0x5b;
/** How the vocabulary writes a space. */
const BLANK = '\u2581';
const LONGEST_RUN = 31;
const MOST_WORDS = 200_000;
const LONGEST_WORD = 64;
/** The longest piece that starts with `<` or `[` and is matched as it stands has fewer characters. */
const LONGEST_FIXED = 24;

export class Tokenizer {
  readonly #words = new Map<string, number>();

  constructor(private readonly vocabulary: Vocabulary) {}

  count(source: string): number {
    const text = source.includes(BLANK) ? source.replaceAll(BLANK, ' ') : source;
    const end = text.length;
    let count = 0;
    let at = 0;
    let start = 0;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE || code === TAB) {
        count += this.#word(text, start, at);
        const stop = endOfRun(text, at, code);
        count += Math.ceil((stop - at) / LONGEST_RUN);
        at = start = stop;
      } else if (code === SPACE) {
        if (text.charCodeAt(at + 1) !== SPACE && this.#isInsidePiece(text, at)) {
          at++;
          continue;
        }
        count += this.#word(text, start, at);
        const stop = endOfRun(text, at, SPACE);
        const { pieces, left } = splitRun(stop - at);
        count += pieces;
        start = stop - left;
        at = stop;
      } else if (code === LESS || code === BRACKET) {
        const length = this.#fixedAt(text, at);
        if (length === 0) at++;
        else {
          count += this.#word(text, start, at) + 1;
          at = start = at + length;
        }
      } else at++;
    }
    return count + this.#word(text, start, end);
  }

  #word(text: string, start: number, end: number): number {
    if (start === end) return 0;
    const word = text.slice(start, end);
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const count = countMerged(wellFormed(word).replaceAll(' ', BLANK), this.vocabulary);
    if (word.length <= LONGEST_WORD) {
      if (this.#words.size >= MOST_WORDS) this.#words.clear();
      this.#words.set(word, count);
    }
    return count;
  }

  /** A space in `> </`, the one piece that goes over a word's start. */
  #isInsidePiece(text: string, at: number): boolean {
    return text[at - 1] === '>' && text.startsWith('</', at + 1) && this.#fixedAt(text, at + 1) === 0;
  }

  /** The length of the piece that starts here and is matched as it stands; 0 when there is none. */
  #fixedAt(text: string, at: number): number {
    const close = text.charCodeAt(at) === LESS ? '>' : ']';
    const head = text.slice(at, at + LONGEST_FIXED);
    const end = head.indexOf(close) + 1;
    return end > 0 && this.vocabulary.fixed.has(head.slice(0, end)) ? end : 0;
  }
}

function endOfRun(text: string, start: number, code: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) === code) at++;
  return at;
}

/** Runs of 2 to 31 spaces are pieces, the longest first; a single space that is left belongs to the next word. */
function splitRun(length: number): { pieces: number; left: number } {
  const rest = length % LONGEST_RUN;
  const whole = Math.floor(length / LONGEST_RUN);
  if (rest === 1) return { pieces: whole, left: 1 };
  return { pieces: whole + (rest > 0 ? 1 : 0), left: 0 };
}

/** Half a surrogate pair becomes U+FFFD, as in UTF-8. */
function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? Buffer.from(text).toString('utf8') : text;
}
