import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { jsonLinesEndings } from '../../../dataset/files/fileNames';
import {
  datasetItem,
  isDatasetName,
  isHeldOutName,
  workspaceDatasets,
} from '../../editor/documents/foundDatasets';
import { fileOf } from '../../jobs/commandTargets';
import type { StepUi } from '../../ui/steps';

interface Item extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

/** The file that a command was called on, when it is a dataset. */
export function datasetOf(argument: unknown): vscode.Uri | undefined {
  const uri = fileOf(argument);
  return uri && isDatasetName(uri) ? uri : undefined;
}

/** Asks for a dataset: files that were held back from training first, then the one in front, then all others. */
export async function askDataset(ui: StepUi): Promise<vscode.Uri> {
  const browse: Item = { label: vscode.l10n.t('$(folder-opened) Other local file…') };
  const { uri } = await ui.pick<Item>({
    placeholder: vscode.l10n.t("Select a dataset, preferably one that the model wasn't trained on"),
    items: datasets().then((items) => [...items, browse]),
  });
  if (uri) return uri;
  const chosen = await vscode.window.showOpenDialog({
    filters: { JSONL: [...jsonLinesEndings] },
  });
  if (chosen?.[0] === undefined) throw new vscode.CancellationError();
  return chosen[0];
}

async function datasets(): Promise<Item[]> {
  const front = vscode.window.activeTextEditor?.document.uri.toString();
  const rank = (uri: vscode.Uri) => (isHeldOutName(uri) ? 0 : uri.toString() === front ? 1 : 2);
  return [...(await workspaceDatasets())]
    .sort((a, b) => rank(a) - rank(b))
    .map((uri) => datasetItem(uri, isHeldOutName(uri) ? vscode.l10n.t('held-out') : ''));
}

export interface DatasetText {
  readonly uri: vscode.Uri;
  readonly text: string;
  /** Where results go. */
  readonly folder: string;
  readonly name: string;
}

/** The dataset as the editor has it. Rejects with a `UserError` when it lies in no folder of this machine. */
export async function readDataset(uri: vscode.Uri): Promise<DatasetText> {
  if (uri.scheme !== 'file') {
    throw new UserError(
      vscode.l10n.t('Save {0} to a local folder first. The results are saved next to it.', uri.path),
      'NOT_SAVED',
    );
  }
  const document = await vscode.workspace.openTextDocument(uri);
  return {
    uri,
    text: document.getText(),
    folder: path.dirname(uri.fsPath),
    name: path.basename(uri.fsPath),
  };
}
