// Who has a lock, written so that another process, machine or container can tell whether that one still runs.
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** One process of one machine. What a system does not tell is undefined. */
export interface ProcessIdentity {
  readonly host: string;
  /** Another after each start of the machine. */
  readonly boot: string | undefined;
  /** Process ids count within it: containers of one machine have their own. */
  readonly pidSpace: string | undefined;
  readonly pid: number;
  /** When it began, as the system counts: another process with the same id has another. */
  readonly started: string | undefined;
}

export interface LockHolder extends ProcessIdentity {
  /** One lock of one holder. */
  readonly token: string;
  /** By the holder's clock, ISO 8601; for people only. */
  readonly since: string;
}

export function thisProcess(): ProcessIdentity {
  return {
    host: hostname(),
    boot: quietly(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidSpace: quietly(() => readlinkSync('/proc/self/ns/pid')),
    pid: process.pid,
    started: startOf(process.pid),
  };
}

/** `unknown`: only time can tell, by the absence of a sign of life. */
export function stateOf(holder: ProcessIdentity, self: ProcessIdentity): 'running' | 'ended' | 'unknown' {
  if (holder.host !== self.host || holder.boot !== self.boot || holder.pidSpace !== self.pidSpace)
    return 'unknown';
  if (!exists(holder.pid)) return 'ended';
  const started = startOf(holder.pid);
  if (started === undefined || holder.started === undefined) return 'unknown'; // its id may have been given again
  return started === holder.started ? 'running' : 'ended';
}

/** Undefined for what is no holder: a lock of another program, or one that was never written to its end. */
export function readHolder(text: string): LockHolder | undefined {
  const value = quietly(() => JSON.parse(text) as unknown);
  if (typeof value !== 'object' || value === null) return undefined;
  const { host, boot, pidSpace, pid, started, token, since } = value as Record<string, unknown>;
  if (!isText(host) || !isText(token) || !isText(since) || Number.isNaN(Date.parse(since))) return undefined;
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 0) return undefined;
  const told = (fact: unknown) => (isText(fact) ? fact : undefined);
  return { host, boot: told(boot), pidSpace: told(pidSpace), pid, started: told(started), token, since };
}

/** Field 22 of /proc/PID/stat, in ticks since the machine's start. The second field is a name that may hold anything. */
function startOf(pid: number): string | undefined {
  const stat = quietly(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0); // only asks
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
