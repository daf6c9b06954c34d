// Runs processes side by side, as many as there are places; each one's output is shown whole when it has ended.
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './steps.mjs';

/**
 * Does all jobs of the queues. There is a place for each of `places`, which names the queue that it serves; when that
 * is empty, it helps with the others, so that no place idles while there is work.
 * @param {Record<string, (() => Promise<void>)[]>} queues in the order in which they begin
 * @param {string[]} places
 */
export async function workOff(queues, places) {
  const next = (own) => [queues[own], ...Object.values(queues)].find((queue) => queue?.length > 0)?.shift();
  await Promise.all(
    places.map(async (own) => {
      for (let job = next(own); job; job = next(own)) await job();
    }),
  );
}

/** Runs Node on a script. @param options as of `run` @returns the exit code, and what was written to standard output and error */
export async function runKeepingOutput(args, options = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-output-'));
  const file = path.join(folder, 'output');
  const output = await open(file, 'w');
  try {
    const code = await run(process.execPath, args, {
      ...options,
      stdio: ['ignore', output.fd, output.fd],
    });
    return { code, output: await readFile(file, 'utf8') };
  } finally {
    await output.close();
    await rm(folder, { recursive: true, force: true });
  }
}
