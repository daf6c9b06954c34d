import type { Clock } from '../../../src/base/wakefulTimer';

/** Time that passes only when it is told to; chance that never deviates, unless it is told to. */
export class FakeClock implements Clock {
  #now = 1_700_000_000_000;
  readonly #timers = new Set<{ at: number; callback: () => void }>();
  random = () => 0;

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, milliseconds: number): () => void {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** @param settle lets what was started come to its end, as far as that takes no time of this clock */
  async advance(milliseconds: number, settle = nextTurn): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settle();
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }

  /** The machine sleeps: the wall clock goes on and timers stand still. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of this.#timers) timer.at += milliseconds;
  }
}

export async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
