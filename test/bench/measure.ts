import { spawn } from 'node:child_process';

/** One line of the table. */
export interface Measurement {
  readonly name: string;
  /** The figure: a ratio, megabytes, or milliseconds. */
  readonly value: number;
  readonly unit: '×' | 'MB' | 'ms';
  /** Absent where none was set: the figure is there to be watched. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
  /** What was divided by what, with the medians. */
  readonly detail: string;
}

export function isMet({ value, goal }: Measurement): boolean {
  if (goal === undefined) return true;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

export interface ProcessRun {
  readonly milliseconds: number;
  /** Of all threads; undefined where the process does not tell (see peakMemory.ts). */
  readonly processorMilliseconds: number | undefined;
  /** Peak resident memory of the process with its threads; undefined where the system does not tell. */
  readonly peakMegabytes: number | undefined;
}

/** Runs a command to its end. Throws when it fails with a code that is not in `codes`. */
export async function runProcess(command: string, args: readonly string[], codes = [0]): Promise<ProcessRun> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const texts = { errors: '', peak: '' };
  child.stdio[2]?.on('data', (data) => {
    texts.errors += data;
  });
  child.stdio[3]?.on('data', (data) => {
    texts.peak += data;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  const milliseconds = performance.now() - start;
  if (code === null || !codes.includes(code))
    throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${texts.errors}`);
  const [peak, processor] = texts.peak === '' ? [] : texts.peak.split(' ').map(Number);
  return {
    milliseconds,
    processorMilliseconds: processor,
    peakMegabytes: peak === undefined ? undefined : peak / 1024,
  };
}

/**
 * The median of each of several things, measured in turn so that a busy moment of the machine hits all of them.
 * @param warmUps rounds that do not count
 */
export async function medians<K extends string>(
  things: Readonly<Record<K, () => Promise<number> | number>>,
  rounds: number,
  warmUps = 1,
): Promise<Record<K, number>> {
  const names = Object.keys(things) as K[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = -warmUps; round < rounds; round++) {
    for (const name of names) {
      const value = await things[name]();
      if (round >= 0) values[name].push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(values[name])])) as Record<K, number>;
}
