// Rows by chance: the same seed draws the same rows of the same files, on every computer.
import { mix } from '../similar/minHash';
import { hashOf, quotas } from '../split/stratifiedSplit';
import { allRows, type JoinedRows } from './joinedRows';

/** All rows in an order that the seed draws. */
export function shuffled(joined: JoinedRows, seed: string): Uint32Array {
  const order = allRows(joined);
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
  if (count >= rows.length) return rows;
  const start = hashOf(seed);
  const draws = new Float64Array(joined.whole.length);
  for (const row of rows) draws[row] = mix(start, row);
  const first = (among: Uint32Array, most: number) =>
    among.toSorted((a, b) => (draws[a] as number) - (draws[b] as number) || a - b).slice(0, most);
  if (!byAnswer) return first(rows, count).sort();
  const strata = [...byOutput(joined, rows).values()].map((own) => Uint32Array.from(own));
  const shares = quotas(
    count,
    strata.map(({ length }) => length),
  );
  return Uint32Array.from(strata.flatMap((own, index) => [...first(own, shares[index] ?? 0)])).sort();
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
