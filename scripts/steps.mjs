// How the two commands speak and run programs. Plain Node: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** Why a command cannot go on, in words for the person who typed it. */
export class StepFailed extends Error {}

/** Announces what happens next. */
export function say(text) {
  console.log(`\n▸ ${text}`);
}

/** Wall-clock time since `start` (from `Date.now()`), such as `12 s`. */
export function took(start) {
  return `${((Date.now() - start) / 1000).toFixed(0)} s`;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const running = new Set();
let received;

/**
 * Runs a program with our standard output; resolves to its exit code (128 + n when a signal n ended it). A signal to
 * us goes on to all programs that run, and we end when the last of them has cleaned up.
 * @param options of `spawn`; `niceness`: above 0 it computes when others leave the processor idle
 */
export function run(program, args, { niceness = 0, ...options } = {}) {
  return new Promise((resolve) => {
    if (running.size === 0) for (const signal of signals) process.on(signal, passOn);
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
    running.add(child);
    if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness);
    const end = (code) => {
      running.delete(child);
      if (running.size === 0) {
        for (const signal of signals) process.off(signal, passOn);
        if (received) process.exit(128 + constants.signals[received]);
      }
      if (!received) resolve(code); // else nothing new is begun
    };
    child.on('error', (error) => {
      console.error(`Cannot run ${program}: ${error.message}`);
      end(127);
    });
    child.on('close', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

function passOn(signal) {
  received = signal;
  for (const child of running) child.kill('SIGTERM');
}

/** Like {@link run}, but throws {@link StepFailed} unless the program succeeds. */
export async function mustRun(program, args, options = {}) {
  const code = await run(program, args, options);
  if (code !== 0) throw new StepFailed(`\`${program} ${args.join(' ')}\` ended with code ${code}.`);
}
