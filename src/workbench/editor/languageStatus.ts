import * as vscode from 'vscode';
import type { DatasetDocument } from '../../dataset/document/datasetDocument';
import { examplesText, problemsText } from '../ui/numberFormat';
import type { DatasetDocuments } from './documents/datasetDocuments';
import { jsonlFiles } from './documents/jsonlFiles';
import type { FoundProblems } from './problems/foundProblems';

/** Typing changes the figures with each key; they are shown anew at most so often. */
const refreshAfter = 150;

/** Beside the language in the status bar: the rows, format, problems and target of the file in front, and the way to change them. */
export function showLanguageStatus(datasets: DatasetDocuments, found: FoundProblems): vscode.Disposable {
  const format = vscode.languages.createLanguageStatusItem('tunewright.format', jsonlFiles);
  const problems = vscode.languages.createLanguageStatusItem('tunewright.problems', jsonlFiles);
  const target = vscode.languages.createLanguageStatusItem('tunewright.target', jsonlFiles);
  format.name = vscode.l10n.t('Tunewright: Dataset Format');
  problems.name = vscode.l10n.t('Tunewright: Problems');
  target.name = vscode.l10n.t('Tunewright: Target Model');
  format.command = { command: 'tunewright.chooseFormat', title: vscode.l10n.t('Select Format…') };
  target.command = { command: 'tunewright.chooseTarget', title: vscode.l10n.t('Select Target Model…') };
  let timer: NodeJS.Timeout | undefined;
  const show = () => {
    clearTimeout(timer);
    timer = undefined;
    const document = vscode.window.activeTextEditor?.document;
    const dataset = document && datasets.get(document);
    if (!dataset) return;
    format.text = dataset.format?.label ?? vscode.l10n.t('Not training data');
    format.detail = figures(dataset);
    const count = dataset.problemCount + found.of(document).length;
    problems.text = problemsText(count);
    problems.severity = severityOf(dataset, count);
    const title = vscode.l10n.t('Show by Rule…');
    problems.command =
      count === 0 ? undefined : { command: 'tunewright.showProblems', title, arguments: [document.uri] };
    target.text = dataset.target?.label ?? vscode.l10n.t('No target model');
    target.detail = vscode.l10n.t('target model');
  };
  const refresh = (document: vscode.TextDocument) => {
    if (document === vscode.window.activeTextEditor?.document) timer ??= setTimeout(show, refreshAfter);
  };
  show();
  return vscode.Disposable.from(
    format,
    problems,
    target,
    { dispose: () => clearTimeout(timer) },
    vscode.window.onDidChangeActiveTextEditor(show),
    datasets.onDidChange(refresh),
    found.onDidChange(refresh),
  );
}

function figures(dataset: DatasetDocument): string {
  if (!dataset.isDataset) return vscode.l10n.t('only JSON syntax is checked');
  return examplesText(dataset.exampleCount);
}

function severityOf(dataset: DatasetDocument, problems: number): vscode.LanguageStatusSeverity {
  const { lines, blankLines, validExamples } = dataset.statistics;
  const isWrong = dataset.isDataset && validExamples < lines - blankLines;
  if (isWrong) return vscode.LanguageStatusSeverity.Error;
  return problems > 0 ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
}
