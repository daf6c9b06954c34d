import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { mergeResults } from '../../../evaluation/compare/merge';
import { freeName } from '../../../evaluation/results/freeName';
import { readResults } from '../../../evaluation/results/readResults';
import { resultsEnding } from '../../../evaluation/results/records';
import type { Results } from '../../../evaluation/results/results';
import { ResultsFile } from '../../../evaluation/results/resultsFile';
import { showResults } from '../evaluations';

/** Puts the answers of another evaluation beside those of this one, into a new results file, and shows it. */
export async function compareWith(results: Results, file: string): Promise<void> {
  const placeHolder = vscode.l10n.t('Select results to compare with. The models on this page come first.');
  const other = await pickResults(placeHolder, file);
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(other));
  const { results: others } = readResults(new TextDecoder().decode(bytes), path.basename(other));
  const merged = mergeResults(results, others);
  const folder = path.dirname(file);
  const isTaken = (name: string) => existsSync(path.join(folder, name));
  const name = freeName(`${baseOf(file)}+${baseOf(other)}`.slice(0, 150), isTaken);
  const target = path.join(folder, name);
  const written = await ResultsFile.create(target, merged.header, merged.rows);
  for (const record of [...merged.records(), ...merged.batches]) await written.append(record);
  await written.close();
  await showResults(target);
}

/** @param except a file that is not offered */
export async function pickResults(placeHolder: string, except?: string): Promise<string> {
  const found = await vscode.workspace.findFiles(`**/*${resultsEnding}`, '**/node_modules/**', 200);
  const items = found
    .filter(({ fsPath }) => fsPath !== except)
    .map((uri) => ({
      label: path.basename(uri.fsPath),
      description: vscode.workspace.asRelativePath(uri),
      uri,
    }));
  if (items.length === 0) {
    throw new UserError(
      vscode.l10n.t('No other results files (*{0}) in this workspace.', resultsEnding),
      'NO_RESULTS',
    );
  }
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.uri.fsPath;
}

function baseOf(file: string): string {
  const name = path.basename(file);
  return name.endsWith(resultsEnding) ? name.slice(0, -resultsEnding.length) : name;
}
