import path from 'node:path';
import * as vscode from 'vscode';
import type { Measurer } from '../../evaluation/compare/measurer';
import { scoresOf } from '../../evaluation/compare/scores';
import { summarise } from '../../evaluation/compare/summary';
import type { Results } from '../../evaluation/results/results';
import { ShownResults } from './page/shownResults';

/** Tells what an evaluation has shown, unless its page is looked at. Resolves to true when the user wants to see it. */
export async function announceEnd(results: Results, file: string, measurer: Measurer): Promise<boolean> {
  if (isInFront(file)) return false;
  const scores = scoresOf(results);
  await Promise.all([scores.prepare(measurer), scores.judge()]);
  const summary = await summarise(results, scores, { measurer });
  const conclusions = new ShownResults(results, scores, []).conclusions(summary);
  const done = vscode.l10n.t('Evaluation {0} is complete.', path.basename(file));
  const show = vscode.l10n.t('Show Results');
  const message = [done, ...conclusions].join(' ');
  return (await vscode.window.showInformationMessage(message, show)) === show;
}

function isInFront(file: string): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.uri.fsPath === file;
}
