// An import beside the editor: what a file has, and its rows as examples.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { codeOf } from '../../base/files/fileRefusal';
import type { Noun } from '../../base/numbers';
import type { ColumnMap, Reading } from './columns';
import type { Imported, ImportNote } from './importRows';
import { type ForeignRow, type ForeignSource, ImportError, SheetsError } from './record';

interface ForeignFile {
  readonly path: string;
  /** How people know it. */
  readonly name: string;
  /** Of a workbook. */
  readonly sheet: string | undefined;
}

export type ImportJob =
  | ({ readonly kind: 'look' } & ForeignFile)
  | ({
      readonly kind: 'write';
      /** Id of a format. */
      readonly to: string;
      /** Undefined: the rows are in a format that is recognized, or names tell what their columns are. */
      readonly map: ColumnMap | undefined;
    } & ForeignFile);

export type NumberedNote = Pick<ImportNote, 'number' | 'reason' | 'isImported'>;

export interface Looked {
  readonly source: ForeignSource['id'];
  readonly rowName: Noun;
  /** The first rows. */
  readonly sample: readonly ForeignRow[];
}

export type ImportCounts = Omit<Imported, 'reading'> & { readonly reading: KnownReading };

/** A `Reading` as threads tell it. */
export type KnownReading =
  | {
      readonly kind: 'format';
      /** Id of a format. */
      readonly format: string;
    }
  | Extract<Reading, { kind: 'columns' }>;

export type ImportMessage =
  | ({ readonly kind: 'looked' } & Looked)
  | { readonly kind: 'rows'; readonly rows: number }
  /** To be answered by any message once they are written. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'notes'; readonly notes: readonly NumberedNote[] }
  | { readonly kind: 'imported'; readonly imported: ImportCounts }
  /** With sentences for the person. */
  | { readonly kind: 'sheets'; readonly reason: string; readonly sheets: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Megabytes. A small workbook can hold much more than it seems. */
const MOST_MEMORY = 2_000;

/**
 * The first rows of a foreign file. Rejects with an `ImportError` that says why it can't be read, or a `SheetsError` when
 * it's a workbook of several sheets; with the signal's reason when it was stopped.
 */
export async function lookInto(file: ForeignFile, signal: AbortSignal, script?: string): Promise<Looked> {
  let looked: Looked | undefined;
  const take = async (message: ImportMessage) => {
    if (message.kind === 'looked') looked = message;
    return looked !== undefined;
  };
  await run({ kind: 'look', ...file }, take, signal, script);
  if (looked === undefined) throw new Error('The thread for the import ended');
  return looked;
}

export interface Receiver {
  write(bytes: Uint8Array): Promise<void>;
  note(notes: readonly NumberedNote[]): void;
  /** Called now and then with the rows that were read so far. */
  progress(rows: number): void;
}

/** Imports a foreign file. Rejects as `lookInto` does. */
export async function importFile(
  job: Omit<Extract<ImportJob, { kind: 'write' }>, 'kind'>,
  receiver: Receiver,
  signal: AbortSignal,
  script?: string,
): Promise<ImportCounts> {
  let imported: ImportCounts | undefined;
  const take = async (message: ImportMessage) => {
    if (message.kind === 'bytes') await receiver.write(message.bytes);
    if (message.kind === 'notes') receiver.note(message.notes);
    if (message.kind === 'rows') receiver.progress(message.rows);
    if (message.kind === 'imported') imported = message.imported;
    return imported !== undefined;
  };
  await run({ kind: 'write', ...job }, take, signal, script);
  if (imported === undefined) throw new Error('The thread for the import ended');
  return imported;
}

/** @param take resolves to whether that was all */
function run(
  job: ImportJob,
  take: (message: ImportMessage) => Promise<boolean>,
  signal: AbortSignal,
  script = join(import.meta.dirname, 'import-worker.js'),
): Promise<void> {
  signal.throwIfAborted();
  const resourceLimits = { maxOldGenerationSizeMb: MOST_MEMORY };
  const worker = new Worker(script, { workerData: job, trackUnmanagedFds: false, resourceLimits });
  let stop = () => {};
  return new Promise<void>((resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (message: ImportMessage) => {
      if (message.kind === 'failed') return reject(new Error(message.reason));
      if (message.kind === 'refused') return reject(new ImportError(message.reason));
      if (message.kind === 'sheets') return reject(new SheetsError(message.reason, message.sheets));
      take(message).then((isAll) => {
        if (isAll) resolve();
        else if (message.kind === 'bytes') worker.postMessage('written');
      }, reject);
    });
    worker.on('error', (error) => reject(codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : error));
    // Its last message may come in the same turn, and is taken first.
    worker.on('exit', () => setImmediate(reject, new Error('The thread for the import ended')));
  }).finally(() => {
    signal.removeEventListener('abort', stop);
    return worker.terminate();
  });
}

function tooMuch(): ImportError {
  return new ImportError(
    l10n.t('The file needs too much memory to be read. Save it as CSV or JSON Lines, and import that.'),
  );
}
