// Runs inside the extension host: reads the rows of a large file as the dataset view does, and writes what it took.
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Uri } from 'vscode';
import { FileRows } from '../../src/workbench/datasetView/fileRows';

/** Milliseconds, unless said otherwise. */
export interface RowsRound {
  readonly rows: number;
  /** Until the first fifty rows were read. */
  readonly first: number;
  /** Until all rows were known. */
  readonly all: number;
  /** A bare loop that keeps where each line starts. */
  readonly bareIndex: number;
  /** The longest of many reads of a screenful of rows, anywhere in the file. */
  readonly jump: number;
  readonly found: number;
  readonly search: number;
  /** A bare loop that finds the same bytes. */
  readonly bareSearch: number;
  /** Peak resident memory of the extension host with its threads, before and in all. */
  readonly megabytesBefore: number;
  readonly megabytes: number;
}

const PIECE = 1 << 22;
const NEWLINE = 0x0a;
const SCREEN = 50;
const JUMPS = 40;

export async function run(): Promise<void> {
  const { TUNEWRIGHT_BENCH_RESULTS: results, TUNEWRIGHT_BENCH_FILE: file } = process.env;
  const { TUNEWRIGHT_BENCH_WORD: word } = process.env;
  if (!results || !file || !word) throw new Error('TUNEWRIGHT_BENCH_… say nothing.');
  writeFileSync(path.join(__dirname, 'rows-worker.js'), "import('../../rows-worker.js');");
  forgetPeak();
  const megabytesBefore = peakMegabytes();
  const rows = new FileRows(
    Uri.file(file),
    () => ({}),
    (error) => {
      throw error;
    },
  );
  try {
    const start = performance.now();
    let first: Promise<number> | undefined;
    const checked = new Promise<void>((resolve) => {
      rows.onDidChange(({ kind }) => kind === 'checked' && resolve());
    });
    const all = new Promise<number>((resolve) => {
      rows.onDidChange(() => {
        if (rows.count > 0) first ??= rows.read(screenAt(0)).then(() => performance.now() - start);
        if (rows.count > 0 && !rows.isCounting) resolve(performance.now() - start);
      });
    });
    await rows.start();
    const allMilliseconds = await all;
    await checked;
    const jumps: number[] = [];
    for (let jump = 0; jump < JUMPS; jump++) {
      const from = performance.now();
      await rows.read(screenAt(Math.floor(((jump * 7919) % JUMPS) * (rows.count / JUMPS))));
      jumps.push(performance.now() - from);
    }
    let found = 0;
    const from = performance.now();
    const query = { text: word, isRegex: false, matchCase: true, place: 'texts' } as const;
    await rows.search(query, (_, some) => (found += some.length), new AbortController().signal);
    const search = performance.now() - from;
    const megabytes = peakMegabytes();
    const round: RowsRound = {
      rows: rows.count,
      first: (await first) ?? Number.NaN,
      all: allMilliseconds,
      bareIndex: timed(() => indexBarely(file)),
      jump: Math.max(...jumps),
      found,
      search,
      bareSearch: timed(() => searchBarely(file, word)),
      megabytesBefore,
      megabytes,
    };
    writeFileSync(results, JSON.stringify(round));
  } finally {
    rows.dispose();
  }
}

function screenAt(line: number): number[] {
  return Array.from({ length: SCREEN }, (_, at) => line + at);
}

function timed(act: () => void): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

function indexBarely(file: string): number[] {
  const starts = [0];
  for (const { bytes, at } of pieces(file))
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, end + 1))
      starts.push(at + end + 1);
  return starts;
}

function searchBarely(file: string, word: string): number[] {
  const places: number[] = [];
  const wanted = Buffer.from(word);
  for (const { bytes, at } of pieces(file))
    for (let place = bytes.indexOf(wanted); place !== -1; place = bytes.indexOf(wanted, place + 1))
      places.push(at + place);
  return places;
}

function* pieces(file: string): Generator<{ bytes: Buffer; at: number }> {
  const fd = openSync(file, 'r');
  const buffer = Buffer.allocUnsafeSlow(PIECE);
  for (let at = 0; ; ) {
    const length = readSync(fd, buffer, 0, PIECE, at);
    if (length === 0) break;
    yield { bytes: buffer.subarray(0, length), at };
    at += length;
  }
  closeSync(fd);
}

/** Linux counts the peak from here on. */
function forgetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

function peakMegabytes(): number {
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
}
