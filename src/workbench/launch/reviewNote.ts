import * as vscode from 'vscode';
import { reviewedKeys, reviewedPath } from '../../dataset/reviewed/reviewedFile';
import { ReviewedError } from '../../dataset/reviewed/reviewedText';
import { type RowsMessage, runRowsJob } from '../../dataset/rows/rowsJob';
import { rowsText } from '../ui/numberFormat';
import { oneLine } from './launchLines';
import type { TrainingData } from './trainingData';

/** What a person should know of rows that nobody has reviewed; nothing where no rows of the file are ever reviewed. */
export async function reviewNote({ file, name, source }: TrainingData): Promise<string[]> {
  if (file.kind === 'remote') return [];
  const uri = vscode.Uri.parse(source, true);
  if (uri.scheme !== 'file') return [];
  try {
    const keys = await reviewedKeys(uri.fsPath);
    if (keys === undefined) return [];
    const rows = await countUnreviewed(file, keys);
    return rows === 0 ? [] : [vscode.l10n.t('Not reviewed in {0}: {1}', oneLine(name), rowsText(rows))];
  } catch (error) {
    if (error instanceof ReviewedError) return [error.message];
    const side = reviewedPath(uri.fsPath);
    return [vscode.l10n.t("Can't tell which rows are reviewed: {0} can't be read.", oneLine(nameOf(side)))];
  }
}

async function countUnreviewed(
  file: Exclude<TrainingData['file'], { kind: 'remote' }>,
  keys: ReadonlySet<string>,
): Promise<number> {
  let rows = 0;
  const pick = { kind: 'reviewed', keys, is: false, format: undefined } as const;
  const onMessage = (message: RowsMessage) => {
    if (message.kind !== 'picked') return;
    rows += message.at.length;
    if (file.kind === 'local') job.post([]); // that was all
  };
  const { signal } = new AbortController();
  const job = runRowsJob(file.kind === 'disk' ? { ...pick, path: file.path } : pick, onMessage, signal);
  if (file.kind === 'local') job.post(file.text.split('\n'));
  await job.done;
  return rows;
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}
