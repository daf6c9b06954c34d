import type { TextEdit } from '../checking/rule';

/**
 * Whether a line is the same one after the changes of one event: at most it says something else. Of lines that changes
 * reach over, nobody can tell.
 */
export function staysLine(line: number, changes: readonly TextEdit[]): boolean {
  return changes.every(({ range: { start, end }, text }) => {
    if (end.line < line || start.line > line) return true;
    const isWithin = start.line === line && end.line === line && !text.includes('\n');
    const isWhole = text.endsWith('\n') || (text === '' && start.character === 0);
    return isWithin || (end.line === line && end.character === 0 && isWhole);
  });
}

/**
 * Where a line is after the changes of one event. A line that was changed itself stays where its start is; whether
 * it is still the same line, its text tells.
 */
export function followLine(line: number, changes: readonly TextEdit[]): number {
  let moved = line;
  for (const { range, text } of changes) {
    const { start, end } = range;
    const added = text.split('\n').length - 1 - (end.line - start.line);
    const isAbove = end.line < line;
    const endsBefore = end.line === line && end.character === 0 && (start.line < line || text.endsWith('\n'));
    if (isAbove || endsBefore) moved += added;
    else if (start.line < line) moved += Math.min(0, start.line - line + (text.split('\n').length - 1));
  }
  return Math.max(0, moved);
}
