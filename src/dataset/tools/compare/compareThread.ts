// A comparison (compareJob.ts), on a thread of its own. It stays, for the rows that are asked for later.
import { parentPort, workerData } from 'node:worker_threads';
import { ScanPool } from '../../scan/blocks';
import { type Comparison, compareFiles, type RowChange } from './compareFiles';
import type { ComparedRow, CompareJob, CompareMessage, RowsRequest } from './compareJob';
import type { Piece } from './wordChanges';

/** Characters of a text that is the same, and of one that isn't. */
const LONGEST = { same: 300, other: 3_000 };

function send(message: CompareMessage): void {
  parentPort?.postMessage(message);
}

async function compare({ paths, keyPath }: CompareJob): Promise<Comparison> {
  const pool = new ScanPool();
  try {
    return await compareFiles(pool, paths, { keyPath });
  } finally {
    await pool.close();
  }
}

async function answer(comparison: Comparison, { id, kind, start, count }: RowsRequest): Promise<void> {
  const rows: ComparedRow[] = [];
  for await (const change of comparison.changes(kind, start, count)) rows.push(rowOf(change));
  send({ kind: 'rows', id, rows });
}

function rowOf(change: RowChange): ComparedRow {
  const { kind, texts } = change;
  const pieces = (changed: readonly Piece[], text: string): readonly Piece[] => {
    if (changed.length > 0) return changed.map(clipped);
    return text === '' ? [] : [clipped({ kind: kind === 'changed' ? 'same' : kind, text })];
  };
  if (kind !== 'changed') {
    const [prompt, answer] = [pieces([], texts.prompt), pieces([], texts.answer)];
    const side = kind === 'added' ? { after: change.line } : { before: change.line };
    return { kind, ...side, prompt, answer, keys: [] };
  }
  const { before, after, keys } = change;
  const [prompt, answer] = [pieces(change.prompt, texts.prompt), pieces(change.answer, texts.answer)];
  return { kind, before, after, prompt, answer, keys };
}

function clipped({ kind, text }: Piece): Piece {
  const most = LONGEST[kind === 'same' ? 'same' : 'other'];
  if (text.length <= most) return { kind, text };
  return { kind, text: `${text.slice(0, most / 2)} … ${text.slice(-most / 2)}` };
}

function failed(error: unknown): void {
  send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}

async function run(job: CompareJob): Promise<void> {
  const comparison = await compare(job);
  const { before, after, rows } = comparison;
  const counts = {
    changed: rows.changed.length,
    added: rows.added.length,
    removed: rows.removed.length,
    unchanged: rows.unchanged,
  };
  send({ kind: 'compared', before, after, counts });
  parentPort?.on('message', (request: RowsRequest) => void answer(comparison, request).catch(failed));
}

run(workerData as CompareJob).catch(failed);
