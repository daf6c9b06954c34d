// What must be known of a dataset before its lines are dealt to two sides.
import type { DatasetFormat } from '../formats/format';
import type { JsonObject } from '../json/value';
import type { LineGroups } from '../similar/lineGroups';

/** Why a file cannot be split; the message is a sentence for the user. */
export class SplitError extends Error {
  override readonly name = 'SplitError';
}

export interface SplitSource {
  readonly lines: number;
  readonly format: DatasetFormat;
  readonly examples: number;
  /** Lines that are no valid example; they stay in training. */
  readonly blank: number;
  readonly broken: number;
  readonly invalid: number;
  /** The classes of a file that classifies, the most frequent first; else undefined. */
  readonly labels: readonly { readonly answer: string; readonly count: number }[] | undefined;
  /** Sets of two or more examples that are not parted, and how many examples are in them. */
  readonly groups: number;
  readonly groupedExamples: number;
  /** For each line the topmost line of its group; `NO_EXAMPLE` for lines that are none. */
  readonly groupOf: Uint32Array;
  /** For each line the index of its label in `labels`; their number for another answer. */
  readonly labelOf: Uint8Array;
  /** For each line, by what its place is drawn: the same example has the same in every file. */
  readonly keyOf: Float64Array;
}

export const NO_EXAMPLE = 0xffff_ffff;

export function textsOf(format: DatasetFormat, value: JsonObject): string {
  return format
    .outline(value)
    .fields.map(({ text }) => text)
    .join('\n');
}

export function groupsOf(
  keyOf: Float64Array,
  joined: LineGroups,
): Pick<SplitSource, 'groupOf' | 'groups' | 'groupedExamples'> {
  const groupOf = keyOf.length === 0 ? new Uint32Array() : new Uint32Array(keyOf.length).fill(NO_EXAMPLE);
  const sizes = new Uint32Array(keyOf.length);
  for (let line = 0; line < keyOf.length; line++) {
    if (keyOf[line] === -1) continue;
    const first = joined.firstOf(line);
    groupOf[line] = first;
    sizes[first] = (sizes[first] as number) + 1;
  }
  let groups = 0;
  let groupedExamples = 0;
  for (const size of sizes) {
    if (size < 2) continue;
    groups++;
    groupedExamples += size;
  }
  return { groupOf, groups, groupedExamples };
}
