import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import {
  datasetItem,
  isDatasetName,
  openDatasets,
  resourceInFront,
  workspaceDatasets,
} from '../editor/documents/foundDatasets';
import { isPeek } from '../editor/documents/jsonlFiles';
import { openSampleStep } from '../launch/trainingData';
import { viewTypes } from '../ui/viewTypes';
import type { Workbench } from '../workbench';
import { datasetViewType } from './datasetEditors';

/** Shows the rows of the file that it is called on, else of the one in front, else of one that is picked. */
export async function openDatasetView(workbench: Workbench, argument: unknown): Promise<void> {
  const uri =
    argument instanceof vscode.Uri ? argument : (datasetInFront(workbench) ?? (await askDataset(workbench)));
  await showDatasetView(uri);
}

export async function showDatasetView(uri: vscode.Uri, column?: vscode.ViewColumn): Promise<void> {
  const type = await datasetViewType(uri);
  if (type === viewTypes.largeDataset && uri.scheme !== 'file') {
    throw new UserError(
      vscode.l10n.t(
        "{0} is larger than 50 MB and isn't a local file, so its rows can't be read one by one. Copy it to a local folder first.",
        nameOf(uri),
      ),
      'TOO_LARGE',
    );
  }
  await vscode.commands.executeCommand('vscode.openWith', uri, type, column);
}

function datasetInFront({ datasets }: Workbench): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document && !isPeek(document) && datasets.get(document)) return document.uri;
  const uri = resourceInFront();
  return uri && !isPeek({ uri }) && isDatasetName(uri) ? uri : undefined;
}

async function askDataset({ datasets }: Workbench): Promise<vscode.Uri> {
  const open = await openDatasets(datasets);
  const isOpen = new Set(open.map(String));
  const others = (await workspaceDatasets()).filter((uri) => !isOpen.has(uri.toString()));
  if (open.length + others.length === 0) {
    throw new UserError(
      vscode.l10n.t('No training file (JSONL) is open, and the workspace contains none.'),
      'NO_FILE',
      [openSampleStep()],
    );
  }
  const items = [
    ...open.map((uri) => datasetItem(uri, vscode.l10n.t('open'))),
    ...others.map((uri) => datasetItem(uri, '')),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Open Dataset View'),
    placeHolder: vscode.l10n.t('Select a file to show as rows'),
    matchOnDescription: true,
  });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.uri;
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}
