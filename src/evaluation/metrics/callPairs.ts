// Which call of an answer stands for which expected one. Calls side by side have no order.
import { canonicalJson, type JsonObject } from '../../dataset/json/value';
import { callText, type FunctionCall } from '../../tuning/contract/functions';
import type { Metric } from './metric';

export interface CallPair {
  /** One of both is missing when nothing stands for it. */
  readonly expected: FunctionCall | undefined;
  readonly given: FunctionCall | undefined;
}

/** Whether a row expects calls: what many metrics of calls are of. */
function expectsCalls({
  expectedCalls = [],
}: {
  readonly expectedCalls?: readonly FunctionCall[] | undefined;
}): boolean {
  return expectedCalls.length > 0;
}

/** What the metrics of calls have in common: data with functions have them, and propose them. */
export const ofCalls = {
  applies: ({ hasTools }) => hasTools,
  isProposed: ({ hasTools }) => hasTools,
} satisfies Partial<Metric>;

/** The same of those that measure rows that expect calls. */
export const ofExpectedCalls = { ...ofCalls, concerns: expectsCalls } satisfies Partial<Metric>;

/** Pairs of calls that are looked at to find the most equal ones: nobody asks for so many, but an answer may hold them. */
const MOST_PAIRS = 100_000;

/** Calls of the same function are paired, those with the most equal arguments first, whatever their order. */
export function callPairs(expected: readonly FunctionCall[], given: readonly FunctionCall[]): CallPair[] {
  const [ours, theirs] = [inOrder(expected), inOrder(given)];
  const taken = new Map<number, number>();
  const paired = new Set<number>();
  for (const { our, their } of likelyPairs(ours, theirs)) {
    if (paired.has(our) || taken.has(their)) continue;
    paired.add(our);
    taken.set(their, our);
  }
  return [
    ...theirs.map((one, their) => ({ expected: ours[taken.get(their) ?? -1], given: one })),
    ...ours.flatMap((one, our) => (paired.has(our) ? [] : [{ expected: one, given: undefined }])),
  ];
}

interface LikelyPair {
  readonly our: number;
  readonly their: number;
}

/** Those of the same function; of very many calls, those at the same place among the calls of their function. */
function likelyPairs(ours: readonly FunctionCall[], theirs: readonly FunctionCall[]): readonly LikelyPair[] {
  const places = new Map<string, number[]>();
  // From the last on, so that the first is taken first.
  for (const [their, { name }] of [...theirs.entries()].reverse()) {
    const known = places.get(name);
    if (known) known.push(their);
    else places.set(name, [their]);
  }
  const count = ours.reduce((sum, { name }) => sum + (places.get(name)?.length ?? 0), 0);
  if (count > MOST_PAIRS)
    return ours.flatMap(({ name }, our) => {
      const their = places.get(name)?.pop();
      return their === undefined ? [] : [{ our, their }];
    });
  return ours
    .flatMap((one, our) =>
      (places.get(one.name)?.toReversed() ?? []).map((their) => {
        const share = rightArguments(one.args, theirs[their]?.args ?? {});
        return { our, their, share };
      }),
    )
    .sort((a, b) => b.share - a.share);
}

/** By what they say, so that equal lists in another order are paired alike. */
function inOrder(calls: readonly FunctionCall[]): readonly FunctionCall[] {
  const texts = new Map(calls.map((call) => [call, callText(call)]));
  return calls.toSorted((a, b) => ((texts.get(a) ?? '') < (texts.get(b) ?? '') ? -1 : 1));
}

/** Of all arguments that are expected or given, the share that is both and has the same JSON; 1 when there are none. */
export function rightArguments(expected: JsonObject, given: JsonObject): number {
  const names = new Set([...Object.keys(expected), ...Object.keys(given)]);
  if (names.size === 0) return 1;
  const right = [...names].filter((name) => {
    const [ours, theirs] = [expected[name], given[name]];
    return ours !== undefined && theirs !== undefined && canonicalJson(ours) === canonicalJson(theirs);
  });
  return right.length / names.size;
}
