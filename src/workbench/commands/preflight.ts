import * as vscode from 'vscode';
import type { DatasetFormat } from '../../dataset/format';
import { UserError } from '../../tuning/userError';
import type { Workbench } from './workbench';

/** A training file that may be launched: it has examples and no errors. */
export interface CheckedDataset {
  readonly name: string;
  readonly text: string;
  readonly examples: number;
  readonly format: DatasetFormat;
}

/** Checks the file that a launch is for (the resource it was called on, else the one in front). Errors stop it here. */
export async function checkedDataset({ datasets }: Workbench, argument: unknown): Promise<CheckedDataset> {
  const uri = argument instanceof vscode.Uri ? argument : resourceInFront();
  if (uri === undefined) throw noFile();
  const document = await vscode.workspace.openTextDocument(uri);
  const name = uri.path.split('/').at(-1) ?? uri.path;
  const dataset = datasets.get(document);
  if (dataset?.format === undefined) {
    throw new UserError(
      vscode.l10n.t('{0} is no training file: no line is written in a format that can be tuned on.', name),
      'NO_DATASET',
      [openSample()],
    );
  }
  const errors = dataset.problems().filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    await vscode.window.showTextDocument(document);
    throw new UserError(
      errors.length === 1
        ? vscode.l10n.t(
            'Line {0} of {1} has an error: {2}',
            (errors[0]?.line ?? 0) + 1,
            name,
            errors[0]?.message ?? '',
          )
        : vscode.l10n.t('{0} has {1} errors. Mend them before you tune on it.', name, errors.length),
      'DATASET_ERRORS',
      [{ title: vscode.l10n.t('Show Problems'), run: { command: 'workbench.actions.view.problems' } }],
    );
  }
  return { name, text: document.getText(), examples: dataset.exampleCount, format: dataset.format };
}

/** With a custom editor for JSONL there is a tab and no text editor. */
function resourceInFront(): vscode.Uri | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor) return editor.document.uri;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const withUri = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return withUri ? input.uri : undefined;
}

function noFile(): UserError {
  return new UserError(
    vscode.l10n.t('Open the training file (JSONL) that you want to tune on first.'),
    'NO_FILE',
    [openSample()],
  );
}

function openSample() {
  return { title: vscode.l10n.t('Open Sample Dataset'), run: { command: 'tunewright.openSample' } };
}
