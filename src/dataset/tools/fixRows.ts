import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import type { Problem } from '../checking/problem';
import type { TextEdit } from '../checking/rule';
import { DatasetDocument } from '../document/datasetDocument';
import type { DocumentOptions } from '../document/documentOptions';
import { applyEdits, fixAll } from '../editing/fixAll';
import { findRule } from '../rules/index';
import { byteLines } from '../scan/byteLines';

export interface FixedRows {
  readonly lines: number;
  /** Lines that were changed. */
  readonly fixed: number;
}

/** What *Fix All* fixes: no more than what saving may fix without a person's judgement. */
export const fixedByAll = ({ rule }: Problem): boolean => Boolean(findRule(rule)?.fixOnSave);

/**
 * Fixes a file of any size, some lines at a time: what can be fixed of a line is told by the line and the format of the file.
 * Lines without a problem are written as they are.
 * @param options with the format that most of its lines have; without one, each part is looked at for its own
 */
export async function fixRows(
  path: string,
  options: DocumentOptions,
  write: (bytes: Uint8Array) => Promise<void>,
  signal?: AbortSignal,
  wanted: (problem: Problem) => boolean = fixedByAll,
): Promise<FixedRows> {
  const counts = { lines: 0, fixed: 0 };
  for await (const batch of byteLines(path)) {
    counts.lines += batch.length;
    for (const bytes of pieces(batch).flatMap(decodable)) {
      await setImmediate(); // a piece of broken lines takes a while
      signal?.throwIfAborted();
      const text = isUtf8(bytes) ? bytes.toString('utf8') : '';
      const edits =
        text === '' ? [] : fixAll(DatasetDocument.read(text, options), { wanted, document: options });
      const fixed = edits.length === 0 ? text : applyEdits(text, edits);
      if (fixed !== text) counts.fixed += editedLines(edits);
      await write(fixed === text ? bytes : Buffer.from(fixed));
    }
  }
  return counts;
}

const LINES_AT_ONCE = 1_000;

function pieces(batch: readonly Buffer[]): Buffer[][] {
  const found: Buffer[][] = [];
  for (let at = 0; at < batch.length; at += LINES_AT_ONCE) found.push(batch.slice(at, at + LINES_AT_ONCE));
  return found;
}

/** Together, unless a line isn't UTF-8: it can't be decoded and written again without loss. */
function decodable(batch: readonly Buffer[]): readonly Buffer[] {
  const all = Buffer.concat(batch);
  return isUtf8(all) ? [all] : batch;
}

/** Of the lines as they were: a fix may make two of one. */
function editedLines(edits: readonly TextEdit[]): number {
  return new Set(edits.map(({ range }) => range.start.line)).size;
}
