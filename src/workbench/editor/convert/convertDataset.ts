import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { type Conversion, convert, linesOf } from '../../../dataset/editing/convert';
import { reasonsText } from '../../../dataset/editing/reasonsText';
import type { DatasetFormat } from '../../../dataset/formats/format';
import { findFormat, formats } from '../../../dataset/formats/index';
import type { Authoring } from '../../authoring';
import { numberText } from '../../ui/numberFormat';
import { datasetInFront } from '../documents/datasetInFront';
import { requireLossless } from '../documents/lossless';
import { sourceOf } from './conversionSource';

/**
 * Writes the training file in another format, into a new document; the file itself stays as it is.
 * @param formatId format to write; without one the user chooses
 */
export async function convertDataset(
  authoring: Authoring,
  argument: unknown,
  formatId: unknown,
): Promise<void> {
  const { document, dataset } = await datasetInFront(authoring, argument);
  await requireLossless(document);
  const name = document.uri.path.split('/').at(-1) ?? '';
  const { lines: source, from } = await sourceOf(document, dataset, name);
  const isOnLines = dataset.container === undefined;
  const to =
    (typeof formatId === 'string' ? findFormat(formatId) : undefined) ?? (await pickFormat(from, isOnLines));
  const conversion =
    from === to
      ? { examples: source.map((text, line) => ({ line, text })), notes: [] }
      : convert(source, from, to);
  if (conversion.examples.length === 0) {
    throw new UserError(
      vscode.l10n.t('No lines of {0} can be converted to {1}: {2}', name, to.label, firstReason(conversion)),
      'NOT_CONVERTIBLE',
    );
  }
  const wholeOnly = await decideOnLosses(conversion, to);
  const lines = linesOf(conversion, wholeOnly);
  const content = lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  const converted = await vscode.workspace.openTextDocument({ language: 'jsonl', content });
  await vscode.window.showTextDocument(converted);
  await tell(converted.uri, conversion, lines.length, wholeOnly, name, to);
}

async function pickFormat(from: DatasetFormat, notItself: boolean): Promise<DatasetFormat> {
  const items = formats
    .filter((format) => !(notItself && format.id === from.id) && !format.importOnly)
    .map((format) => ({ label: format.label, description: format.source, format }));
  const placeHolder = vscode.l10n.t('Select a format to convert to from {0}', from.label);
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.format;
}

/** Asks what becomes of lines that would lose something. @returns whether they are left out */
async function decideOnLosses({ notes, examples }: Conversion, to: DatasetFormat): Promise<boolean> {
  const partly = notes.filter((note) => note.partly);
  if (partly.length === 0) return false;
  const leaveOut = partly.length === 1 ? vscode.l10n.t('Skip Line') : vscode.l10n.t('Skip Lines');
  const anyway = vscode.l10n.t('Convert Anyway');
  const message =
    partly.length === 1
      ? vscode.l10n.t("{0} can't represent everything on line {1}.", to.label, (partly[0]?.line ?? 0) + 1)
      : vscode.l10n.t("{0} can't represent everything on {1} lines.", to.label, numberText(partly.length));
  const isAllThereIs =
    new Set(partly.map(({ line }) => line)).size === new Set(examples.map(({ line }) => line)).size;
  const choices = isAllThereIs ? [anyway] : [leaveOut, anyway];
  const choice = await vscode.window.showWarningMessage(
    message,
    { modal: true, detail: reasonsText(partly) },
    ...choices,
  );
  if (choice === undefined) throw new vscode.CancellationError();
  return choice === leaveOut;
}

async function tell(
  converted: vscode.Uri,
  { notes }: Conversion,
  written: number,
  wholeOnly: boolean,
  name: string,
  to: DatasetFormat,
): Promise<void> {
  const message =
    written === 1
      ? vscode.l10n.t('1 example was written as {0}.', to.label)
      : vscode.l10n.t('{0} examples were written as {1}.', numberText(written), to.label);
  const tune = vscode.l10n.t('Tune Model…');
  if (notes.length === 0) {
    if ((await vscode.window.showInformationMessage(message, tune)) === tune)
      await vscode.commands.executeCommand('tunewright.tuneModel', converted);
    return;
  }
  const left = notes.filter((note) => !note.partly || wholeOnly).length;
  const partly = notes.length - left;
  const parts = [
    ...(left > 0 ? [vscode.l10n.t('Skipped lines: {0}.', numberText(left))] : []),
    ...(partly > 0 ? [vscode.l10n.t('Partly converted lines: {0}.', numberText(partly))] : []),
    vscode.l10n.t('{0} is unchanged.', name),
  ];
  const show = vscode.l10n.t('Show Details');
  const answer = await vscode.window.showWarningMessage(`${message} ${parts.join(' ')}`, tune, show);
  if (answer === tune) await vscode.commands.executeCommand('tunewright.tuneModel', converted);
  if (answer !== show) return;
  const head = vscode.l10n.t("Lines of {0} that couldn't be fully converted to {1}", name, to.label);
  const list = notes.map(({ line, reason, text }) => `${line + 1}: ${reason}\n${text}\n`);
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({
      language: 'plaintext',
      content: `${head}\n\n${list.join('\n')}`,
    }),
    vscode.ViewColumn.Beside,
  );
}

function firstReason({ notes }: Conversion): string {
  return notes[0]?.reason ?? vscode.l10n.t('the file has no examples.');
}
