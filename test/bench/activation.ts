import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { packagedForWatching } from '../vscode-host/packaged.mjs';
import type { Activation, ActivationRound } from './activationProbe';
import { type Measurement, median } from './measure';

/** Each round needs an extension host of its own: an extension is activated once. */
const ROUNDS = 5;

/** Ours against an empty extension in the same extension host, on the VS Code that the tests use. */
export async function measureActivation(): Promise<Measurement[]> {
  const rounds: ActivationRound[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measureRound());
  const of = (extension: 'empty' | 'ours', field: keyof Activation) =>
    median(rounds.map((round) => round[extension][field]));
  const opening = median(rounds.map((round) => round.openingMilliseconds));
  const [ours, empty] = [of('ours', 'milliseconds'), of('empty', 'milliseconds')];
  const [oursBytes, emptyBytes] = [of('ours', 'bytes'), of('empty', 'bytes')];
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
  return [
    {
      name: 'activation: time against an empty extension',
      value: ours / empty,
      unit: '×',
      goal: { atMost: 2 },
      detail: `${ours.toFixed(1)} ms against ${empty.toFixed(1)} ms`,
    },
    {
      name: 'activation: bytes loaded against an empty extension',
      value: oursBytes / emptyBytes,
      unit: '×',
      detail: `${kib(oursBytes)} against ${kib(emptyBytes)}`,
    },
    {
      name: 'first command: time until the workbench is open, against activating an empty extension',
      value: opening / empty,
      unit: '×',
      detail: `${opening.toFixed(1)} ms`,
    },
  ];
}

async function measureRound(): Promise<ActivationRound> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-bench-')); // short: sockets lie in it
  try {
    const results = path.join(scratch, 'results.json');
    const dataDir = path.join(scratch, 'data');
    await mkdir(path.join(dataDir, 'User'), { recursive: true });
    await writeFile(path.join(dataDir, 'User', 'settings.json'), '{}');
    const extensionsDir = path.join(scratch, 'extensions');
    await cp('test/bench/emptyExtension', path.join(extensionsDir, 'tunewright-bench.empty-0.0.1'), {
      recursive: true,
    });
    await runTests({
      vscodeExecutablePath: path.resolve('test/vscode-host/host.mjs'),
      extensionDevelopmentPath: await packagedForWatching(path.join(scratch, 'development')),
      extensionTestsPath: path.resolve('dist/test/bench/activationProbe.js'),
      extensionTestsEnv: { TUNEWRIGHT_BENCH_RESULTS: results },
      launchArgs: [scratch, `--user-data-dir=${dataDir}`, `--extensions-dir=${extensionsDir}`],
    });
    return JSON.parse(await readFile(results, 'utf8'));
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}
