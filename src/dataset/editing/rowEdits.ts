import type { Lines, TextEdit } from '../checking/rule';

type Texts = Pick<Lines, 'lineCount' | 'textOf'>;

/** Takes lines away, each with a line end: of a last line without one, with that before it. Runs go in one edit. @param rows ascending, each once */
export function deleteRows(lines: Texts, rows: readonly number[]): TextEdit[] {
  return runsOf(rows).map(([first, last]) => {
    if (last + 1 < lines.lineCount)
      return {
        range: { start: { line: first, character: 0 }, end: { line: last + 1, character: 0 } },
        text: '',
      };
    const end = { line: last, character: lines.textOf(last).length };
    const start =
      first > 0 ? { line: first - 1, character: lines.textOf(first - 1).length } : { line: 0, character: 0 };
    return { range: { start, end }, text: '' };
  });
}

/** Writes each line once more below itself. @param rows ascending, each once */
export function duplicateRows(lines: Texts, rows: readonly number[], lineEnd: '\n' | '\r\n'): TextEdit[] {
  return rows.map((line) => {
    const text = lines.textOf(line);
    const next = { line: line + 1, character: 0 };
    if (next.line < lines.lineCount) return { range: { start: next, end: next }, text: text + lineEnd }; // the row itself is left alone
    const end = { line, character: text.length };
    return { range: { start: end, end }, text: lineEnd + text };
  });
}

/** Gives lines the texts of others: the line at `rows[i]` that of `order[i]`. @param rows ascending, each once */
export function reorderRows(
  lines: Texts,
  rows: readonly number[],
  order: Uint32Array,
  lineEnd: '\n' | '\r\n',
): TextEdit[] {
  let at = 0;
  return runsOf(rows).map(([first, last]) => {
    const count = last - first + 1;
    const texts = Array.from(order.subarray(at, at + count), (row) => lines.textOf(row));
    at += count;
    const end = { line: last, character: lines.textOf(last).length };
    return { range: { start: { line: first, character: 0 }, end }, text: texts.join(lineEnd) };
  });
}

/** Rows that follow each other, by first and last. @param rows ascending, each once */
export function runsOf(rows: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const row of rows) {
    const open = runs.at(-1);
    if (open && row === open[1] + 1) open[1] = row;
    else runs.push([row, row]);
  }
  return runs;
}
