import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { Workbench } from '../workbench';
import { openSampleStep, readTrainingData, type TrainingData } from './trainingData';

/** Checks the file that a launch is for (the resource it was called on, else the one in front). Errors stop it here. */
export async function checkedDataset({ datasets }: Workbench, argument: unknown): Promise<TrainingData> {
  const uri = argument instanceof vscode.Uri ? argument : resourceInFront();
  if (uri === undefined) throw noFile();
  return readTrainingData(datasets, uri);
}

/** With a custom editor for JSONL there is a tab and no text editor. */
export function resourceInFront(): vscode.Uri | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor) return editor.document.uri;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const withUri = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return withUri ? input.uri : undefined;
}

function noFile(): UserError {
  return new UserError(vscode.l10n.t('Open a training file (JSONL) first.'), 'NO_FILE', [openSampleStep()]);
}
