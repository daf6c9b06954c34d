/**
 * A name for another run of the same: `Support` becomes `Support 2`, `Support 2` becomes `Support 3`, without those that are
 * taken. @param limit most characters, counted as code points
 */
export function nextName(name: string, taken: ReadonlySet<string>, limit: number): string {
  const [, stem = name, digits] = /^(.*\S)\s+(\d{1,6})$/su.exec(name) ?? [];
  for (let number = digits === undefined ? 2 : Number(digits) + 1; ; number++) {
    const end = ` ${number}`;
    const next = `${[...stem]
      .slice(0, limit - end.length)
      .join('')
      .trimEnd()}${end}`;
    if (!taken.has(next)) return next;
  }
}
