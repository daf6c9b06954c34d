// Reads the lines of an open document: the common good ones quickly (line/quick/quickLine.ts), the others with all rules.

import { LONGEST_CLASS_NAME } from '../rules/classImbalance';
import { END_OF_THOUGHTS } from '../rules/thoughts';
import { type LineReading, type ReadingContext, readLine } from './checkLine';
import { moved, type QuickLine } from './quick/quickLine';
import { quickReader } from './scanSettings';

const REPLACEMENT = Buffer.from('\ufffd');
/** Larger lines are rare, and reading them is not what takes the time. */
const LARGEST = 1 << 16;

export class LineReader {
  readonly #quick: QuickLine | undefined;
  readonly #buffer = Buffer.alloc(LARGEST * 3);

  constructor(private readonly context: ReadingContext) {
    this.#quick = quickReader(context);
    this.#quick?.use(this.#buffer);
  }

  read(text: string): LineReading {
    return this.readQuickly(text) ?? readLine(text, this.context);
  }

  /** Undefined when the line is left to the slow reader. */
  readQuickly(text: string): LineReading | undefined {
    const quick = this.#quick;
    const { format } = this.context;
    if (!quick || !format || text.length > LARGEST || text.length === 0) return undefined;
    if (text.includes(END_OF_THOUGHTS)) return undefined;
    const length = this.#buffer.write(text);
    // Half a surrogate pair is written as U+FFFD.
    if (length !== text.length && this.#buffer.subarray(0, length).includes(REPLACEMENT)) return undefined;
    if (quick.read(0, length) === -1) return undefined;
    const { inputCharacters, outputCharacters } = quick;
    const shortAnswer = this.#shortAnswer(quick, length === text.length ? text : undefined);
    return {
      kind: 'value',
      likely: format,
      sure: true,
      isExample: true,
      problems: moved(quick.problems, quick.problemColumn),
      keys: { whole: quick.wholeKey, input: quick.inputKey, output: quick.outputKey },
      inputCharacters,
      outputCharacters,
      ...(shortAnswer === undefined ? {} : { shortAnswer }),
      ...(quick.media === undefined ? {} : { media: quick.media }),
    };
  }

  /** @param ascii the line, when its bytes are its characters */
  #shortAnswer(
    { outputCharacters, answerStart, answerEnd }: QuickLine,
    ascii: string | undefined,
  ): string | undefined {
    if (outputCharacters > LONGEST_CLASS_NAME || answerStart === -1) return undefined;
    const plain = ascii?.slice(answerStart + 1, answerEnd - 1);
    if (plain !== undefined && !plain.includes('\\')) return plain;
    return String(JSON.parse(this.#buffer.toString('utf8', answerStart, answerEnd)));
  }
}
