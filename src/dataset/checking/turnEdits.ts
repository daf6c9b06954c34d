// Edits of whole turns, made of the pieces of the line as they are written: no text, digit or escape changes.

import type { ExampleLine } from '../example/exampleLine';
import { spacingOf } from '../json/spacing';
import { removeWithComma, replaceOnLine } from './edits';
import type { ColumnRange } from './problem';
import type { TextEdit } from './rule';

/** Undefined when nothing would be left. */
export function removeTurns(
  line: ExampleLine,
  at: number,
  first: number,
  last: number,
): TextEdit | undefined {
  const { turns } = line.outline;
  const [from, to] = [turns[first], turns[last]];
  if (!from || !to || last - first + 1 === turns.length) return undefined;
  const range = { start: line.rangeOf(from.path).start, end: line.rangeOf(to.path).end };
  return removeWithComma(line.text, at, range);
}

/** Puts the parts, or the texts, of the later turns at the end of the first one; undefined when they hold neither. */
export function joinTurns(
  line: ExampleLine,
  at: number,
  first: number,
  last: number,
): TextEdit[] | undefined {
  const turns = line.outline.turns.slice(first, last + 1).map(({ path }) => path);
  const key = ['parts', 'content'].find((each) => turns.every((path) => line.has([...path, each])));
  if (key === undefined) return undefined;
  const values = turns.map((path) => line.rangeOf([...path, key]));
  const written = values.map(({ start, end }) => line.text.slice(start, end));
  const opening = written[0]?.[0];
  if (!written.every((each) => each[0] === opening) || (opening !== '[' && opening !== '"')) return undefined;
  const inner = written.map((each) => each.slice(1, -1).trim());
  const between = opening === '"' ? '\\n\\n' : spacingOf(line.text).comma;
  const more = (
    opening === '"' ? written.map((each) => each.slice(1, -1)) : inner.filter((each) => each !== '')
  )
    .slice(opening === '"' || inner[0] !== '' ? 1 : 0)
    .map((each, index) => (index === 0 && opening === '[' && inner[0] === '' ? each : between + each))
    .join('');
  const end = (values[0]?.end ?? 1) - 1;
  const [own, other] = [line.rangeOf(turns[0] ?? []), line.rangeOf(turns.at(-1) ?? [])];
  return [
    replaceOnLine(at, { start: end, end }, more),
    replaceOnLine(at, { start: own.end, end: other.end }, ''),
  ];
}

/** Of a line with two turns. */
export function swapTurns(line: ExampleLine, at: number): TextEdit[] {
  return swap(
    line,
    at,
    line.outline.turns.map(({ path }) => line.rangeOf(path)),
  );
}

/** Undefined when one of the two has no role. */
export function swapRoles(line: ExampleLine, at: number): TextEdit[] | undefined {
  const { turns } = line.outline;
  if (turns.some(({ role }) => role === undefined)) return undefined;
  return swap(
    line,
    at,
    turns.map(({ path }) => line.rangeOf([...path, 'role'])),
  );
}

function swap({ text }: ExampleLine, at: number, ranges: readonly ColumnRange[]): TextEdit[] {
  const [a, b] = ranges;
  if (!a || !b) return [];
  return [replaceOnLine(at, a, text.slice(b.start, b.end)), replaceOnLine(at, b, text.slice(a.start, a.end))];
}
