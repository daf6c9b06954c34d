import * as vscode from 'vscode';
import type { Measurer } from '../../../evaluation/compare/measurer';
import type { Scores } from '../../../evaluation/compare/scores';
import { summarise } from '../../../evaluation/compare/summary';
import { resultsReports } from '../../../evaluation/report/index';
import { resultsEnding } from '../../../evaluation/results/records';
import type { Results } from '../../../evaluation/results/results';
import { askWhere, save } from '../../ui/saving';

/** Writes results for others, in a form and at a place that the user chooses, and opens them. */
export async function exportResults(
  results: Results,
  scores: Scores,
  file: string,
  measurer: Measurer,
): Promise<void> {
  const items = Object.values(resultsReports).map((report) => ({
    label: report.label,
    description: `.${report.extension}`,
    report,
  }));
  const placeHolder = vscode.l10n.t('Select an export format');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  if (chosen === undefined) throw new vscode.CancellationError();
  const { report } = chosen;
  const base = file.endsWith(resultsEnding) ? file.slice(0, -resultsEnding.length) : file;
  const target = await askWhere({
    defaultUri: vscode.Uri.file(`${base}.results.${report.extension}`),
    filters: { [report.label]: [report.extension] },
  });
  const text = report.write({ results, scores, summary: await summarise(results, scores, { measurer }) });
  await save(target, text, { replace: true });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(target));
}
