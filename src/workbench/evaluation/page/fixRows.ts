import * as vscode from 'vscode';
import type { Problem } from '../../../dataset/checking/problem';
import { severityOf } from '../../../dataset/checking/rule';
import { wrongAnswer, wrongAnswerMessage } from '../../../dataset/rules/wrongAnswer';
import type { RowRecord } from '../../../evaluation/results/records';
import type { Results } from '../../../evaluation/results/results';
import { openFile } from '../../editor/examples/openFile';
import type { Workbench } from '../../workbench';
import { datasetUri, goToRow, linesOf, rowGone, showLine } from './rowActions';

/** Opens the example of a row as plain text. */
export async function fixRow(results: Results, row: number, file: string): Promise<void> {
  await goToRow(results, row, file);
  await vscode.commands.executeCommand('tunewright.editExample');
}

/** Marks rows in the dataset as problems, each with what the last model answered instead, and goes to the first. */
export async function fixRows(
  { found, datasets }: Pick<Workbench, 'found' | 'datasets'>,
  results: Results,
  rows: readonly number[],
  file: string,
): Promise<void> {
  const document = await openFile(datasetUri(results, file));
  const records = rows.flatMap((row) => results.rows[row] ?? []);
  const lines = linesOf(document.getText(), records, results);
  const severity = severityOf(wrongAnswer, datasets.optionsOf(document).severities ?? {});
  const problems = records
    .flatMap((record, index) => problemOf(record, lines[index], results, document) ?? [])
    .sort((a, b) => a.line - b.line);
  const [first] = problems;
  if (first === undefined) throw rowGone(document);
  await showLine(document, first.line);
  if (severity === 'off') return;
  found.show(
    'wrong-answers',
    document,
    problems.map((problem) => ({ ...problem, severity })),
  );
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function problemOf(
  record: RowRecord,
  line: number | undefined,
  results: Results,
  document: vscode.TextDocument,
): Omit<Problem, 'severity'> | undefined {
  if (line === undefined) return undefined;
  const target = results.header.targets.length - 1; // the page counts what the last one has failed
  const label = results.header.targets[target]?.label ?? '';
  const text = results.answer(record.line, target)?.text ?? results.failure(record.line, target)?.message;
  return {
    rule: wrongAnswer.id,
    kind: wrongAnswer.kind,
    message: wrongAnswerMessage(label, text ?? ''),
    line,
    range: { start: 0, end: document.lineAt(line).text.trimEnd().length },
  };
}
