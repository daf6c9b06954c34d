import { LineGroups } from '../similar/lineGroups';
import { LikeLines } from '../similar/nearDuplicateGroups';
import { textsOfRows } from './compare/rowTexts';
import { allRows, type JoinedRows } from './joinedRows';
import { linesByKey } from './rowIndex';

export interface DedupeOptions {
  /** Rows whose texts are nearly the same go, too. */
  readonly near: boolean;
  readonly keep: 'first' | 'last';
  readonly signal?: AbortSignal;
}

export interface Deduped {
  /** Numbers of the rows that stay, from low to high. */
  readonly kept: Uint32Array;
  /** Of each row that goes, the one that stays in its place; from low to high. */
  readonly removed: readonly { readonly row: number; readonly like: number; readonly isEqual: boolean }[];
}

/** Of rows that say the same, one stays. */
export async function dedupe(joined: JoinedRows, { near, keep, signal }: DedupeOptions): Promise<Deduped> {
  const stays = (rows: readonly number[]) => (keep === 'first' ? rows[0] : rows.at(-1)) as number;
  const removed: { row: number; like: number; isEqual: boolean }[] = [];
  const gone = new Uint8Array(joined.whole.length);
  const keepOne = (group: readonly number[], isEqual: boolean) => {
    const like = stays(group);
    for (const row of group) {
      if (row === like) continue;
      gone[row] = 1;
      removed.push({ row, like, isEqual });
    }
  };
  for (const group of equalRows(joined)) keepOne(group, true);
  if (near) {
    const left = allRows(joined).filter((row) => gone[row] === 0);
    for (const group of await likeRows(joined, left, signal)) keepOne(group, false);
  }
  // What stayed in place of an equal row may itself have gone for a row like it.
  const likeOf = new Map(removed.map(({ row, like }) => [row, like]));
  return {
    kept: allRows(joined).filter((row) => gone[row] === 0),
    removed: removed
      .map((one) => ({ ...one, like: likeOf.get(one.like) ?? one.like }))
      .sort((a, b) => a.row - b.row),
  };
}

/** Groups of two or more, each in order. */
function* equalRows({ whole }: JoinedRows): Generator<number[]> {
  const sorted = linesByKey(whole);
  for (let at = 0; at < sorted.length; ) {
    const group = [sorted[at] as number];
    const key = whole[sorted[at] as number];
    for (at++; at < sorted.length && whole[sorted[at] as number] === key; at++)
      group.push(sorted[at] as number);
    if (group.length > 1) yield group;
  }
}

async function likeRows(
  { files, firsts, whole }: JoinedRows,
  rows: Uint32Array,
  signal: AbortSignal | undefined,
): Promise<number[][]> {
  const like = new LikeLines();
  for (const [index, file] of files.entries()) {
    const [first = 0, end = 0] = firsts.slice(index);
    const own = rows.filter((row) => row >= first && row < end);
    let at = 0;
    for await (const text of textsOfRows(
      file,
      own.map((row) => row - first),
      signal,
    ))
      like.add(own[at++] as number, text);
  }
  const joined = new LineGroups(whole.length);
  like.join(joined);
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const first = joined.firstOf(row);
    if (first === row) continue;
    const group = groups.get(first);
    if (group) group.push(row);
    else groups.set(first, [first, row]);
  }
  return [...groups.values()];
}
