// Rows by chance: the same seed draws the same rows of the same files, on every computer.
import { mix } from '../similar/minHash';
import { hashOf, quotas } from '../split/stratifiedSplit';
import { allRows, type JoinedRows } from './joinedRows';

/** All rows in an order that the seed draws. */
export function shuffled(joined: JoinedRows, seed: string): Uint32Array {
  return shuffledRows(allRows(joined), seed);
}

/** The same of any rows. @param rows their numbers, from low to high */
export function shuffledRows(rows: Uint32Array, seed: string): Uint32Array {
  const order = rows.slice();
  const start = hashOf(seed);
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor((mix(start, at) / 2 ** 32) * (at + 1));
    const own = order[at] as number;
    order[at] = order[other] as number;
    order[other] = own;
  }
  return order;
}

/**
 * So many rows as the seed draws them, from low to high; all of them when there are no more.
 * @param byAnswer each answer has the same share as in the files
 */
export function sampled(
  joined: JoinedRows,
  count: number,
  { seed, byAnswer }: { readonly seed: string; readonly byAnswer: boolean },
): Uint32Array {
  const rows = allRows(joined);
  if (!byAnswer || count >= rows.length) return sampledRows(rows, count, seed);
  const strata = [...byOutput(joined, rows).values()].map((own) => Uint32Array.from(own));
  const shares = quotas(
    count,
    strata.map(({ length }) => length),
  );
  return Uint32Array.from(
    strata.flatMap((own, index) => [...sampledRows(own, shares[index] ?? 0, seed)]),
  ).sort();
}

/** So many of any rows, from low to high. @param rows their numbers */
export function sampledRows(rows: Uint32Array, count: number, seed: string): Uint32Array {
  if (count >= rows.length) return rows;
  const start = hashOf(seed);
  const draws = new Float64Array(rows.reduce((most, row) => Math.max(most, row), 0) + 1);
  for (const row of rows) draws[row] = mix(start, row);
  return rows
    .toSorted((a, b) => (draws[a] as number) - (draws[b] as number) || a - b)
    .slice(0, count)
    .sort();
}

function byOutput({ output }: JoinedRows, rows: Uint32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const key = output[row] as number;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
