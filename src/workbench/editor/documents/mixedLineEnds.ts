import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { writeWhole } from '../../../base/files/draft';
import { lineEnds, withLine } from '../../../dataset/editing/lineOnDisk';
import { workspaceOf } from '../../ui/saving';

/** Milliseconds until VS Code has seen that a file has changed on disk. */
const longestWait = 10_000;

/**
 * Writes a line of a file with several kinds of line ends on disk: VS Code would save all of them as one.
 * @returns false for other files, where nothing was done
 */
export async function writeLine(
  document: vscode.TextDocument,
  line: number,
  before: string,
  after: string,
): Promise<boolean> {
  const { uri, encoding } = document;
  if (uri.scheme !== 'file' || !/^utf8(bom)?$/.test(encoding)) return false;
  const bytes = await readFile(uri.fsPath);
  if (lineEnds(bytes).size < 2) return false;
  const changed = withLine(bytes, line, before, after);
  if (changed === undefined) return false;
  await writeWhole(uri.fsPath, changed, { replace: true, within: workspaceOf(uri) });
  await shown(document, line, after);
  return true;
}

/** Resolves when the editor shows the line as it is on disk now. */
function shown(document: vscode.TextDocument, line: number, text: string): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, longestWait);
    const listener = vscode.workspace.onDidChangeTextDocument(
      (event) => event.document === document && look(),
    );
    function look(): void {
      if (document.lineCount > line && document.lineAt(line).text === text) end();
    }
    function end(): void {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    }
    look();
  });
}
