import type { Clock } from '../../base/wakefulTimer';
import { sleep } from './sleep';

/** Lets requests through one by one: no faster than the rate limit, none while the service wants rest or the user paused. */
export class Pace {
  readonly #spacing: number;
  #next = 0;
  #restUntil = 0;
  #pause: { readonly over: Promise<void>; end(): void } | undefined;

  constructor(
    private readonly clock: Clock,
    requestsPerMinute: number | undefined,
  ) {
    this.#spacing = requestsPerMinute === undefined ? 0 : 60_000 / requestsPerMinute;
  }

  /** Resolves when a request may be sent; rejects when `signal` aborts. */
  async pass(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#pause) {
        await untilAborted(this.#pause.over, signal);
        continue;
      }
      const now = this.clock.now();
      const earliest = Math.max(this.#next, this.#restUntil);
      if (earliest <= now) {
        this.#next = Math.max(now, this.#next) + this.#spacing;
        return;
      }
      await sleep(this.clock, earliest - now, signal);
    }
  }

  /** No request of anybody for so long. */
  rest(milliseconds: number): void {
    this.#restUntil = Math.max(this.#restUntil, this.clock.now() + milliseconds);
  }

  /** Milliseconds until requests go on; 0 when they do. */
  get resting(): number {
    return Math.max(0, this.#restUntil - this.clock.now());
  }

  get paused(): boolean {
    return this.#pause !== undefined;
  }

  pause(): void {
    if (this.#pause) return;
    const { promise, resolve } = deferred();
    this.#pause = { over: promise, end: resolve };
  }

  resume(): void {
    this.#pause?.end();
    this.#pause = undefined;
  }
}

function deferred(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    void promise.then(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}
