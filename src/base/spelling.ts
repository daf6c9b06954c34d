/** The word of `known` that somebody probably meant by `written`; undefined when none is near. */
export function closest(written: string, known: readonly string[]): string | undefined {
  const plain = plainForm(written);
  const same = known.find((word) => plainForm(word) === plain);
  if (same !== undefined) return same;
  if (written.length > 64) return undefined;
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.floor(written.length / 3) + 1);
  for (const word of known) {
    const distance = editDistance(plain, plainForm(word));
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** `Text-Inputs` and `textInput` are the same word in another coat. */
function plainForm(word: string): string {
  return word
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/s$/, '');
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
