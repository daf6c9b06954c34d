// Which row of one file is which row of another: first equal ones, then those of the same key or prompt, then those of an
// answer that no other has, then those whose texts are nearly the same. Each row is in one pair at most, and what is left was added or removed.
import { LineGroups } from '../../similar/lineGroups';
import { LikeLines } from '../../similar/nearDuplicateGroups';
import { BLANK, linesByKey, NO_KEY, type RowIndex } from '../rowIndex';
import { textsOfRows } from './rowTexts';

export interface PairedRows {
  readonly unchanged: number;
  /** A line before and the line that it became, in the order of the lines after. */
  readonly changed: readonly { readonly before: number; readonly after: number }[];
  /** Lines after, in order. */
  readonly added: Uint32Array;
  /** Lines before, in order. */
  readonly removed: Uint32Array;
}

export async function pairRows(before: RowIndex, after: RowIndex, signal?: AbortSignal): Promise<PairedRows> {
  const changed: { before: number; after: number }[] = [];
  const add = (pairs: Pairs): Rest => {
    pairs.before.forEach((line, index) => {
      changed.push({ before: line, after: pairs.after[index] as number });
    });
    return pairs.rest;
  };
  const equal = pairByKey(before.whole, after.whole, { before: rowsIn(before), after: rowsIn(after) });
  let { rest } = equal;
  const [named, namedAfter] = [before.named, after.named];
  if (named && namedAfter) rest = add(pairByKey(named, namedAfter, rest));
  else {
    rest = add(pairByKey(before.input, after.input, rest));
    rest = add(pairByKey(onlyOnce(before.output, rest.before), onlyOnce(after.output, rest.after), rest));
    rest = add(await pairByLikeness(before, after, rest, signal));
  }
  changed.sort((a, b) => a.after - b.after);
  return {
    unchanged: equal.before.length,
    changed,
    added: rest.after.sort(),
    removed: rest.before.sort(),
  };
}

interface Rest {
  readonly before: Uint32Array;
  readonly after: Uint32Array;
}

/** Lines at the same index belong together. */
interface Pairs extends Rest {
  readonly rest: Rest;
}

function rowsIn({ whole }: RowIndex): Uint32Array {
  return Uint32Array.from(whole.keys()).filter((line) => whole[line] !== BLANK);
}

/** Of several rows with one key, the first belongs to the first. */
function pairByKey(keysBefore: Float64Array, keysAfter: Float64Array, rest: Rest): Pairs {
  const [left, right] = [linesByKey(keysBefore, rest.before), linesByKey(keysAfter, rest.after)];
  const most = Math.min(left.length, right.length);
  const pairs = { before: new Uint32Array(most), after: new Uint32Array(most) };
  let count = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [one, other] = [left[i] as number, right[j] as number];
    const difference = (keysBefore[one] as number) - (keysAfter[other] as number);
    if (difference === 0) {
      pairs.before[count] = one;
      pairs.after[count++] = other;
    }
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return withRest({ before: pairs.before.slice(0, count), after: pairs.after.slice(0, count) }, rest);
}

/** The keys that no other of the lines has; an answer that several have is a label, and tells nothing of a row. */
function onlyOnce(keys: Float64Array, among: Uint32Array): Float64Array {
  const sorted = linesByKey(keys, among);
  const own = new Float64Array(keys.length).fill(NO_KEY);
  const keyAt = (at: number) => keys[sorted[at] as number];
  for (const [at, line] of sorted.entries())
    if (keyAt(at) !== keyAt(at - 1) && keyAt(at) !== keyAt(at + 1)) own[line] = keys[line] as number;
  return own;
}

async function pairByLikeness(
  before: RowIndex,
  after: RowIndex,
  rest: Rest,
  signal: AbortSignal | undefined,
): Promise<Pairs> {
  if (rest.before.length === 0 || rest.after.length === 0) return withRest(noPairs, rest);
  const like = new LikeLines();
  const border = rest.before.length;
  const groups = new LineGroups(border + rest.after.length);
  let at = 0;
  for await (const text of textsOfRows(before, rest.before, signal)) like.add(at++, text);
  for await (const text of textsOfRows(after, rest.after, signal)) like.add(at++, text);
  like.join(groups);
  const waiting = new Map<number, number[]>();
  for (let own = 0; own < border; own++) {
    const group = groups.firstOf(own);
    const list = waiting.get(group);
    if (list) list.push(own);
    else waiting.set(group, [own]);
  }
  const pairs: { before: number[]; after: number[] } = { before: [], after: [] };
  for (let own = 0; own < rest.after.length; own++) {
    const one = waiting.get(groups.firstOf(border + own))?.shift();
    if (one === undefined) continue;
    pairs.before.push(rest.before[one] as number);
    pairs.after.push(rest.after[own] as number);
  }
  return withRest({ before: Uint32Array.from(pairs.before), after: Uint32Array.from(pairs.after) }, rest);
}

const noPairs: Rest = { before: new Uint32Array(), after: new Uint32Array() };

function withRest(pairs: Rest, rest: Rest): Pairs {
  return {
    ...pairs,
    rest: { before: without(rest.before, pairs.before), after: without(rest.after, pairs.after) },
  };
}

function without(lines: Uint32Array, taken: Uint32Array): Uint32Array {
  const all = lines.toSorted();
  const out = taken.toSorted();
  let at = 0;
  return all.filter((line) => {
    if (out[at] !== line) return true;
    at++;
    return false;
  });
}
