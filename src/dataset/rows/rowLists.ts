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
