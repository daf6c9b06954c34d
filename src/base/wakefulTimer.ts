/** Time and chance, passed in so that tests of polling take no time. */
export interface Clock {
  /** Milliseconds since 1970, by the wall clock: it goes on while the machine sleeps, and can be set. */
  now(): number;
  /** Returns what cancels it. Stands still while the machine sleeps. */
  setTimeout(callback: () => void, milliseconds: number): () => void;
  /** 0 ≤ value < 1. */
  random(): number;
}

/** This machine's. */
export const systemClock: Clock = {
  now: Date.now,
  setTimeout(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

/** How soon after a sleep it is noticed. */
const tick = 5000;
/** A busy window is late by less than this; more means that the machine slept or its clock was set. */
const tolerance = 10_000;

/**
 * Calls back after that time by the wall clock. When the machine slept meanwhile, or its clock was set, it calls back as
 * soon as that shows: with `woke`. Returns what cancels it.
 */
export function wakefulTimeout(
  clock: Clock,
  callback: (woke: boolean) => void,
  milliseconds: number,
): () => void {
  const due = clock.now() + milliseconds;
  let cancel = () => {};
  const wait = () => {
    const from = clock.now();
    const step = Math.max(0, Math.min(tick, due - from));
    cancel = clock.setTimeout(() => {
      const late = clock.now() - from - step;
      if (Math.abs(late) > tolerance) callback(true);
      else if (clock.now() >= due) callback(false);
      else wait();
    }, step);
  };
  wait();
  return () => cancel();
}
