import * as vscode from 'vscode';
import { documentForSplit } from '../../../dataset/split/documentForSplit';
import type { SplitSource } from '../../../dataset/split/splitSource';
import type { Authoring } from '../../authoring';
import { exists } from '../../ui/exists';
import { datasetInFront } from '../documents/datasetInFront';
import { requireLossless } from '../documents/lossless';
import { askHowToSplit, inWords, splitText } from './splitForm';

/** Holds examples of a training file back, where there is no disk: in two new documents, which their user saves. */
export async function splitIntoEditors(authoring: Authoring, argument: unknown): Promise<void> {
  const { document } = await datasetInFront(authoring, argument);
  await requireLossless(document);
  const text = document.getText();
  const source = read(text, authoring.datasets.optionsOf(document).format);
  const training = besideOf(document.uri, 'train');
  const validation = besideOf(document.uri, 'validation');
  const names = { training: nameOf(training), validation: nameOf(validation) };
  const split = await askHowToSplit(source, names);
  const lines = text.split(/\r?\n/).slice(0, source.lines);
  const side = (wanted: number) => lines.filter((_, line) => split.sides[line] === wanted);
  const shown = await show(training, side(0));
  await show(validation, side(1));
  const tune = vscode.l10n.t('Tune Model…');
  const chosen = await vscode.window.showInformationMessage(splitText(source, split, names), tune);
  if (chosen === tune) await vscode.commands.executeCommand('tunewright.tuneModel', shown);
}

function read(text: string, format: string | undefined): SplitSource {
  try {
    return documentForSplit(text, format);
  } catch (error) {
    throw inWords(error);
  }
}

/** Where saving a new document proposes to write it: `x.train.jsonl` beside `x.jsonl`. */
function besideOf(uri: vscode.Uri, side: string): vscode.Uri {
  const [, name = '', ending = '.jsonl'] = /^(.*?)(\.[^./]*)?$/.exec(nameOf(uri)) ?? [];
  return vscode.Uri.joinPath(uri, '..', `${name}.${side}${ending}`);
}

async function show(place: vscode.Uri, lines: readonly string[]): Promise<vscode.Uri> {
  const content = lines.map((line) => `${line}\n`).join('');
  // VS Code takes no name that a file has already.
  const document = (await exists(place))
    ? await vscode.workspace.openTextDocument({ language: 'jsonl', content })
    : await named(place.with({ scheme: 'untitled' }), content);
  await vscode.window.showTextDocument(document, { preview: false });
  return document.uri;
}

async function named(place: vscode.Uri, content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(place);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), content);
  await vscode.workspace.applyEdit(edit);
  return document;
}

function nameOf({ path }: vscode.Uri): string {
  return path.split('/').at(-1) ?? '';
}
