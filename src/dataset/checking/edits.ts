import { skipSpace } from '../json/walk';
import type { ColumnRange } from './problem';
import type { Lines, TextEdit } from './rule';

export function replaceOnLine(line: number, range: ColumnRange, text: string): TextEdit {
  return { range: { start: { line, character: range.start }, end: { line, character: range.end } }, text };
}

/** Replaces whole lines, without the end of the last one. */
export function replaceLines(lines: Lines, line: number, count: number, texts: readonly string[]): TextEdit {
  const last = line + count - 1;
  const end = { line: last, character: lines.textOf(last).length };
  return { range: { start: { line, character: 0 }, end }, text: texts.join('\n') };
}

/** Takes a line away together with one line end. */
export function deleteLine(lines: Lines, line: number): TextEdit {
  const here = { line, character: 0 };
  if (line + 1 < lines.lineCount)
    return { range: { start: here, end: { line: line + 1, character: 0 } }, text: '' };
  const end = { line, character: lines.textOf(line).length };
  if (line === 0) return { range: { start: here, end }, text: '' };
  const before = { line: line - 1, character: lines.textOf(line - 1).length };
  return { range: { start: before, end }, text: '' };
}

/** Takes a member, or elements that follow each other, out of what holds them, with the comma beside them. */
export function removeWithComma(text: string, line: number, { start, end }: ColumnRange): TextEdit {
  const after = skipSpace(text, end);
  if (text[after] === ',') return replaceOnLine(line, { start, end: skipSpace(text, after + 1) }, '');
  const before = text.slice(0, start).trimEnd().length - 1;
  return replaceOnLine(line, { start: text[before] === ',' ? before : start, end }, '');
}

/** The text of a literal as it stands between its quotes, for a piece that replaces another. */
export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
