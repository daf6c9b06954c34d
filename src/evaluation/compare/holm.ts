/** p values of several tests, adjusted so that one wrong "better" among all is as unlikely as in one test (Holm 1979). */
export function holm(values: readonly number[]): readonly number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const adjusted = new Array<number>(values.length).fill(1);
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (values.length - rank) * (values[index] ?? 1)));
    adjusted[index] = least;
  }
  return adjusted;
}
