// One job for the rows of a file (rowsJob.ts), on a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { TextReplacer } from '../editing/replaceInTexts';
import { findFormat } from '../formats/index';
import { contextOf, type ScanSettings } from '../line/scanSettings';
import { reviewKey } from '../reviewed/reviewKey';
import { findRule } from '../rules/index';
import { LONGEST_LINE } from '../rules/lineSize';
import type { BlockResult } from '../scan/blockResult';
import { type ScannedFile, ScanPool } from '../scan/blocks';
import { byteLines } from '../scan/byteLines';
import { scanFile } from '../scan/fileScan';
import { countExactly } from '../tokens/countExactly';
import { ChangedRows } from './changedRows';
import { lineStartsOf } from './lineStarts';
import { ProblemBatches } from './problemTable';
import { FactReader } from './rowFacts';
import { RowGroups } from './rowGroups';
import type { RowPick, RowsJob, RowsMessage, ToldProblem } from './rowsJob';
import { searchFile } from './searchFile';
import { TextSearch } from './textSearch';

/** Problems sent at once. */
const AT_ONCE = 50_000;
/** More are shown by the title of their rule. */
const MOST_TOLD = 20_000;
/** Of a line that is measured. Of one that is too long to be read, no more than shows that. */
const MOST_BYTES = LONGEST_LINE * 3 + 1;

function send(message: RowsMessage): void {
  parentPort?.postMessage(message);
}

function index(path: string): void {
  const pieces = lineStartsOf(path);
  let piece = pieces.next();
  for (; !piece.done; piece = pieces.next()) send({ kind: 'starts', starts: piece.value });
  send({ kind: 'size', size: piece.value });
}

function search({ path, query, format }: Extract<RowsJob, { kind: 'search' }>): void {
  for (const found of searchFile(path, new TextSearch(query, formatOf(format))))
    send({ kind: 'found', ...found });
}

function searchTexts({ query, format }: Extract<RowsJob, { kind: 'searchTexts' }>): Promise<void> {
  const textSearch = new TextSearch(query, formatOf(format));
  return answerTexts((texts) => ({
    kind: 'foundTexts',
    at: texts.flatMap((text, at) => (textSearch.matches(text) ? [at] : [])),
  }));
}

function replaceTexts(job: Extract<RowsJob, { kind: 'replaceTexts' }>): Promise<void> {
  const replacer = new TextReplacer(job.query, job.replacement, formatOf(job.format));
  return answerTexts((texts) => ({
    kind: 'replacedTexts',
    replaced: texts.flatMap((text, at) => {
      const replaced = replacer.replace(text);
      return replaced ? [{ ...replaced, at }] : [];
    }),
  }));
}

async function measure({
  path,
  format,
  target,
  isExact,
}: Extract<RowsJob, { kind: 'facts' }>): Promise<void> {
  const context = contextOf({ format, target, severities: {} });
  const reader = new FactReader(context.format, context.target, isExact ? countExactly : undefined);
  await answerLines(path, (texts, done) => ({ kind: 'facts', batch: reader.read(texts), done }));
}

async function pick(job: Extract<RowsJob, RowPick>): Promise<void> {
  const among = pickerOf(job);
  await answerLines(job.path, (texts, done) => {
    return { kind: 'picked', at: Uint32Array.from(among(texts)), lines: texts.length, done };
  });
}

/** Tells the places of those that are picked. */
function pickerOf(job: Extract<RowsJob, RowPick>): (texts: readonly string[]) => number[] {
  if (job.kind === 'reviewed') {
    const isPicked = (key: string | undefined) => key !== undefined && job.keys.has(key) === job.is;
    return (texts) => texts.flatMap((text, at) => (isPicked(reviewKey(text)) ? [at] : []));
  }
  const changed = new ChangedRows(job.before, formatOf(job.format));
  return (texts) => changed.among(texts);
}

async function group({ path, format, isNear }: Extract<RowsJob, { kind: 'groups' }>): Promise<void> {
  const groups = new RowGroups(formatOf(format), isNear);
  await answerLines(path, (texts, done) => {
    for (const text of texts) groups.add(text);
    return { kind: 'read', done };
  });
  send({ kind: 'groups', firsts: groups.firsts() });
}

/** Those of a file, or else those that come as messages. @param answer told the bytes that are read */
async function answerLines(
  path: string | undefined,
  answer: (texts: readonly string[], done: number) => RowsMessage,
): Promise<void> {
  if (path === undefined) return answerTexts((texts) => answer(texts, 0));
  let done = 0;
  for await (const lines of byteLines(path, MOST_BYTES)) {
    for (const line of lines) done += line.length;
    send(answer(lines.map(textOfLine), done));
  }
}

function textOfLine(line: Buffer): string {
  return line.toString('utf8').replace(/\r?\n$/, '');
}

/** Until there are no more. */
function answerTexts(answer: (texts: readonly string[]) => RowsMessage): Promise<void> {
  return new Promise((resolve) => {
    parentPort?.on('message', (texts: readonly string[]) => {
      if (texts.length === 0) return resolve();
      send(answer(texts));
    });
  });
}

async function check({ path, options }: Extract<RowsJob, { kind: 'check' }>): Promise<void> {
  const pool = new ReportingPool();
  try {
    const scan = await scanFile(pool, path, options);
    send({ kind: 'format', format: scan.exampleFormat?.id });
    const batches = new ProblemBatches();
    let told: ToldProblem[] = [];
    let left = MOST_TOLD;
    for await (const problems of scan.problems()) {
      for (const { line, rule, severity, message } of problems) {
        batches.add(line, rule, severity);
        const scope = findRule(rule)?.scope;
        if ((scope === 'group' || scope === 'file') && left-- > 0) told.push({ line, rule, message });
      }
      if (batches.length < AT_ONCE) continue;
      send({ kind: 'problems', batch: batches.take(), told });
      told = [];
    }
    send({ kind: 'problems', batch: batches.take(), told });
  } finally {
    await pool.close();
  }
}

/** Tells how far it is. */
class ReportingPool extends ScanPool {
  override async *blocks(file: ScannedFile, settings: ScanSettings): AsyncGenerator<BlockResult> {
    let blocks = 0;
    for await (const block of super.blocks(file, settings)) {
      if (++blocks % 16 === 0) send({ kind: 'checked', bytes: Math.min(file.size, blocks << 20) });
      yield block;
    }
  }
}

function formatOf(id: string | undefined) {
  return id === undefined ? undefined : findFormat(id);
}

async function run(job: RowsJob): Promise<void> {
  try {
    if (job.kind === 'index') index(job.path);
    else if (job.kind === 'search') search(job);
    else if (job.kind === 'searchTexts') await searchTexts(job);
    else if (job.kind === 'replaceTexts') await replaceTexts(job);
    else if (job.kind === 'facts') await measure(job);
    else if (job.kind === 'groups') await group(job);
    else if (job.kind === 'check') await check(job);
    else await pick(job);
    send({ kind: 'done' });
  } catch (error) {
    send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

void run(workerData as RowsJob);
