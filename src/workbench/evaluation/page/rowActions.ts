import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { writeAnswer } from '../../../dataset/editing/editedAnswer';
import type { EvaluationTarget, RowRecord } from '../../../evaluation/results/records';
import type { Results } from '../../../evaluation/results/results';
import { datasetRows } from '../../../evaluation/rows';
import { textBeside } from '../../../tuning/contract/functions';
import { modelOf } from '../../../tuning/contract/job';
import type { TuningService } from '../../../tuning/contract/service';
import { answerParts } from '../../../tuning/prompt/promptedExample';
import { originLine } from '../../editor/examples/fixLine';
import { openFile } from '../../editor/examples/openFile';
import type { PlaygroundTarget } from '../../playground/protocol/playgroundState.protocol';
import { baseTarget, checkpointTarget, tunedTarget } from '../../playground/targets/playgroundTargets';
import type { Workbench } from '../../workbench';

type Tools = Pick<Workbench, 'services' | 'watcher' | 'playgrounds'>;

/** Shows the line of the dataset that a row was read from, also when it has moved since. */
export async function goToRow(results: Results, row: number, file: string): Promise<void> {
  const record = results.rows[row];
  if (record === undefined) return;
  const document = await openFile(datasetUri(results, file));
  const [line] = linesOf(document.getText(), [record], results);
  if (line === undefined) throw rowGone(document);
  await showLine(document, line);
}

/** Opens the row's conversation in the playground, beside the expected answer, with all models of the evaluation. */
export async function tryRow(tools: Tools, results: Results, row: number, file: string): Promise<void> {
  const record = results.rows[row];
  if (record === undefined) return;
  const document = await openFile(datasetUri(results, file));
  const [line] = linesOf(document.getText(), [record], results);
  const targets = results.header.targets.flatMap((target) => playgroundTarget(tools, target) ?? []);
  const unique = targets.filter(({ id }, index) => targets.findIndex((one) => one.id === id) === index);
  tools.playgrounds.show(unique.slice(0, 4), {
    systemInstruction: record.prompt.systemInstruction,
    turns: record.prompt.turns,
    ...(record.prompt.tools ? { tools: record.prompt.tools } : {}),
    expected: writeAnswer(
      answerParts(textBeside(record.expected, record.expectedCalls), record.expectedCalls),
    ),
    origin: line === undefined ? undefined : originLine(document, line),
  });
}

/** A target of an evaluation as the playground knows it. */
export function playgroundTarget(
  { services, watcher }: Pick<Tools, 'services' | 'watcher'>,
  { service: id, model: name, label }: EvaluationTarget,
): PlaygroundTarget | undefined {
  const service: TuningService | undefined = services.find((one) => one.id === id);
  if (service === undefined) return undefined;
  for (const job of watcher.jobs(id).jobs) {
    if (job.tunedModel?.name === name) return tunedTarget(service, job.tunedModel);
    const model = modelOf(job);
    const checkpoint = model?.checkpoints.find(({ endpoint }) => endpoint === name);
    if (model && checkpoint) return checkpointTarget(service, model, checkpoint, label);
  }
  return baseTarget(service, { name, displayName: label });
}

export function datasetUri({ header }: Results, file: string): vscode.Uri {
  return vscode.Uri.file(path.resolve(path.dirname(file), header.dataset.path));
}

/** With the cursor at its start. @param line from 0 */
export async function showLine(document: vscode.TextDocument, line: number): Promise<void> {
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, 0, line, 0) });
}

export function rowGone(document: vscode.TextDocument): UserError {
  const name = path.basename(document.uri.fsPath);
  return new UserError(vscode.l10n.t('The example for this row is no longer in {0}.', name), 'ROW_GONE');
}

/** Where rows are now, from 0: the line itself when it still says the same, else the first that does, else undefined. */
export function linesOf(
  text: string,
  records: readonly RowRecord[],
  { header }: Results,
): readonly (number | undefined)[] {
  const keyOf = ({ prompt, expected }: RowRecord) => JSON.stringify([prompt.turns, expected]);
  const { rows } = datasetRows(text, header.dataset.path, header.dataset.format);
  const keys = new Map(rows.map((row) => [row.line, keyOf(row)]));
  const firstLines = new Map([...keys].reverse().map(([line, key]) => [key, line]));
  return records.map((record) => {
    const key = keyOf(record);
    const line = keys.get(record.line) === key ? record.line : firstLines.get(key);
    return line && line - 1;
  });
}
