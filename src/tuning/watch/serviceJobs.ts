import { isDeepStrictEqual } from 'node:util';
import { hasEnded, type TuningJob } from '../contract/job';
import type { ServiceId } from '../contract/service';

/** What is known of one service's jobs. A failure keeps the jobs that were known before. */
export type ServiceJobs =
  | { readonly status: 'unasked' | 'loading'; readonly jobs: readonly TuningJob[] }
  | { readonly status: 'ready'; readonly jobs: readonly TuningJob[] }
  | { readonly status: 'failed'; readonly jobs: readonly TuningJob[]; readonly error: unknown };

/** What is new of a service's jobs, so that a view draws no more than that. */
export interface ServiceChange {
  readonly service: ServiceId;
  /** Names of the jobs that came, went, or are not as they were. */
  readonly jobs: readonly string[];
  /** `changed`: jobs came, went or moved, one ended or can be prompted from now on, or the status is another. */
  readonly rows: 'same' | 'changed';
}

/** A job that is as it was stays the same object, so that views can tell by `===`. */
export function keepUnchanged(
  before: readonly TuningJob[],
  after: readonly TuningJob[],
): readonly TuningJob[] {
  const known = new Map(before.map((job) => [job.name, job]));
  return after.map((job) => {
    const old = known.get(job.name);
    return old !== undefined && isDeepStrictEqual(old, job) ? old : job;
  });
}

/** @param after its jobs passed through `keepUnchanged`. @returns undefined when nothing is new */
export function changeOf(
  service: ServiceId,
  before: ServiceJobs,
  after: ServiceJobs,
): ServiceChange | undefined {
  const old = new Map(before.jobs.map((job) => [job.name, job]));
  const now = new Set(after.jobs.map(({ name }) => name));
  const gone = before.jobs.filter(({ name }) => !now.has(name));
  const changed = after.jobs.filter((job) => old.get(job.name) !== job);
  const sameRows =
    before.jobs.length === after.jobs.length &&
    after.jobs.every((job, at) => before.jobs[at]?.name === job.name) &&
    changed.every((job) => placeOf(job) === placeOf(old.get(job.name)));
  const rows = sameRows && isDeepStrictEqual(statusOf(before), statusOf(after)) ? 'same' : 'changed';
  if (rows === 'same' && changed.length === 0) return undefined;
  return { service, jobs: [...gone, ...changed].map(({ name }) => name), rows };
}

/** Views group jobs by this. */
function placeOf(job: TuningJob | undefined): string {
  if (job === undefined) return 'nowhere';
  return `${hasEnded(job.state) ? 'ended' : 'running'} ${job.tunedModel?.name ?? ''}`;
}

function statusOf({ jobs: _, ...status }: ServiceJobs): object {
  return status;
}
