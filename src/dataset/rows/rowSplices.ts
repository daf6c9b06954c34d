import type { TextEdit } from '../checking/rule';
import { mergeChanges } from '../document/mergeChanges';
import type { RowSplice } from './editedRows';

interface Rows {
  /** What comes after the last line end is none. */
  readonly count: number;
  readonly isLastEnded: boolean;
  /** Without the line end. */
  textOf(row: number): string;
  /** Of a row as it is written; of a new one, without a row. */
  lineEndOf(row: number | undefined): string;
}

/** Edits of a text as whole rows that take the place of others, no more of them than change. @param edits do not overlap */
export function rowSplices(edits: readonly TextEdit[], rows: Rows): RowSplice[] {
  const textOf = (line: number) => (line < rows.count ? rows.textOf(line) : '');
  // Of two at one place the first comes first; in an event of VS Code it is the other way round.
  return mergeChanges(edits.toReversed(), textOf).flatMap(({ line, count, texts }) => {
    const now = [...texts];
    // Behind the last line end nothing stands; what comes to stand there is a row.
    const removed = Math.max(0, Math.min(count, rows.count - line));
    const isAll = removed === rows.count && !rows.isLastEnded;
    if ((removed < count || isAll) && now.at(-1) === '') now.pop();
    let first = 0;
    while (first < removed && first < now.length && now[first] === textOf(line + first)) first++;
    let last = 0;
    const isSame = () => now.at(-1 - last) === textOf(line + removed - 1 - last);
    while (last < removed - first && last < now.length - first && isSame()) last++;
    const own = now.slice(first, now.length - last);
    const gone = removed - first - last;
    if (own.length === 0 && gone === 0) return [];
    const start = line + first;
    const written = own.map((text, at) => {
      const isFirst = start + at === 0;
      const plain = isFirst ? text : text.replace(/^\ufeff/, ''); // it marks the file, not a row
      return plain + rows.lineEndOf(at < gone ? start + at : undefined);
    });
    return [{ line: start, removed: gone, texts: written }];
  });
}
