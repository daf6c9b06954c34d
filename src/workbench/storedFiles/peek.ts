import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { describeBinary } from '../../dataset/files/binary';
import { nameOf } from '../../tuning/google/storage/storedObject';
import type { StoredFile } from '../../tuning/google/storage/trainingStorage';
import { sizeText } from '../jobs/tree/leftoverText';
import { storageOf } from '../launch/storedFile';
import { signalOf } from '../ui/cancellation';
import { rowsText } from '../ui/numberFormat';
import { peekScheme, readOnlyTextUri } from '../ui/readOnlyText';
import type { Workbench } from '../workbench';
import { checkInPlace } from './checkInPlace';
import { downloadAndOpen } from './downloadAndOpen';

const enough = 1 << 20;
/** When the first row is longer. */
const most = 16 << 20;
const NEWLINE = 0x0a;

/** Shows the first rows of an object with their problems, to be read only. */
export async function peek(workbench: Workbench, object: StoredFile): Promise<void> {
  const name = nameOf(object);
  if (object.bytes === 0) throw new UserError(vscode.l10n.t('{0} is empty.', object.uri), 'EMPTY');
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading {0}…', name),
    cancellable: true,
  };
  const bytes = await vscode.window.withProgress(options, (_, token) =>
    firstRows(workbench, object, signalOf(token)),
  );
  const binary = describeBinary(bytes);
  if (binary) throw new UserError(binary, 'BINARY');
  const text = bytes.toString('utf8');
  const isWhole = bytes.length === object.bytes;
  const shown = vscode.l10n.t('{0} of {1}', sizeText(bytes.length), sizeText(object.bytes));
  // VS Code takes the language from the ending, also when it opens the tab again.
  const title = `${shown.replaceAll('/', '-')} · ${name.replace(/(\.jsonl)?$/i, '.jsonl')}`;
  const uri = readOnlyTextUri(title, `${object.uri}#${object.generation}`, text, peekScheme);
  await vscode.window.showTextDocument(uri);
  const rows = rowsText(text.replace(/\n$/, '').split('\n').length);
  const message = isWhole
    ? vscode.l10n.t('Showing all {0} of {1}, read-only.', rows, object.uri)
    : vscode.l10n.t('Showing the first {0} of {1}, read-only: {2}.', rows, object.uri, shown);
  const check = vscode.l10n.t('Check in Place');
  const download = vscode.l10n.t('Download and Open…');
  const chosen = await vscode.window.showInformationMessage(message, ...(isWhole ? [] : [check]), download);
  if (chosen === check) await checkInPlace(workbench, object);
  if (chosen === download) await downloadAndOpen(workbench, object);
}

/** Whole rows, unless the first is very long. */
async function firstRows(workbench: Workbench, object: StoredFile, signal: AbortSignal): Promise<Buffer> {
  for (const wanted of [enough, most]) {
    const to = Math.min(wanted, object.bytes);
    const pieces: Uint8Array[] = [];
    for await (const piece of storageOf(workbench).content(object, { from: 0, to }, signal))
      pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    if (to === object.bytes) return bytes;
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end > 0) return bytes.subarray(0, end);
  }
  throw new UserError(
    vscode.l10n.t(
      'The first row of {0} is longer than {1}. Check the file in place.',
      object.uri,
      sizeText(most),
    ),
    'LONG_ROW',
  );
}
