// Deals the examples of a file to training and validation.
import * as l10n from '@vscode/l10n';
import { counted, grouped } from '../../base/numbers';
import { mix } from '../similar/minHash';
import { NO_EXAMPLE, SplitError, type SplitSource } from './splitSource';

export type SplitSize = { readonly share: number } | { readonly count: number };

export interface DealOptions {
  /** Of the examples, how many go to validation. */
  readonly size: SplitSize;
  /** The same seed gives the same split, on every machine; an example keeps its place when others come or go, mostly. */
  readonly seed: string;
  /** Each label has the same share in both, when the file has labels. */
  readonly byLabel: boolean;
}

export interface Split {
  /** For each line: 1 when it goes to validation. */
  readonly sides: Uint8Array;
  /** Lines of each file; training also holds what is no example. */
  readonly training: number;
  readonly validation: number;
  /** Examples that validation should have had; groups that stay together may leave it smaller. */
  readonly wanted: number;
  /** For each label of the source, the examples in validation. Empty without labels. */
  readonly labels: readonly number[];
}

/** Throws a `SplitError` when the size cannot be met at all. */
export function deal(source: SplitSource, { size, seed, byLabel }: DealOptions): Split {
  const { examples, labels } = source;
  const wanted = wantedOf(size, examples);
  const groups = groupsInOrder(source, hashOf(seed));
  const strata = byLabel && labels ? labels.length + 1 : 1;
  const stratumOf = strata === 1 ? () => 0 : (line: number) => source.labelOf[line] as number;
  const room = quotas(wanted, stratumSizes(groups, strata, stratumOf));

  const sides = new Uint8Array(source.lines);
  let left = wanted;
  const take = (group: Uint32Array): void => {
    left -= group.length;
    for (const line of group) {
      sides[line] = 1;
      const stratum = stratumOf(line);
      room[stratum] = (room[stratum] as number) - 1;
    }
  };
  const tooLarge: Uint32Array[] = [];
  for (const group of groups) {
    if (group.length <= left && fits(group, room, stratumOf)) take(group);
    else if (left > 0) tooLarge.push(group);
  }
  // What groups of several labels have left open.
  for (const group of tooLarge) if (group.length <= left) take(group);

  const validation = wanted - left;
  if (validation === 0)
    throw new SplitError(
      l10n.t(
        'Too many examples are similar. Groups of similar examples stay together, and each group is larger than the requested validation split.',
      ),
    );
  return {
    sides,
    training: source.lines - validation,
    validation,
    wanted,
    labels: labelCounts(source, sides),
  };
}

function wantedOf(size: SplitSize, examples: number): number {
  if (examples < 2) throw new SplitError(l10n.t("A file with one example can't be split."));
  if ('count' in size) {
    if (!Number.isInteger(size.count) || size.count < 1 || size.count >= examples)
      throw new SplitError(
        l10n.t(
          'The validation file must have 1 to {0} of the {1}.',
          grouped(examples - 1),
          counted(examples, 'example'),
        ),
      );
    return size.count;
  }
  if (!(size.share > 0 && size.share < 1))
    throw new SplitError(l10n.t('The validation share must be between 0 and 1, such as 0.1.'));
  return Math.min(examples - 1, Math.max(1, Math.round(examples * size.share)));
}

/** The groups in the order in which the seed draws them. */
function groupsInOrder({ groupOf, keyOf }: SplitSource, seed: number): Uint32Array[] {
  const sizes = new Uint32Array(groupOf.length);
  const lowestKey = new Float64Array(groupOf.length).fill(Number.POSITIVE_INFINITY);
  for (const [line, group] of groupOf.entries()) {
    if (group === NO_EXAMPLE) continue;
    sizes[group] = (sizes[group] as number) + 1;
    lowestKey[group] = Math.min(lowestKey[group] as number, keyOf[line] as number);
  }
  const members = new Map<number, Uint32Array>();
  const filled = new Uint32Array(groupOf.length);
  for (const [line, group] of groupOf.entries()) {
    if (group === NO_EXAMPLE) continue;
    const own = members.get(group) ?? new Uint32Array(sizes[group] as number);
    members.set(group, own);
    own[filled[group] as number] = line;
    filled[group] = (filled[group] as number) + 1;
  }
  return Array.from(members, ([group, lines]) => ({ lines, draw: drawOf(seed, lowestKey[group] as number) }))
    .sort((a, b) => a.draw - b.draw || (a.lines[0] as number) - (b.lines[0] as number))
    .map(({ lines }) => lines);
}

/** 32 bits that depend on the seed and all bits of a key. */
function drawOf(seed: number, key: number): number {
  return mix(mix(seed, key >>> 0), Math.floor(key / 2 ** 32) >>> 0);
}

/** 32 bits of a seed that a person chose. */
export function hashOf(seed: string): number {
  let hash = 1;
  for (const byte of new TextEncoder().encode(seed)) hash = mix(hash, byte);
  return hash;
}

function stratumSizes(
  groups: readonly Uint32Array[],
  strata: number,
  stratumOf: (line: number) => number,
): number[] {
  const sizes = Array.from({ length: strata }, () => 0);
  for (const group of groups)
    for (const line of group) sizes[stratumOf(line)] = (sizes[stratumOf(line)] ?? 0) + 1;
  return sizes;
}

/** Whole numbers in proportion to the sizes that add up to `wanted`: the largest remainders are rounded up. */
export function quotas(wanted: number, sizes: readonly number[]): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const quotas = sizes.map((size) => Math.floor((wanted * size) / total));
  const open = wanted - quotas.reduce((sum, quota) => sum + quota, 0);
  const byRemainder = sizes
    .map((size, index) => ({ index, size, remainder: (wanted * size) % total }))
    .sort((a, b) => b.remainder - a.remainder || b.size - a.size || a.index - b.index);
  for (const { index } of byRemainder.slice(0, open)) quotas[index] = (quotas[index] ?? 0) + 1;
  return quotas;
}

function fits(group: Uint32Array, room: readonly number[], stratumOf: (line: number) => number): boolean {
  if (group.length === 1) return (room[stratumOf(group[0] as number)] as number) > 0;
  const needed = new Map<number, number>();
  for (const line of group) {
    const stratum = stratumOf(line);
    const count = (needed.get(stratum) ?? 0) + 1;
    if (count > (room[stratum] as number)) return false;
    needed.set(stratum, count);
  }
  return true;
}

function labelCounts({ labels, labelOf, groupOf }: SplitSource, sides: Uint8Array): number[] {
  const counts = (labels ?? []).map(() => 0);
  for (const [line, side] of sides.entries()) {
    const label = labelOf[line] as number;
    if (side === 1 && groupOf[line] !== NO_EXAMPLE && label < counts.length)
      counts[label] = (counts[label] as number) + 1;
  }
  return counts;
}
