// Reads the common lines of the two main formats in the bytes of a file, when nothing is wrong with them. Everything
// else (other parts, mistakes, doubts) is left to checkLine.ts: `read` then returns -1. What it gives for a line is
// what checkLine.ts would give, and a property test holds it to that. Here is what both formats share.

import { Hash } from '../../example/hash';
import { LONGEST_LINE } from '../../rules/lineSize';
import type { LineProblem } from '../checkLine';
import { TextScan } from './textScan';

const SPACE = 0x20;
const TAB = 0x09;
const RETURN = 0x0d;
const NEWLINE = 0x0a;
const COLON = 0x3a;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;

/** A key or another text as it stands in a file. */
export function quoted(name: string): Buffer {
  return Buffer.from(JSON.stringify(name));
}

export interface QuickLimits {
  readonly inputCharacters: number;
  readonly outputCharacters: number;
  /** A line of fewer bytes cannot have too many tokens. */
  readonly lineBytes: number;
}

export interface QuickLine {
  readonly inputKey: number;
  readonly outputKey: number;
  readonly wholeKey: number;
  readonly inputCharacters: number;
  readonly outputCharacters: number;
  /** Where the only text of the answer stands, for classes; -1 when there are several. */
  readonly answerStart: number;
  readonly answerEnd: number;
  /** UTF-16 units of the line without its end. */
  readonly length: number;
  /** As in `LineReading`. */
  readonly media: string | undefined;
  /** None is an error: see knownMembers.ts. Mostly the same list on all lines, so it is not made anew for each. */
  readonly problems: readonly LineProblem[];
  /** UTF-16 units to add to the ranges of the problems. */
  readonly problemColumn: number;
  use(bytes: Buffer): void;
  /**
   * Whoever calls it has looked for U+FFFD and the end of thoughts (rules/thoughts.ts) before.
   * @param end where the last line ends; what the bytes hold behind it does not count
   * @returns the start of the next line; -1 when the line must be read the slow way
   */
  read(start: number, end: number): number;
}

const NONE: readonly LineProblem[] = [];

/** Problems whose ranges count from `column`, with ranges that count from the start of the line. */
export function moved(problems: readonly LineProblem[], column: number): readonly LineProblem[] {
  if (column === 0) return problems;
  return problems.map(({ range: { start, end }, ...problem }) => ({
    ...problem,
    range: { start: start + column, end: end + column },
  }));
}

export abstract class QuickReader implements QuickLine {
  inputKey = 0;
  outputKey = 0;
  wholeKey = 0;
  inputCharacters = 0;
  outputCharacters = 0;
  answerStart = -1;
  answerEnd = -1;
  length = 0;
  media: string | undefined;
  problems: readonly LineProblem[] = NONE;
  problemColumn = 0;
  protected readonly text = new TextScan();
  protected bytes: Buffer = Buffer.alloc(0);
  protected readonly question = new Hash();
  protected readonly answer = new Hash();
  /** Of pictures and the like, less what they may cost in tokens. */
  protected fileBytes = 0;
  readonly #whole = new Hash();

  constructor(protected readonly limits: QuickLimits) {}

  use(bytes: Buffer): void {
    this.bytes = bytes;
    this.text.use(bytes);
  }

  read(start: number, end: number): number {
    this.text.extraBytes = 0;
    this.inputCharacters = 0;
    this.outputCharacters = 0;
    this.problems = NONE;
    this.problemColumn = 0;
    this.fileBytes = 0;
    this.question.reset();
    this.answer.reset();
    const close = this.example(start, end);
    // Whatever was read behind the end, which may hold an earlier line, the bracket stands there too.
    if (close === -1 || close > end) return -1;
    const stop = Math.min(this.space(close), end);
    if (stop < end && this.bytes[stop] !== NEWLINE) return -1;
    const { limits, question, answer } = this;
    if (this.inputCharacters > limits.inputCharacters || this.outputCharacters > limits.outputCharacters)
      return -1;
    if (stop - start - this.fileBytes > limits.lineBytes || stop - start > LONGEST_LINE) return -1;
    this.length = close - start - this.text.extraBytes;
    const whole = this.#whole;
    whole.reset();
    this.extras(whole.word(question.a).word(question.b).word(answer.a).word(answer.b));
    this.wholeKey = whole.key;
    this.inputKey = question.key;
    this.outputKey = answer.key;
    return stop + 1;
  }

  /** @returns the index after the example's last bracket, or -1 */
  protected abstract example(start: number, end: number): number;

  /** Adds what stands in an example beside its conversation. */
  protected extras(_whole: Hash): void {}

  protected fold(into: Hash): void {
    into.word(this.text.a).word(this.text.b);
  }

  protected space(start: number): number {
    let at = start;
    for (;;) {
      const byte = this.bytes[at];
      if (byte !== SPACE && byte !== TAB && byte !== RETURN) return at;
      at++;
    }
  }

  /** @returns the first index of the value after `"key":`, or -1 */
  protected value(keyEnd: number): number {
    const colon = this.space(keyEnd);
    return this.bytes[colon] === COLON ? this.space(colon + 1) : -1;
  }

  protected is(at: number, key: Uint8Array): boolean {
    const { bytes } = this;
    for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key[i]) return false;
    return true;
  }
}
