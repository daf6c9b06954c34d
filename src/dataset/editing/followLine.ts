import type { TextEdit } from '../checking/rule';

/**
 * Whether a line is the same one after the changes of one event: at most it says something else. Of lines that changes
 * reach over, nobody can tell.
 * @param length of the text that it has after them: when nothing follows the place where the rows after it were, these are
 * what went
 */
export function staysLine(line: number, changes: readonly TextEdit[], length?: number): boolean {
  return changes.every(({ range: { start, end }, text }) => {
    if (end.line < line || start.line > line) return true;
    const isWithin = start.line === line && end.line === line && !text.includes('\n');
    const isWhole = text.endsWith('\n') || (text === '' && start.character === 0);
    const isAllAfter =
      start.line === line && text === '' && start.character > 0 && start.character === length;
    return isWithin || isAllAfter || (end.line === line && end.character === 0 && isWhole);
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

/** Where a line is now, and whether it is still the same row. */
export interface FollowedLine {
  readonly line: number;
  readonly isSame: boolean;
}

/**
 * Many lines after many changes, each of which is looked at once.
 * @param lines ascending
 * @param lengthOf a line of the text as it is after the changes
 */
export function followLines(
  lines: readonly number[],
  changes: readonly TextEdit[],
  lengthOf?: (line: number) => number | undefined,
): FollowedLine[] {
  const inOrder = changes.toSorted(
    ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character,
  );
  let next = 0;
  let added = 0; // by the changes above
  return lines.map((line) => {
    for (let above = inOrder[next]; above && above.range.end.line < line; above = inOrder[++next])
      added += above.text.split('\n').length - 1 - (above.range.end.line - above.range.start.line);
    let end = next;
    while ((inOrder[end]?.range.start.line ?? Number.POSITIVE_INFINITY) <= line) end++;
    if (end === next) return { line: line + added, isSame: true };
    const own = inOrder.slice(next, end);
    const now = followLine(line, own) + added;
    return { line: now, isSame: staysLine(line, own, lengthOf?.(now)) };
  });
}
