import { setImmediate } from 'node:timers/promises';
import type { TextEdit } from '../checking/rule';
import { DatasetDocument } from '../document/datasetDocument';
import { type FixAllOptions, fixAll, moved } from './fixAll';

/** Short enough that nobody waits for what runs beside it. */
const LINES_AT_ONCE = 1_000;

/**
 * `fixAll` of a long text, some lines at a time, for problems that a line shows without the others. Rejects with the
 * signal's reason when it was stopped between two steps.
 * @param options with the format that most lines have; without one, each step looks for its own
 */
export async function fixInSteps(
  text: string,
  options: Omit<FixAllOptions, 'lines'>,
  signal: AbortSignal,
): Promise<TextEdit[]> {
  const edits: TextEdit[] = [];
  let line = 0;
  for (const piece of pieces(text)) {
    await setImmediate();
    signal.throwIfAborted();
    const own = fixAll(DatasetDocument.read(piece, options.document), options);
    for (const edit of own) edits.push(moved(edit, line));
    line += LINES_AT_ONCE;
  }
  return edits;
}

function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    let end = start;
    for (let lines = 0; lines < LINES_AT_ONCE && end < text.length; lines++)
      end = text.indexOf('\n', end) + 1 || text.length;
    yield text.slice(start, end);
    start = end;
  }
}
