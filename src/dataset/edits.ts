import type { ColumnRange } from './problem';
import type { Lines, TextEdit } from './rule';

export function replaceOnLine(line: number, range: ColumnRange, text: string): TextEdit {
  return { range: { start: { line, character: range.start }, end: { line, character: range.end } }, text };
}

/** Takes a line away together with one line end. */
export function deleteLine(lines: Lines, line: number): TextEdit {
  const length = lines.textOf(line).length;
  const here = { line, character: 0 };
  if (line + 1 < lines.lineCount)
    return { range: { start: here, end: { line: line + 1, character: 0 } }, text: '' };
  const end = { line, character: length };
  if (line === 0) return { range: { start: here, end }, text: '' };
  const before = { line: line - 1, character: lines.textOf(line - 1).length };
  return { range: { start: before, end }, text: '' };
}
