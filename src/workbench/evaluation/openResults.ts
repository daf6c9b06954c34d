import * as vscode from 'vscode';
import { resultsEnding } from '../../evaluation/results/records';
import type { Workbench } from '../workbench';
import { showResults } from './evaluations';
import { pickResults } from './page/compareWith';

/** Opens the page of a results file: the argument, the one in the editor in front, or one that the user chooses. */
export async function openResults(_: Workbench, argument: unknown): Promise<void> {
  const front = vscode.window.activeTextEditor?.document.uri;
  const known =
    argument instanceof vscode.Uri ? argument : front?.path.endsWith(resultsEnding) ? front : undefined;
  await showResults(known?.fsPath ?? (await pickResults(vscode.l10n.t('Select evaluation results to show'))));
}
