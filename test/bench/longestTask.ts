import type { Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

export interface LongestTask {
  readonly milliseconds: number;
  /** How many there were. */
  readonly tasks: number;
  readonly seconds: number;
}

/** By Chromium's own trace: the longest task on the main thread of any page while something is done. */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<LongestTask> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('The page has no browser.');
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  const start = performance.now();
  await act();
  const seconds = (performance.now() - start) / 1000;
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const mains = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}:${tid}`),
  );
  const tasks = trace.traceEvents.filter(
    ({ name, pid, tid }) => name.endsWith('RunTask') && mains.has(`${pid}:${tid}`),
  );
  if (tasks.length === 0) throw new Error('The trace has no tasks.');
  const milliseconds = tasks.reduce((most, { dur = 0 }) => Math.max(most, dur / 1000), 0);
  return { milliseconds, tasks: tasks.length, seconds };
}
