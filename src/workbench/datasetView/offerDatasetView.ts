import * as vscode from 'vscode';
import { isDatasetName } from '../editor/documents/foundDatasets';
import { isTooLarge } from '../editor/documents/tooLarge';
import type { ErrorBoundary } from '../ui/errorBoundary';
import { viewTypes } from '../ui/viewTypes';
import { datasetViewType } from './datasetEditors';
import { showDatasetView } from './openDatasetView';

const offeredKey = 'tunewright.datasetViewOffered';

/**
 * Offers the dataset view, once for each file, when a training file is opened that is too large for problems and tokens
 * in VS Code's text editor. Of the two views, the one for the file's size takes the place of the other: VS Code offers both
 * by name, and shows an error where a document is too large for one.
 */
export function offerDatasetView(memory: vscode.Memento, boundary: ErrorBoundary): vscode.Disposable {
  const look = (tabs: readonly vscode.Tab[]) => {
    for (const tab of tabs) void boundary.run('dataset view', () => lookAt(tab));
  };
  const lookAt = async (tab: vscode.Tab) => {
    const { input } = tab;
    if (input instanceof vscode.TabInputCustom && isView(input.viewType)) {
      if (input.viewType === (await datasetViewType(input.uri))) return;
      await showDatasetView(input.uri, tab.group.viewColumn);
      await vscode.window.tabGroups.close(tab);
    } else if (
      tab.isActive && // the others aren't open yet: VS Code only shows their names
      input instanceof vscode.TabInputText &&
      input.uri.scheme === 'file' &&
      isDatasetName(input.uri)
    ) {
      if (await isTooLarge(input.uri)) await offer(input.uri, memory);
    }
  };
  look(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
  return vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => look([...opened, ...changed]));
}

function isView(type: string): boolean {
  return type === viewTypes.dataset || type === viewTypes.largeDataset;
}

async function offer(uri: vscode.Uri, memory: vscode.Memento): Promise<void> {
  const offered = memory.get<readonly string[]>(offeredKey, []);
  const key = uri.toString();
  if (offered.includes(key)) return;
  await memory.update(offeredKey, [...offered, key]);
  const open = vscode.l10n.t('Open Dataset View');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      "{0} is larger than 50 MB or has more than 500,000 lines, so VS Code's text editor shows no problems or tokens in it. The dataset view does.",
      uri.path.split('/').at(-1) ?? '',
    ),
    open,
  );
  if (chosen === open) await showDatasetView(uri);
}
