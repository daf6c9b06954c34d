import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { openWorkbench } from '../e2e/workbench';
import { packagedForWatching } from '../vscode-host/packaged.mjs';
import { generateFile } from './generate';
import { longestTask } from './longestTask';
import { type Measurement, median } from './measure';
import type { RowsRound } from './rowsProbe';

const MEGABYTE = 1_000_000;
const ROUNDS = 3;
/** Above VS Code's own limit for text, so that the file is read from disk. */
const SCROLLED_MEGABYTES = 60;
const SCREENS = 200;
/** In few rows. */
const WORD = 'zygomorphic';

/** The rows of 1 GB as the dataset view reads them, in the extension host, and its page while it's scrolled. */
export async function measureRows(): Promise<Measurement[]> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-bench-')); // short: sockets lie in it
  try {
    const file = path.join(scratch, 'large.jsonl');
    generateFile(file, 'geminiApi', 1_000 * MEGABYTE);
    const rare = `{"text_input":"${WORD}","output":"rare"}\n`;
    for (let row = 0; row < 100; row++) appendFileSync(file, rare);
    const rounds: RowsRound[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measureRound(scratch, file));
    return [...figures(rounds), await measureScrolling(scratch)];
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function measureRound(scratch: string, file: string): Promise<RowsRound> {
  const results = path.join(scratch, 'results.json');
  const dataDir = path.join(scratch, 'data');
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(path.join(dataDir, 'User'), { recursive: true });
  await writeFile(path.join(dataDir, 'User', 'settings.json'), '{}');
  await runTests({
    vscodeExecutablePath: path.resolve('test/vscode-host/host.mjs'),
    extensionDevelopmentPath: await packagedForWatching(path.join(scratch, 'development')),
    extensionTestsPath: path.resolve('dist/test/bench/rowsProbe.js'),
    extensionTestsEnv: {
      TUNEWRIGHT_BENCH_RESULTS: results,
      TUNEWRIGHT_BENCH_FILE: file,
      TUNEWRIGHT_BENCH_WORD: WORD,
    },
    launchArgs: [
      path.join(scratch, 'development'),
      `--user-data-dir=${dataDir}`,
      `--extensions-dir=${path.join(scratch, 'extensions')}`,
    ],
  });
  return JSON.parse(await readFile(results, 'utf8'));
}

function figures(rounds: readonly RowsRound[]): Measurement[] {
  const of = (field: keyof RowsRound) => median(rounds.map((round) => round[field]));
  const against = (own: keyof RowsRound, bare: keyof RowsRound) =>
    median(rounds.map((round) => round[own] / round[bare]));
  const detail = (own: keyof RowsRound, bare: keyof RowsRound) =>
    `${of(own).toFixed(0)} ms against ${of(bare).toFixed(0)} ms for ${of('rows')} rows, 1 GB`;
  return [
    {
      name: 'rows: time to the first rows of 1 GB, against a bare index of its lines',
      value: against('first', 'bareIndex'),
      unit: '×',
      goal: { atMost: 2 },
      detail: detail('first', 'bareIndex'),
    },
    {
      name: 'rows: time until all rows of 1 GB are known, against the same index',
      value: against('all', 'bareIndex'),
      unit: '×',
      goal: { atMost: 2 },
      detail: detail('all', 'bareIndex'),
    },
    {
      name: 'rows: longest time to read a screenful anywhere in 1 GB',
      value: of('jump'),
      unit: 'ms',
      goal: { atMost: 50 },
      detail: `the longest of each round, of ${rounds.length} rounds`,
    },
    {
      name: 'rows: filter by text over 1 GB, against a bare search for the same bytes',
      value: against('search', 'bareSearch'),
      unit: '×',
      goal: { atMost: 1.5 },
      detail: `${detail('search', 'bareSearch')}; ${of('found')} rows found`,
    },
    {
      name: 'rows: peak memory of the extension host at 1 GB',
      value: of('megabytes'),
      unit: 'MB',
      goal: { atMost: 300 },
      detail: `${of('megabytesBefore').toFixed(0)} MB before the file was opened`,
    },
  ];
}

async function measureScrolling(scratch: string): Promise<Measurement> {
  const files = path.join(scratch, 'scrolled');
  await mkdir(files);
  generateFile(path.join(files, 'train.jsonl'), 'geminiApi', SCROLLED_MEGABYTES * MEGABYTE);
  const workbench = await openWorkbench({ files });
  try {
    await workbench.openFile('train.jsonl', workbench.page.getByRole('tab', { name: /^train/ }).first());
    await workbench.press('train.jsonl is larger than 50 MB', 'Open Dataset View');
    const grid = workbench.webview.getByRole('grid');
    await grid.getByRole('row').nth(5).waitFor();
    await grid.hover();
    const { milliseconds, tasks, seconds } = await longestTask(workbench.page, async () => {
      for (let screen = 0; screen < SCREENS; screen++) {
        await workbench.page.mouse.wheel(0, 400);
        await workbench.page.evaluate('new Promise(requestAnimationFrame)');
      }
    });
    return {
      name: `rows: longest task while ${SCREENS} screens scroll by`,
      value: milliseconds,
      unit: 'ms',
      goal: { atMost: 50 },
      detail: `${tasks} tasks of Chromium's trace in ${seconds.toFixed(1)} s`,
    };
  } finally {
    await workbench.dispose();
  }
}
