import type { DatasetFormat } from '../formats/format';
import { parse } from '../json/parse';
import { isObject } from '../json/value';
import type { Target } from '../targets/target';
import { countExactly } from '../tokens/countExactly';
import { countedTexts, type NotCounted } from '../tokens/countedTexts';
import type { ScannedFile } from './blocks';
import { byteLines } from './byteLines';

export interface TokenStatistics {
  /** Of all examples. */
  readonly total: number;
  /** False where something is left out, counted as its JSON, or estimated by the length of the texts. */
  readonly exact: boolean;
  readonly notCounted: readonly NotCounted[];
}

/** In bytes: above this, counting takes minutes, and the length of the texts tells enough. */
const LARGEST_COUNTED = 64 << 20;

/** @param estimate what is told of a file that is too large to count */
export async function countTokensOf(
  { path, size }: ScannedFile,
  format: DatasetFormat,
  target: Target | undefined,
  estimate: number,
): Promise<TokenStatistics> {
  if (size > LARGEST_COUNTED) return { total: estimate, exact: false, notCounted: [] };
  let total = 0;
  let exact = true;
  const notCounted = new Set<NotCounted>();
  for await (const batch of byteLines(path)) {
    for (const bytes of batch) {
      const value = parse(bytes.toString('utf8'));
      if (!isObject(value) || format.likeness(value) === 0) continue;
      const counted = countedTexts(format, value, target);
      total += counted.fileTokens;
      for (const text of counted.texts) total += countExactly(text);
      exact &&= counted.isExact;
      for (const what of counted.notCounted) notCounted.add(what);
    }
  }
  return { total, exact, notCounted: [...notCounted] };
}
