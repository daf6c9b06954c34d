import * as vscode from 'vscode';
import { largestText, mostLines } from '../../../dataset/files/largestText';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Whether it is read from disk, not as a document: it has too many bytes or, of a file on this machine, lines. */
export async function isTooLarge(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme === 'untitled') return false;
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestText) return true;
    const open = vscode.workspace.textDocuments.find(
      (document) => document.uri.toString() === uri.toString(),
    );
    if (open) return open.lineCount > mostLines;
    return size > mostLines && uri.scheme === 'file' && (await isTooLong(uri));
  } catch {
    return false; // whoever opens it says that it is not there
  }
}

/** Lines end as in VS Code's editor, where the last one may be empty. */
async function isTooLong(uri: vscode.Uri): Promise<boolean> {
  let lines = 1;
  let before = 0;
  for (const byte of await vscode.workspace.fs.readFile(uri)) {
    if (byte === carriageReturn || (byte === lineFeed && before !== carriageReturn)) lines++;
    before = byte;
  }
  return lines > mostLines;
}
