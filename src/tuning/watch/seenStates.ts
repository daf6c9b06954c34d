import { hasEnded, type JobState, type TuningJob } from '../contract/job';
import type { ServiceId } from '../contract/service';

/** A state that a job was seen in. Services tell the present state only: the way there is what was seen of it. */
export interface SeenState {
  readonly state: JobState;
  /** `TuningJob.detail` */
  readonly detail: string | undefined;
  /** Milliseconds since 1970, by this machine's clock: when it was first seen, not when it began. */
  readonly at: number;
}

/** By `jobKey`. */
export type SeenStates = Readonly<Record<string, readonly SeenState[]>>;

/** Jobs that are remembered; the ones that changed longest ago are forgotten. */
const mostJobs = 200;

export function jobKey({ service, name }: { readonly service: ServiceId; readonly name: string }): string {
  return `${service} ${name}`;
}

/** Takes note of the states that jobs are in. The same object when nothing is new. A job that had ended before it was first seen is not noted. */
export function withSeen(seen: SeenStates, jobs: readonly TuningJob[], now: number): SeenStates {
  const news = jobs.flatMap((job): [string, SeenState[]][] => {
    const before = seen[jobKey(job)] ?? [];
    const last = before.at(-1);
    if (last === undefined ? hasEnded(job.state) : last.state === job.state && last.detail === job.detail)
      return [];
    if (last !== undefined && hasEnded(last.state) && !hasEnded(job.state)) return []; // an older answer came late
    return [[jobKey(job), [...before, { state: job.state, detail: job.detail, at: now }]]];
  });
  if (news.length === 0) return seen;
  const changed = new Set(news.map(([key]) => key));
  const others = Object.entries(seen).filter(([key]) => !changed.has(key));
  return Object.fromEntries([...others, ...news].slice(-mostJobs));
}

/** What was stored, as far as it is what `withSeen` made. */
export function readSeenStates(stored: unknown): SeenStates {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).flatMap(([key, states]) =>
      Array.isArray(states) ? [[key, states.flatMap(readSeenState)]] : [],
    ),
  );
}

function readSeenState(value: unknown): SeenState[] {
  if (typeof value !== 'object' || value === null || !('state' in value && 'at' in value)) return [];
  const { state, at } = value;
  if (typeof state !== 'string' || typeof at !== 'number' || !Number.isFinite(at)) return [];
  const detail = 'detail' in value && typeof value.detail === 'string' ? value.detail : undefined;
  return [{ state: state as JobState, detail, at }];
}

/** One line of a job's way. */
export type Milestone =
  | { readonly kind: 'created' | 'started'; readonly at: number }
  | { readonly kind: 'ended'; readonly state: JobState; readonly at: number | undefined }
  /** `at` is when it was seen. */
  | {
      readonly kind: 'seen';
      readonly state: JobState;
      readonly detail: string | undefined;
      readonly at: number;
    };

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
