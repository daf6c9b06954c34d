// Reads the blocks of a file: of each, the lines that start in it. Runs in workers, and in the main thread for small
// files.

import { isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { severityOf } from '../checking/rule';
import { type LineReading, type ReadingContext, readLine } from '../line/checkLine';
import type { QuickLine } from '../line/quick/quickLine';
import { contextOf, quickReader, type ScanSettings } from '../line/scanSettings';
import { firstInvalidByte } from '../line/utf8';
import { invalidUtf8 } from '../rules/invalidUtf8';
import { LONGEST_LINE, lineSize, lineSizeMessage } from '../rules/lineSize';
import { replacementCharacter } from '../rules/replacementCharacter';
import { END_OF_THOUGHTS } from '../rules/thoughts';
import { countExactly } from '../tokens/countExactly';
import type { BlockResult } from './blockResult';
import { BlockTotals } from './blockTotals';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** Read beyond the block in one go, for the end of its last line. */
const MARGIN = 64 * 1024;
/** A line of more bytes has too many characters, whatever they are: it is neither kept nor made a text. */
export const MOST_BYTES = LONGEST_LINE * 3;
const REPLACEMENT = Buffer.from('\ufffd');
const UNREAD: LineReading = {
  kind: 'broken',
  sure: false,
  isExample: false,
  problems: [],
  inputCharacters: 0,
  outputCharacters: 0,
};

/** Reads lines in memory. */
export class LineScanner {
  readonly #context: ReadingContext;
  readonly #quick: QuickLine | undefined;

  constructor(settings: ScanSettings) {
    this.#context = { ...contextOf(settings), countTokens: countExactly };
    this.#quick = quickReader(this.#context);
  }

  /**
   * @param block its number
   * @param first where the first line starts, in `bytes`; -1 when none does
   * @param stop lines that start from there on are not read
   */
  scan(block: number, bytes: Buffer, first = 0, stop = bytes.length): BlockResult {
    const totals = new BlockTotals(block, bytes, this.#context.format);
    if (first === -1) return totals.result();
    const own = bytes.subarray(first);
    const isClean = this.#context.isOther === true || (isUtf8(own) && !own.includes(REPLACEMENT));
    const quick = isClean && !own.includes(END_OF_THOUGHTS) ? this.#quick : undefined;
    quick?.use(bytes);
    for (let at = first; at < stop; ) {
      const next = quick ? quick.read(at, bytes.length) : -1;
      if (quick && next !== -1) {
        totals.addQuick(quick);
        at = next;
        continue;
      }
      const newline = bytes.indexOf(NEWLINE, at);
      const end = newline === -1 ? bytes.length : newline;
      this.#readSlowly(totals, bytes.subarray(at, end), isClean);
      at = end + 1;
    }
    return totals.result();
  }

  #readSlowly(totals: BlockTotals, line: Buffer, isClean: boolean): void {
    const bytes = line.at(-1) === RETURN ? line.subarray(0, -1) : line;
    if (bytes.length > MOST_BYTES) {
      totals.add('', UNREAD);
      const severity = severityOf(lineSize, this.#context.severities);
      if (severity !== 'off')
        totals.report({ rule: lineSize.id, severity, range: { start: 0, end: 1 }, message: lineSizeMessage });
      return;
    }
    const text = bytes.toString('utf8');
    const reading = readLine(text, this.#context);
    const invalidAt = isClean ? -1 : firstInvalidByte(bytes);
    if (invalidAt === -1) totals.add(text, reading);
    else this.#addInvalid(totals, text, reading, bytes.toString('utf8', 0, invalidAt).length);
  }

  #addInvalid(totals: BlockTotals, text: string, reading: LineReading, column: number): void {
    const problems = reading.problems.filter(({ rule }) => rule.id !== replacementCharacter.id);
    totals.add(text, { ...reading, problems });
    const severity = severityOf(invalidUtf8, this.#context.severities);
    if (severity === 'off') return;
    const message = l10n.t('Invalid UTF-8 byte.');
    totals.report({ rule: invalidUtf8.id, severity, range: { start: column, end: column + 1 }, message });
  }
}

export class BlockScanner {
  readonly #lines: LineScanner;
  #buffer: Buffer;

  constructor(
    private readonly file: { readonly fd: number; readonly size: number; readonly blockSize: number },
    settings: ScanSettings,
  ) {
    this.#lines = new LineScanner(settings);
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(file.size, file.blockSize + MARGIN) + 1);
  }

  get blockCount(): number {
    return Math.ceil(this.file.size / this.file.blockSize);
  }

  scan(block: number): BlockResult {
    const { blockSize, size } = this.file;
    const start = block * blockSize;
    const stop = Math.min(size, start + blockSize);
    // One byte more in front tells whether a line starts with the block.
    const base = Math.max(0, start - 1);
    const bytes = this.#load(base, stop);
    const first = block === 0 ? 0 : bytes.subarray(0, stop - base).indexOf(NEWLINE) + 1;
    return this.#lines.scan(block, bytes, block > 0 && first === 0 ? -1 : first, stop - base);
  }

  /**
   * The bytes from `base` to the end of the line that holds the byte before `stop`; of a line that is too long only so
   * much as shows it.
   */
  #load(base: number, stop: number): Buffer {
    const { size } = this.file;
    const most = Math.min(size - base, stop - base + MOST_BYTES + 1);
    let length = 0;
    let wanted = Math.min(size - base, stop - base + MARGIN);
    for (;;) {
      length = this.#fill(base, length, wanted);
      if (base + length >= size || length < wanted || length >= most) return this.#buffer.subarray(0, length);
      const newline = this.#buffer.subarray(0, length).indexOf(NEWLINE, stop - base - 1);
      if (newline !== -1) return this.#buffer.subarray(0, newline + 1);
      // When no line starts in the block, another block reads this line.
      if (base > 0 && this.#buffer.subarray(0, stop - base).indexOf(NEWLINE) === -1)
        return this.#buffer.subarray(0, stop - base);
      wanted = Math.min(most, wanted * 2);
    }
  }

  #fill(base: number, from: number, to: number): number {
    if (to > this.#buffer.length) {
      const more = Buffer.allocUnsafeSlow(to);
      this.#buffer.copy(more, 0, 0, from);
      this.#buffer = more;
    }
    let length = from;
    while (length < to) {
      const count = readSync(this.file.fd, this.#buffer, length, to - length, base + length);
      if (count === 0) break;
      length += count;
    }
    return length;
  }
}
