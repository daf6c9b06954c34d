import * as v from 'valibot';
import { hasEnded, type JobState, type TuningJob } from '../contract/job';

export const seenState = v.looseObject({
  state: v.custom<JobState>((value) => typeof value === 'string'),
  /** `TuningJob.detail` */
  detail: v.optional(v.string()),
  /** Milliseconds since 1970, by this machine's clock: when it was first seen, not when it began. */
  at: v.pipe(v.number(), v.finite()),
});

/** A state that a job was seen in. Services tell the present state only: the way there is what was seen of it. */
export type SeenState = Readonly<v.InferOutput<typeof seenState>>;

/** Takes note of the state that a job is in. The same object when nothing is new. A job that had ended before it was first seen is not noted. */
export function withSeen(
  seen: readonly SeenState[],
  { state, detail }: Pick<TuningJob, 'state' | 'detail'>,
  now: number,
): readonly SeenState[] {
  const last = seen.at(-1);
  if (last === undefined ? hasEnded(state) : last.state === state && last.detail === detail) return seen;
  if (last !== undefined && hasEnded(last.state) && !hasEnded(state)) return seen; // an older answer came late
  return [...seen, { state, detail, at: now }];
}

/** One line of a job's way. */
export type Milestone =
  | { readonly kind: 'created' | 'started'; readonly at: number }
  | { readonly kind: 'ended'; readonly state: JobState; readonly at: number | undefined }
  /** `at` is when it was seen. */
  | ({ readonly kind: 'seen' } & SeenState);

/** The way of a job so far, first things first: the service's own times, and between them what was seen. */
export function milestonesOf(job: TuningJob, seen: readonly SeenState[]): readonly Milestone[] {
  const { createTime, startTime, endTime, state } = job;
  const ended = hasEnded(state);
  const before: Milestone[] = [
    ...(createTime === undefined ? [] : [{ kind: 'created' as const, at: createTime }]),
    ...(startTime === undefined ? [] : [{ kind: 'started' as const, at: startTime }]),
    ...seen.flatMap((one): Milestone[] => (hasEnded(one.state) ? [] : [{ kind: 'seen', ...one }])),
  ];
  const whenSeen = seen.find((one) => hasEnded(one.state))?.at;
  const end: Milestone[] = ended ? [{ kind: 'ended', state, at: endTime ?? whenSeen }] : [];
  return [...before.sort((a, b) => (a.at ?? 0) - (b.at ?? 0)), ...end];
}
