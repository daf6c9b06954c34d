import type { TuningJob } from '../contract/job';

/** Fewer steps than these between the first and the latest measurement say nothing about the speed. */
const fewestSteps = 2;

/**
 * How long a job still trains, in milliseconds, by the mean speed of the steps that were measured so far. The wait before
 * the first step (for quota, for the data to be read) does not count, for it does not come again. Between two measurements
 * it runs down like a clock. Undefined when nothing sound can be said: too few steps, an unknown end, or a job that is late.
 * @param now milliseconds since 1970
 */
export function remainingTime(
  { state, progress }: Pick<TuningJob, 'state' | 'progress'>,
  now: number,
): number | undefined {
  if (state !== 'RUNNING' || progress?.pace === undefined || progress.totalSteps === undefined)
    return undefined;
  const { first, latest } = progress.pace;
  const steps = latest.step - first.step;
  const time = latest.time - first.time;
  if (steps < fewestSteps || time <= 0) return undefined;
  const stepsLeft = progress.totalSteps - latest.step;
  const passed = Math.max(0, now - latest.time); // this machine's clock may be behind the service's
  const left = (stepsLeft * time) / steps - passed;
  return left > 0 ? left : undefined;
}
