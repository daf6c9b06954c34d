import * as vscode from 'vscode';
import type { Authoring } from './authoring';
import { type AuthoringCommand, authoringCommands } from './authoringCommands';
import { DatasetDocuments } from './editor/documents/datasetDocuments';
import { DatasetSettings } from './editor/documents/datasetSettings';
import { ProjectFiles } from './editor/documents/projectFiles';
import { registerEditorFeatures } from './editor/editorFeatures';
import { Pictures } from './editor/hover/pictures';
import { inputsOfText } from './editor/pairs/inputsOfText';
import { TrainingPairs } from './editor/pairs/trainingPairs';
import { FoundProblems } from './editor/problems/foundProblems';
import { splitIntoEditors } from './editor/split/splitIntoEditors';
import { registerCommands } from './entry/entries';
import { needsComputer, sentences } from './entry/needsComputer';
import { ErrorBoundary } from './ui/errorBoundary';
import { viewTypes } from './ui/viewTypes';

/** Everything for training files that needs no computer: what does says so when it is called. */
export function openInBrowser({
  extension,
  extensionUri,
  subscriptions,
  workspaceState,
}: vscode.ExtensionContext): void {
  const own = <Part extends vscode.Disposable>(part: Part): Part => {
    subscriptions.push(part);
    return part;
  };
  const log = own(vscode.window.createOutputChannel('Tunewright', { log: true }));
  const boundary = new ErrorBoundary(log);
  const datasetSettings = own(new DatasetSettings(workspaceState, own(new ProjectFiles(log))));
  const datasets = own(new DatasetDocuments(datasetSettings));
  const found = own(new FoundProblems(datasets));
  const pairs = own(new TrainingPairs(datasets, log, inputsOfText));
  const authoring: Authoring = { datasets, datasetSettings, pairs, found, log, extensionUri };
  const commands: Readonly<Record<string, AuthoringCommand | undefined>> = {
    ...authoringCommands,
    splitDataset: splitIntoEditors,
  };
  const run = (command: string, args: readonly unknown[]) =>
    boundary.run(`tunewright.${command}`, () => {
      const perform = commands[command];
      if (perform === undefined) throw needsComputer(command);
      return perform(authoring, ...args);
    });
  const pictures = new Pictures(undefined, () => undefined, log);
  own(registerEditorFeatures({ datasets, found, pictures, log }));
  own(registerCommands(extension, async () => ({ run })));
  const severalPanels = { supportsMultipleEditorsPerDocument: true };
  for (const type of [viewTypes.dataset, viewTypes.largeDataset, viewTypes.evaluation])
    own(vscode.window.registerCustomEditorProvider(type, explained, severalPanels));
  datasets.start();
}

/** In place of an editor. */
const explained: vscode.CustomReadonlyEditorProvider = {
  openCustomDocument: (uri) => ({ uri, dispose() {} }),
  resolveCustomEditor(_, { webview, viewType }) {
    webview.html = `<p>${sentences[viewType === viewTypes.evaluation ? 'disk' : 'rows']()}</p>`;
  },
};
