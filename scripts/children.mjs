// Long-lived programs that we start: each is the leader of a process group, and none outlives us.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Set();

/** Starts a program whose whole group ends with us, however we end (SIGKILL excepted). */
export function startChild(program, args, options = {}) {
  if (process.listenerCount('exit', killAll) === 0) watchOurEnd();
  const child = spawn(program, args, { ...options, detached: true });
  if (child.pid) running.add(child.pid);
  return child;
}

/** Takes a program that a child of ours started apart from itself as one of ours. */
export function adoptChild(pid) {
  if (pid > 0) running.add(pid);
}

/** Ends a child and all that it started: politely, and after two seconds surely. Resolves when they are gone. */
export function endChild({ pid }) {
  return endGroup(pid);
}

/** Ends every child that is left. */
export async function endAllChildren() {
  await Promise.all([...running].map(endGroup));
}

async function endGroup(pid) {
  if (!running.has(pid)) return;
  signalGroup(pid, 'SIGTERM');
  if (!(await isGone(pid))) signalGroup(pid, 'SIGKILL');
  await isGone(pid);
  running.delete(pid);
}

function watchOurEnd() {
  process.on('exit', killAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, async () => {
      await endAllChildren();
      process.exit(128 + constants.signals[signal]);
    });
  }
}

function killAll() {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
}

async function isGone(pid) {
  for (let waited = 0; waited < 2000; waited += 50) {
    if (!signalGroup(pid, 0)) return true;
    await sleep(50);
  }
  return false;
}

/** Signal 0 sends nothing and tells whether anyone is left. */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
