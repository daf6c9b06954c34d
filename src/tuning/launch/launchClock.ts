import { setTimeout as sleep } from 'node:timers/promises';
import type { LaunchClock } from './launches';

/** The clock of this machine. */
export const launchClock: LaunchClock = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};
