// Counts of a document, kept up to date line by line.

import type { LineReading } from '../line/checkLine';

export interface DocumentStatistics {
  readonly lines: number;
  readonly blankLines: number;
  /** Lines that are not JSON. */
  readonly brokenLines: number;
  readonly examples: number;
  /** Examples without an error of their own. */
  readonly validExamples: number;
  /** Examples with pictures, sound, video or documents. */
  readonly mediaExamples: number;
  readonly inputCharacters: number;
  readonly outputCharacters: number;
}

export type Totals = { -readonly [K in keyof Omit<DocumentStatistics, 'lines'>]: number };

export function emptyTotals(): Totals {
  return {
    blankLines: 0,
    brokenLines: 0,
    examples: 0,
    validExamples: 0,
    mediaExamples: 0,
    inputCharacters: 0,
    outputCharacters: 0,
  };
}

export function addTotals(totals: Totals, reading: LineReading, change: 1 | -1): void {
  if (reading.kind === 'blank') totals.blankLines += change;
  if (reading.kind === 'broken') totals.brokenLines += change;
  if (!reading.isExample) return;
  totals.examples += change;
  if (reading.keys?.input !== undefined) totals.validExamples += change;
  if (reading.media !== undefined) totals.mediaExamples += change;
  totals.inputCharacters += change * reading.inputCharacters;
  totals.outputCharacters += change * reading.outputCharacters;
}
