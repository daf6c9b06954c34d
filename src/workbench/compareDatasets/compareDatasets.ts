import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { jsonLinesPattern } from '../../dataset/files/fileNames';
import { resourceInFront } from '../editor/documents/foundDatasets';
import { requireTrust } from '../ui/trust';
import type { Workbench } from '../workbench';
import type { Sides } from './compareDatasets.protocol';

const LISTED = 500;

/** Compares two datasets: those that are marked in the explorer, else the one in front with another that the user chooses. */
export async function compareDatasets(
  { datasetComparisons }: Workbench,
  clicked: unknown,
  marked: unknown,
): Promise<void> {
  const all = Array.isArray(marked) ? marked.filter((one) => one instanceof vscode.Uri) : [];
  const [first, second] = all.length === 2 ? all : [fileOf(clicked), undefined];
  if (all.length > 2) throw new UserError(vscode.l10n.t('Select two files to compare.'), 'TOO_MANY', []);
  const after = first ?? (await pickFile(vscode.l10n.t('Select the dataset to compare'), []));
  const before =
    second ?? (await pickFile(vscode.l10n.t('Select the dataset to compare it with (before)'), [after]));
  // Of two that are marked, the explorer names the one that was clicked first.
  const sides: Sides = second ? [sideOf(after), sideOf(before)] : [sideOf(before), sideOf(after)];
  datasetComparisons.show({ sides, keyPath: '' });
}

/** Compares a dataset with its version of the last commit. */
export async function compareWithCommitted(
  { datasetComparisons }: Workbench,
  clicked: unknown,
): Promise<void> {
  requireTrust();
  const uri = fileOf(clicked) ?? (await pickFile(vscode.l10n.t('Select the dataset to compare'), []));
  datasetComparisons.show({ sides: [sideOf(uri, true), sideOf(uri)], keyPath: '' });
}

function fileOf(clicked: unknown): vscode.Uri | undefined {
  return clicked instanceof vscode.Uri ? clicked : resourceInFront();
}

function sideOf(uri: vscode.Uri, isCommitted = false) {
  return { uri: uri.toString(), isCommitted };
}

async function pickFile(placeHolder: string, without: readonly vscode.Uri[]): Promise<vscode.Uri> {
  const found = await vscode.workspace.findFiles(jsonLinesPattern, undefined, LISTED);
  const items = found
    .filter((uri) => without.every((other) => other.toString() !== uri.toString()))
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  if (items.length === 0)
    throw new UserError(vscode.l10n.t('There is no other JSONL file in this workspace.'), 'NO_FILE', []);
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.uri;
}
