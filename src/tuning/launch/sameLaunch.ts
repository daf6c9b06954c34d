import type { TuningJob } from '../contract/job';

/** Jobs that one launch has made, where it has made several: somebody on the way has sent its request twice. */
export function sameLaunch(jobs: readonly TuningJob[]): ReadonlyMap<string, readonly TuningJob[]> {
  const byLaunch = new Map<string, TuningJob[]>();
  for (const job of jobs) {
    if (job.launchId === undefined) continue;
    byLaunch.set(job.launchId, [...(byLaunch.get(job.launchId) ?? []), job]);
  }
  return new Map([...byLaunch].filter(([, made]) => made.length > 1));
}
