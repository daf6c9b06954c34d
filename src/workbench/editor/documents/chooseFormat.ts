import * as vscode from 'vscode';
import { NO_FORMAT } from '../../../dataset/document/documentOptions';
import { formats } from '../../../dataset/formats/index';
import type { Authoring } from '../../authoring';
import { datasetInFront } from './datasetInFront';

interface FormatItem extends vscode.QuickPickItem {
  /** Undefined: what the lines look like. */
  readonly format?: string;
  readonly opensSettings?: boolean;
}

/** Says in which format the file in front is written, where its lines leave a doubt. Kept for this file and workspace. */
export async function chooseFormat(authoring: Authoring, argument: unknown): Promise<void> {
  const { document, dataset } = await datasetInFront(authoring, argument);
  const chosen = authoring.datasetSettings.chosenFormat(document);
  const mark = (label: string, isChosen: boolean) => (isChosen ? `$(check) ${label}` : label);
  const automatic: FormatItem = {
    label: mark(vscode.l10n.t('Detect automatically'), chosen === undefined),
    ...(chosen === undefined && dataset.format ? { description: dataset.format.label } : {}),
  };
  const listed = (importOnly: boolean) =>
    formats
      .filter((format) => format.importOnly === importOnly)
      .map(({ id, label, source }): FormatItem => {
        return { label: mark(label, chosen === id), description: source, format: id };
      });
  const none: FormatItem = {
    label: mark(vscode.l10n.t('Not training data'), chosen === NO_FORMAT),
    format: NO_FORMAT,
  };
  const byPattern: FormatItem = {
    label: vscode.l10n.t('Assign formats by file pattern…'),
    opensSettings: true,
  };
  const separator = (label: string): FormatItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items = [
    automatic,
    separator(vscode.l10n.t('for tuning')),
    ...listed(false),
    separator(vscode.l10n.t('for conversion only')),
    ...listed(true),
    separator(''),
    none,
    byPattern,
  ];
  const item = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Format of {0}', document.uri.path.split('/').at(-1) ?? ''),
    matchOnDescription: true,
  });
  if (!item) return;
  if (item.opensSettings) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'tunewright.dataset.formats');
  } else await authoring.datasetSettings.chooseFormat(document, item.format);
}
