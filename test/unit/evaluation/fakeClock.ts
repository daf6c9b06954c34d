import type { Clock } from '../../../src/base/wakefulTimer';
import { seededRandom } from '../../../src/evaluation/seededRandom';

/** Time that passes as soon as nothing else is to do: the timer that is due first fires. */
export class FakeClock implements Clock {
  readonly random: () => number;
  readonly #timers = new Set<{ readonly at: number; readonly call: () => void }>();
  #now = 0;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  now(): number {
    return this.#now;
  }

  setTimeout(call: () => void, milliseconds: number): () => void {
    const timer = { at: this.#now + milliseconds, call };
    this.#timers.add(timer);
    setImmediate(() => this.#fireFirst());
    return () => this.#timers.delete(timer);
  }

  /** Lets everything that is ready run. */
  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  #fireFirst(): void {
    const [first] = [...this.#timers].sort((a, b) => a.at - b.at);
    if (first === undefined) return;
    this.#timers.delete(first);
    this.#now = Math.max(this.#now, first.at);
    first.call();
  }
}
