import type { LineMap } from './lineMap';

/** Numbers of examples. One that was edited counts as removed and added. */
export interface LineChanges {
  readonly added: number;
  readonly removed: number;
}

/** How many examples have come and gone between two versions of a file, wherever in it they are. */
export function lineChanges(before: LineMap, after: LineMap): LineChanges {
  const left = new Map<number, number>();
  const examples = (map: LineMap) => map.filter((hash) => !Number.isNaN(hash));
  for (const hash of examples(before)) left.set(hash, (left.get(hash) ?? 0) + 1);
  let added = 0;
  for (const hash of examples(after)) {
    const same = left.get(hash) ?? 0;
    if (same === 0) added++;
    else left.set(hash, same - 1);
  }
  return { added, removed: [...left.values()].reduce((sum, one) => sum + one, 0) };
}
