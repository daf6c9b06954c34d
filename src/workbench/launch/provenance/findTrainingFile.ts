import path from 'node:path';
import * as vscode from 'vscode';
import type { LaunchData } from '../../../tuning/contract/launchRecord';
import { isRemote } from '../../../tuning/contract/spec';
import { type LineMap, lineMapOf } from '../../../tuning/droppedExamples/lineMap';
import { diskFile, hashedLines } from '../../../tuning/launch/onDisk/trainingBytes';
import { workspaceDatasets } from '../../editor/documents/foundDatasets';
import { isTooLarge } from '../../editor/documents/tooLarge';
import { readOnlyScheme } from '../../ui/readOnlyText';
import { hashOf } from '../trainingData';
import { committedTexts } from './committedTexts';

/** The data of a launch, found again by its hash: as a file under whatever name, or as a version that git has. */
export type FoundData =
  | { readonly kind: 'file'; readonly uri: vscode.Uri }
  | { readonly kind: 'committed'; readonly path: string; readonly text: string };

/** Undefined when it is nowhere: not open, not where it was, not in the workspace, and not in the history of git. */
export async function findTrainingFile(data: LaunchData): Promise<FoundData | undefined> {
  const options = {
    location: vscode.ProgressLocation.Window,
    title: vscode.l10n.t('Looking for the training file {0}', data.name),
  };
  return vscode.window.withProgress(
    options,
    async () => (await findFile(data)) ?? (await findCommitted(data)),
  );
}

/** The file as it is now, where it is open or on disk. */
export async function findFile({ source, sha256 }: LaunchData): Promise<FoundData | undefined> {
  if (sha256 === undefined) return undefined;
  const before = isRemote(source) ? [] : [vscode.Uri.parse(source, true)];
  for (const uri of [...before, ...(await workspaceDatasets())]) {
    const file = (await isThere(uri)) ? await currentFile(uri) : undefined;
    if (file?.sha256 === sha256) return { kind: 'file', uri };
  }
  // Not saved, or its file was deleted while it is open.
  const open = vscode.workspace.textDocuments.find(
    (document) =>
      document.languageId === 'jsonl' &&
      document.uri.scheme !== readOnlyScheme &&
      hashOf(document.getText()) === sha256,
  );
  return open && { kind: 'file', uri: open.uri };
}

/** An editor outlives its file. */
async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

export interface CurrentFile {
  readonly sha256: string;
  lines(): Promise<LineMap>;
}

/** The open document, else the file. Undefined when there is none: an untitled one cannot be opened again. */
export async function currentFile(uri: vscode.Uri): Promise<CurrentFile | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return fileOf(open.getText());
  if (uri.scheme === 'untitled') return undefined;
  try {
    if (uri.scheme === 'file' && (await isTooLarge(uri))) {
      const { sha256 } = await diskFile(uri.fsPath, '');
      return { sha256, lines: async () => (await hashedLines(uri.fsPath)).lines };
    }
    return fileOf(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  } catch {
    return undefined; // moved or deleted
  }
}

function fileOf(text: string): CurrentFile {
  return { sha256: hashOf(text), lines: async () => lineMapOf(text) };
}

/** In a trusted workspace: git is a program that a repository has a say in. */
async function findCommitted({ source, sha256 }: LaunchData): Promise<FoundData | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  const uri = isRemote(source) ? undefined : vscode.Uri.parse(source, true);
  const folders = [
    ...(uri?.scheme === 'file' ? [path.dirname(uri.fsPath)] : []),
    ...(vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
  ];
  for (const folder of new Set(folders)) {
    for await (const version of committedTexts(folder))
      if (hashOf(version.text) === sha256) return { kind: 'committed', ...version };
  }
  return undefined;
}
