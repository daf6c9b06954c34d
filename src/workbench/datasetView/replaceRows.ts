import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { TextEdit } from '../../dataset/checking/rule';
import type { TextQuery } from '../../dataset/rows/rowTypes';
import { numberText, rowsText } from '../ui/numberFormat';
import type { ReplacePreview } from './datasetView.protocol';
import type { RowSource, RowWithTexts } from './rowSource';

/** Milliseconds without an answer: a regular expression can take for ever. */
const patience = 15_000;
const mostSamples = 50;
/** Characters around what changes. */
const context = 60;
const longestSample = 2000;

/** What was found to replace, for the version of the document that it was found in. */
export interface Replacement {
  readonly version: number;
  readonly rows: readonly RowWithTexts[];
  readonly preview: ReplacePreview;
}

/** Finds what to replace, shown and to be cancelled. Rejects with a `CancellationError` then. */
export async function findReplacement(
  source: Pick<RowSource, 'edits' | 'replace'>,
  wanted: { readonly query: TextQuery; readonly replacement: string },
  lines: readonly number[],
): Promise<Replacement | undefined> {
  const { edits } = source;
  if (!edits || !source.replace) return undefined;
  const { version } = edits;
  const title = vscode.l10n.t('Searching {0}', rowsText(lines.length));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const rows = await vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    let timer: NodeJS.Timeout | undefined;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(tooSlow()), patience);
    };
    wait();
    try {
      let done = 0;
      const report = (share: number) => {
        wait();
        progress.report({ increment: (share - done) * 100 });
        done = share;
      };
      return await source.replace?.(wanted, lines, report, stop.signal);
    } finally {
      clearTimeout(timer);
    }
  });
  return rows && { version, rows, preview: previewOf(rows, wanted.replacement) };
}

function tooSlow(): UserError {
  return new UserError(
    vscode.l10n.t(
      'The search was stopped because a row took longer than {0} seconds. Simplify the regular expression.',
      numberText(patience / 1000),
    ),
    'TOO_SLOW',
  );
}

function previewOf(rows: readonly RowWithTexts[], replacement: string): ReplacePreview {
  const samples: ReplacePreview['samples'][number][] = [];
  for (const { line, texts } of rows) {
    for (const { before, after } of texts) samples.push({ line, ...cutAround(before, after) });
    if (samples.length >= mostSamples) break;
  }
  const places = rows.reduce((sum, { count }) => sum + count, 0);
  const changes = rows.reduce((sum, { texts }) => sum + texts.length, 0);
  return { replacement, rows: rows.length, places, changes, samples: samples.slice(0, mostSamples) };
}

/** Both texts without most of what they share at their ends. */
function cutAround(before: string, after: string): { readonly before: string; readonly after: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const from = Math.max(0, start - context);
  const left = Math.max(0, end - context);
  const cut = (text: string) => {
    const own = text.slice(from, text.length - left);
    const isLong = own.length > longestSample;
    return `${from > 0 ? '…' : ''}${isLong ? own.slice(0, longestSample) : own}${isLong || left > 0 ? '…' : ''}`;
  };
  return { before: cut(before), after: cut(after) };
}

/** Each row as a whole: what is replaced can stand all over it. */
export function editsOf({ rows }: Replacement, lengthOf: (line: number) => number): TextEdit[] {
  return rows.map(({ line, text }) => ({
    range: { start: { line, character: 0 }, end: { line, character: lengthOf(line) } },
    text,
  }));
}
