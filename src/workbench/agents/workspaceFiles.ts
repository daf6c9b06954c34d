// Which files agents may use in VS Code: those of the folders that the user has open.
import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { NewFile } from '../../agents/host';
import { fileInside, placeInside, type Roots } from '../../agents/roots';
import { ToolRefusal } from '../../agents/toolRefusal';
import { requireTrust } from '../ui/trust';

/** Rejects with a `ToolRefusal`. @param name absolute, or relative to the first folder */
export async function fileInWorkspace(name: string): Promise<vscode.Uri> {
  return vscode.Uri.file(await fileInside(await openFolders(), name));
}

export async function placeInWorkspace(name: string): Promise<NewFile> {
  requireTrust();
  return placeInside(await openFolders(), name);
}

async function openFolders(): Promise<Roots> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const [first, ...others] = await Promise.all(folders.map(({ uri }) => realpath(uri.fsPath)));
  if (first === undefined)
    throw new ToolRefusal(
      'No local folder is open in VS Code. Ask the user to open the folder of the dataset.',
    );
  return [first, ...others];
}
