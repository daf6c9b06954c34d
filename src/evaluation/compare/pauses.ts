/** Milliseconds that this thread is held. */
const longestHold = 30;

/** Awaited again and again in a long loop, lets others have their turn from time to time. */
export function pauses(): () => Promise<void> | undefined {
  let started = performance.now();
  return () => {
    if (performance.now() - started < longestHold) return undefined;
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      started = performance.now();
    });
  };
}
