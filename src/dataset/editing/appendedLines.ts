import type { TextEdit } from '../checking/rule';

/** A document that lines are added to; the texts without their line ends. */
export interface AppendedTo {
  readonly lineCount: number;
  textOf(line: number): string;
  readonly lineEnd: '\n' | '\r\n';
}

/**
 * Adds lines after the last one that is not blank. A file that ends with a line end still does; one that does not, still
 * does not. Blank lines at the end go.
 */
export function appendedLines(
  { lineCount, textOf, lineEnd }: AppendedTo,
  added: readonly string[],
): { readonly edit: TextEdit; readonly firstLine: number } {
  let last = lineCount - 1;
  while (last >= 0 && textOf(last).trim() === '') last--;
  const end = { line: lineCount - 1, character: textOf(lineCount - 1).length };
  const text = added.join(lineEnd);
  if (last === lineCount - 1) {
    return { edit: { range: { start: end, end }, text: lineEnd + text }, firstLine: lineCount };
  }
  const start = { line: last + 1, character: 0 };
  return { edit: { range: { start, end }, text: text + lineEnd }, firstLine: last + 1 };
}
