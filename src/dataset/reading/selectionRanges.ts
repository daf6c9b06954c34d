import type { ColumnRange } from '../checking/problem';
import { elements, endOfValue, members, skipSpace } from '../json/walk';

const DEEPEST = 100;

/**
 * The stretches of a line around a column, from the inside out: text, literal, property or element, object, … line.
 * Made for lines that are JSON; of others it finds as much as can be read.
 */
export function enclosingRanges(text: string, column: number): ColumnRange[] {
  const ranges: ColumnRange[] = [{ start: 0, end: text.length }];
  const holds = ({ start, end }: ColumnRange) => start <= column && column <= end;
  const enter = (range: ColumnRange) => {
    const outer = ranges.at(-1);
    if (outer && (outer.start !== range.start || outer.end !== range.end)) ranges.push(range);
  };
  const start = skipSpace(text, 0);
  let value: ColumnRange | undefined = { start, end: endOfValue(text, start) };
  for (let depth = 0; value && holds(value) && depth < DEEPEST; depth++) {
    enter(value);
    const opening = text[value.start];
    let inner: ColumnRange | undefined;
    if (opening === '{') {
      for (const { keyRange, valueRange } of members(text, value.start)) {
        const property = { start: keyRange.start, end: valueRange.end };
        if (!holds(property)) continue;
        enter(property);
        inner = holds(keyRange) ? keyRange : valueRange;
        break;
      }
    } else if (opening === '[') {
      for (const element of elements(text, value.start)) {
        if (holds(element)) inner = element;
      }
    } else if (opening === '"') enterText(text, value, column, enter);
    value = inner;
  }
  return ranges.reverse();
}

function enterText(
  text: string,
  { start, end }: ColumnRange,
  column: number,
  enter: (range: ColumnRange) => void,
): void {
  const isClosed = end - start > 1 && text[end - 1] === '"';
  const inside = { start: start + 1, end: isClosed ? end - 1 : end };
  if (inside.start <= column && column <= inside.end) enter(inside);
}
