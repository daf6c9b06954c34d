// Lists of row numbers in order, four bytes each.

/** What both have. */
export function intersect(a: Uint32Array, b: Uint32Array): Uint32Array {
  const found = new Uint32Array(Math.min(a.length, b.length));
  let count = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const left = a[i] as number;
    const right = b[j] as number;
    if (left === right) found[count++] = left;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return found.slice(0, count);
}

/** The same numbers with room for more. */
export function grow(list: Uint32Array<ArrayBuffer>, wanted: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(wanted, list.length * 2));
  larger.set(list);
  return larger;
}

/**
 * The rows by their keys, equal ones as they stand.
 * @param keys of each row, by its number; `none` comes last either way
 */
export function sorted(
  rows: Uint32Array,
  keys: Uint32Array,
  { isDescending, none }: { readonly isDescending: boolean; readonly none?: number },
): Uint32Array {
  const count = rows.length;
  // Each is one number of its key and its place, for such are sorted without a call for each pair.
  const last = Math.floor(Number.MAX_SAFE_INTEGER / Math.max(1, count)) - 1;
  const order = new Float64Array(count);
  for (const [place, row] of rows.entries()) {
    const key = keys[row];
    const rank = key === undefined || key === none ? last : Math.min(key, last - 1);
    order[place] = (isDescending && rank < last ? last - 1 - rank : rank) * count + place;
  }
  order.sort();
  return Uint32Array.from(order, (one) => rows[one % count] ?? 0);
}
