import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GeneratedFormat, generateFile, type Shape, shapes } from './generate';
import { type Measurement, medians, type ProcessRun, runProcess } from './measure';

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
/** The language service is slow and takes the same time for every line: a part of the file is enough. */
const PART = 10 * MEGABYTE;
const FORMATS: readonly GeneratedFormat[] = ['geminiApi', 'vertexContents'];
const PYTHON = 'import json,sys\nfor line in open(sys.argv[1], encoding="utf-8"): json.loads(line)';

/** `check` of a whole file, against what others do with the same lines. */
export async function measureFiles(megabytes: number): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tunewright-bench-'));
  try {
    const measurements: Measurement[] = [];
    for (const format of FORMATS) measurements.push(...(await measureFormat(folder, format, megabytes)));
    const large = join(folder, 'large.jsonl');
    generateFile(large, 'geminiApi', 1_000 * MEGABYTE);
    measurements.push(memory('geminiApi', 1_000, (await check(large)).peakMegabytes, 300));
    return measurements;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureFormat(
  folder: string,
  format: GeneratedFormat,
  megabytes: number,
): Promise<Measurement[]> {
  const file = join(folder, `${format}.jsonl`);
  const part = join(folder, 'part.jsonl');
  generateFile(file, format, megabytes * MEGABYTE);
  const bytes = readFileSync(file).subarray(0, PART);
  writeFileSync(part, bytes.subarray(0, bytes.lastIndexOf('\n') + 1));
  const scale = (megabytes * MEGABYTE) / PART;
  let peak = 0;
  const times = await medians(
    {
      check: async () => {
        const run = await check(file);
        peak = Math.max(peak, run.peakMegabytes ?? 0);
        return run.milliseconds;
      },
      loop: () => time(process.execPath, [bundle('parseLoop'), file]),
      python: () => time('python3', ['-c', PYTHON, file]),
      service: async () =>
        (await time(process.execPath, [bundle('languageServiceLoop'), part, format])) * scale,
    },
    ROUNDS,
  );
  const detail = (other: number) =>
    `${times.check.toFixed(0)} ms against ${other.toFixed(0)} ms for ${megabytes} MB`;
  return [
    {
      name: `file: ${format} against a bare loop of JSON.parse`,
      value: times.check / times.loop,
      unit: '×',
      goal: { atMost: 1 },
      detail: detail(times.loop),
    },
    {
      name: `file: ${format} against Python's json.loads`,
      value: times.python / times.check,
      unit: '×',
      goal: { atLeast: 2.5 },
      detail: detail(times.python),
    },
    {
      name: `file: ${format} against VS Code's JSON language service`,
      value: times.service / times.check,
      unit: '×',
      goal: { atLeast: 10 },
      detail: `${detail(times.service)}, measured on ${PART / MEGABYTE} MB of it`,
    },
    memory(format, megabytes, peak, 200),
  ];
}

/**
 * Processor time of all threads, whatever the shape of the lines: of the whole command, and of its reading alone without
 * the start of a process.
 */
export async function measureShapes(megabytes: number): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tunewright-bench-'));
  try {
    const measurements: Measurement[] = [];
    for (const shape of [...FORMATS, ...shapes])
      measurements.push(...(await measureProcessor(folder, shape, megabytes)));
    return measurements;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureProcessor(
  folder: string,
  shape: GeneratedFormat | Shape,
  megabytes: number,
): Promise<Measurement[]> {
  const file = join(folder, 'shape.jsonl');
  generateFile(file, shape, megabytes * MEGABYTE);
  const format = shape === 'geminiApi' ? shape : 'vertexContents';
  const { own, loop, ownReading, loopReading } = await medians(
    {
      own: async () => (await check(file)).processorMilliseconds ?? Number.NaN,
      loop: async () => {
        const args = ['--require', bundle('peakMemory'), bundle('parseLoop'), file];
        return (await runProcess(process.execPath, args)).processorMilliseconds ?? Number.NaN;
      },
      ownReading: () => readingTime('scanLoop', file, format),
      loopReading: () => readingTime('parseLoop', file),
    },
    ROUNDS,
  );
  const compare = (what: string, ours: number, theirs: number): Measurement => ({
    name: `file: processor time of ${what} for ${shape}, against a bare loop of JSON.parse`,
    value: ours / theirs,
    unit: '×',
    goal: { atMost: 1 },
    detail: `${ours.toFixed(0)} ms against ${theirs.toFixed(0)} ms for ${megabytes} MB`,
  });
  return [compare('the command', own, loop), compare('reading', ownReading, loopReading)];
}

function readingTime(loop: 'scanLoop' | 'parseLoop', ...args: readonly string[]): number {
  const out = execFileSync(process.execPath, [bundle(loop), ...args], { encoding: 'utf8' });
  return Number(out.split(' ')[1]);
}

function memory(format: string, megabytes: number, peak: number | undefined, most: number): Measurement {
  return {
    name: `file: ${format}, peak memory at ${megabytes} MB`,
    value: peak ?? Number.NaN,
    unit: 'MB',
    goal: { atMost: most },
    detail: 'the process with all its threads',
  };
}

function bundle(name: string): string {
  return join(__dirname, `${name}.js`);
}

/**
 * As a person asks; `--format json` also counts the tokens, of files up to 64 MB. Errors may be found: the files are
 * larger than what a service takes.
 */
function check(file: string): Promise<ProcessRun> {
  const cli = join(__dirname, '../../cli.js');
  return runProcess(process.execPath, ['--require', bundle('peakMemory'), cli, 'check', file], [0, 1]);
}

async function time(command: string, args: readonly string[]): Promise<number> {
  return (await runProcess(command, args)).milliseconds;
}
