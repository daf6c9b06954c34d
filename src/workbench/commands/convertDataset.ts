import * as vscode from 'vscode';
import { type Conversion, convert } from '../../dataset/convert';
import type { DatasetFormat } from '../../dataset/format';
import { findFormat, formats } from '../../dataset/formats/index';
import { UserError } from '../../tuning/userError';
import { datasetInFront } from './datasetInFront';
import type { Workbench } from './workbench';

/**
 * Writes the training file in another format, into a new document; the file itself stays as it is.
 * @param formatId format to write; without one the user chooses
 */
export async function convertDataset(
  workbench: Workbench,
  argument: unknown,
  formatId: unknown,
): Promise<void> {
  const { document, dataset } = await datasetInFront(workbench, argument);
  const name = document.uri.path.split('/').at(-1) ?? '';
  const from = dataset.format;
  if (from === undefined) {
    throw new UserError(
      vscode.l10n.t('{0} is written in no format that can be converted.', name),
      'NO_DATASET',
    );
  }
  const to = (typeof formatId === 'string' ? findFormat(formatId) : undefined) ?? (await pickFormat(from));
  const conversion = convert(document.getText().split(/\r?\n/), from, to);
  if (conversion.lines.length === 0) {
    throw new UserError(
      vscode.l10n.t('No line of {0} can be written as {1}: {2}', name, to.label, firstReason(conversion)),
      'NOT_CONVERTIBLE',
    );
  }
  const content = `${conversion.lines.join('\n')}\n`;
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ language: 'jsonl', content }),
  );
  await tell(conversion, name, from, to);
}

async function pickFormat(from: DatasetFormat): Promise<DatasetFormat> {
  const items = formats
    .filter((format) => format.id !== from.id && !format.importOnly)
    .map((format) => ({ label: format.label, description: format.source, format }));
  const placeHolder = vscode.l10n.t('Format to write, from {0}', from.label);
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.format;
}

async function tell(
  { lines, notes }: Conversion,
  name: string,
  from: DatasetFormat,
  to: DatasetFormat,
): Promise<void> {
  const written = vscode.l10n.t('{0} lines were written as {1}.', lines.length, to.label);
  if (notes.length === 0) {
    await vscode.window.showInformationMessage(written);
    return;
  }
  const lost = notes.filter((note) => !note.partly).length;
  const left = vscode.l10n.t(
    '{0} could not be, {1} only in part. {2} is unchanged.',
    lost,
    notes.length - lost,
    name,
  );
  const show = vscode.l10n.t('Show Them');
  if ((await vscode.window.showWarningMessage(`${written} ${left}`, show)) !== show) return;
  const head = vscode.l10n.t('Lines of {0} that {1} has no full place for', name, to.label);
  const list = notes.map(({ line, reason, text }) => `${line + 1}: ${reason}\n${text}\n`);
  const content = `${head} (${from.label})\n\n${list.join('\n')}`;
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ language: 'plaintext', content }),
    vscode.ViewColumn.Beside,
  );
}

function firstReason({ notes }: Conversion): string {
  return notes[0]?.reason ?? vscode.l10n.t('it has no examples.');
}
