// One import (importJob.ts), on a thread of its own: a workbook is read in one go.
import { parentPort, workerData } from 'node:worker_threads';
import { findFormat } from '../formats/index';
import type { ImportJob, ImportMessage, NumberedNote } from './importJob';
import { importRows, Sample } from './importRows';
import { type ForeignSource, ImportError, SheetsError } from './record';
import { sourceOf } from './sources';

/** Rows between two reports. */
const STEP = 2_000;
/** Notes sent at once. */
const AT_ONCE = 1_000;

function send(message: ImportMessage): void {
  parentPort?.postMessage(message);
}

async function look(source: ForeignSource, path: string): Promise<void> {
  const sample = new Sample();
  for await (const row of source.rows(path)) if (sample.add(row)) break;
  send({ kind: 'looked', source: source.id, rowName: source.rowName, sample: sample.rows });
}

async function write(source: ForeignSource, job: Extract<ImportJob, { kind: 'write' }>): Promise<void> {
  const to = findFormat(job.to);
  if (to === undefined) throw new Error(`There is no format ${job.to}`);
  let notes: NumberedNote[] = [];
  const flush = () => {
    if (notes.length > 0) send({ kind: 'notes', notes });
    notes = [];
  };
  const { reading, ...counts } = await importRows(
    counted(source),
    job.path,
    { to, map: job.map },
    async (bytes) => {
      send({ kind: 'bytes', bytes });
      await written();
    },
    ({ number, reason, isImported }) => {
      if (notes.push({ number, reason, isImported }) === AT_ONCE) flush();
    },
  );
  flush();
  const known = reading.kind === 'format' ? { kind: reading.kind, format: reading.format.id } : reading;
  send({ kind: 'imported', imported: { ...counts, reading: known } });
}

function counted(source: ForeignSource): ForeignSource {
  return {
    ...source,
    async *rows(path, signal) {
      let rows = 0;
      for await (const row of source.rows(path, signal)) {
        if (++rows % STEP === 0) send({ kind: 'rows', rows });
        yield row;
      }
    },
  };
}

/** So that no more waits than what is being written. */
function written(): Promise<void> {
  return new Promise((resolve) => parentPort?.once('message', () => resolve()));
}

async function run(job: ImportJob): Promise<void> {
  try {
    const source = sourceOf(job.path, job.name, job.sheet);
    await (job.kind === 'look' ? look(source, job.path) : write(source, job));
  } catch (error) {
    if (error instanceof SheetsError) send({ kind: 'sheets', reason: error.message, sheets: error.sheets });
    else if (error instanceof ImportError) send({ kind: 'refused', reason: error.message });
    else send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

void run(workerData as ImportJob);
