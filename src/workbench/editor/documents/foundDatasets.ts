import * as vscode from 'vscode';
import { jsonLinesName, jsonLinesPattern } from '../../../dataset/files/fileNames';
import { resultsEnding } from '../../../evaluation/results/records';
import type { DatasetDocuments } from './datasetDocuments';
import { isPeek } from './jsonlFiles';

/** A workspace with more is not searched to its end. */
const maxFound = 500;

/** Names of files that are kept away from training. */
const heldOut = /validation|held.?out|test|eval/i;

export function isDatasetName({ path: name }: vscode.Uri): boolean {
  return jsonLinesName.test(name) && !name.endsWith(resultsEnding);
}

export function isHeldOutName(uri: vscode.Uri): boolean {
  return heldOut.test(nameOf(uri));
}

/** With a custom editor for JSONL there is a tab and no text editor. */
export function resourceInFront(): vscode.Uri | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor) return editor.document.uri;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const withUri = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return withUri ? input.uri : undefined;
}

/** The datasets that have a tab or are being edited, unsaved ones too. A tab that was never shown has no document yet. */
export async function openDatasets(datasets: DatasetDocuments): Promise<readonly vscode.Uri[]> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const inTabs = tabs.flatMap(({ input }) =>
    input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? [input.uri] : [],
  );
  const mayBe = (uri: vscode.Uri) => uri.scheme === 'untitled' || isDatasetName(uri);
  const documents = await Promise.all(
    inTabs.filter(mayBe).map(async (uri) => {
      try {
        return [await vscode.workspace.openTextDocument(uri)];
      } catch {
        return []; // its file was deleted
      }
    }),
  );
  const found = new Set(
    documents.flat().filter((document) => !isPeek(document) && datasets.get(document)?.isDataset),
  );
  return [...found].map(({ uri }) => uri);
}

/** The JSONL files of the workspace that are no results of an evaluation, in the order of their paths. */
export async function workspaceDatasets(): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(jsonLinesPattern, '**/node_modules/**', maxFound);
  return found.filter(isDatasetName).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Name and folder, for a quick pick. */
export function datasetItem(uri: vscode.Uri, note: string): vscode.QuickPickItem & { uri: vscode.Uri } {
  const folder = vscode.workspace.asRelativePath(uri).split('/').slice(0, -1).join('/');
  return {
    label: `$(file) ${nameOf(uri)}`,
    description: [uri.scheme === 'untitled' ? '' : folder, note].filter(Boolean).join(' · '),
    uri,
  };
}

function nameOf({ path }: vscode.Uri): string {
  return path.split('/').at(-1) ?? '';
}
