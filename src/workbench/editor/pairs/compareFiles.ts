import * as vscode from 'vscode';
import { jsonLinesPattern } from '../../../dataset/files/fileNames';
import type { Authoring } from '../../authoring';
import { numberText } from '../../ui/numberFormat';
import { datasetInFront } from '../documents/datasetInFront';

const listedAtMost = 200;

/**
 * Names the other file of a pair of training and validation: inputs that stand in both are problems in both then.
 * @param otherArgument its address; without one the user chooses
 */
export async function compareFiles(
  authoring: Authoring,
  argument: unknown,
  otherArgument: unknown,
): Promise<void> {
  const { document } = await datasetInFront(authoring, argument);
  const other = otherArgument instanceof vscode.Uri ? otherArgument : await pickOther(document);
  if (!other) return;
  const shared = await authoring.pairs.pair(document, other);
  const name = vscode.workspace.asRelativePath(other);
  void vscode.window.showInformationMessage(
    shared === 1
      ? vscode.l10n.t('1 input also appears in {0}. See the Problems view.', name)
      : shared
        ? vscode.l10n.t('{0} inputs also appear in {1}. See the Problems view.', numberText(shared), name)
        : vscode.l10n.t('No inputs are shared with {0}.', name),
  );
}

async function pickOther({ uri }: vscode.TextDocument): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(jsonLinesPattern, undefined, listedAtMost);
  const items = found
    .filter((each) => each.toString() !== uri.toString())
    .map((each) => ({ label: vscode.workspace.asRelativePath(each), uri: each }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const placeHolder = vscode.l10n.t(
    'Select the paired file (the validation file for a training file, or the training file for a validation file)',
  );
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.uri;
}
