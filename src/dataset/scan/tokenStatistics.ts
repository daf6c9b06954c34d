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

/** In bytes: above this, counting takes minutes, and what stands first tells enough. */
const LARGEST_COUNTED = 64 << 20;

/** @param most bytes that are counted; what a larger file has in all is told by its share of them */
export function countTokensOf(
  { path, size }: ScannedFile,
  format: DatasetFormat,
  target: Target | undefined,
  options: CountOptions = {},
): Promise<TokenStatistics> {
  return countTokensIn(byteLines(path), size, format, target, options);
}

export interface CountOptions {
  readonly most?: number;
  readonly count?: (text: string) => number;
}

/** The same of lines that come from anywhere. @param size bytes of all */
export async function countTokensIn(
  lines: AsyncIterable<readonly Buffer[]>,
  size: number,
  format: DatasetFormat,
  target: Target | undefined,
  { most = LARGEST_COUNTED, count = countExactly }: CountOptions = {},
): Promise<TokenStatistics> {
  let total = 0;
  let exact = true;
  let read = 0;
  const notCounted = new Set<NotCounted>();
  for await (const batch of lines) {
    if (read > most)
      return { total: Math.round(total * (size / read)), exact: false, notCounted: [...notCounted] };
    for (const bytes of batch) {
      read += bytes.length + 1;
      const value = parse(bytes.toString('utf8'));
      if (!isObject(value) || format.likeness(value) === 0) continue;
      const counted = countedTexts(format, value, target);
      total += counted.fileTokens;
      for (const text of counted.texts) total += count(text);
      exact &&= counted.isExact;
      for (const what of counted.notCounted) notCounted.add(what);
    }
  }
  return { total, exact, notCounted: [...notCounted] };
}
