import path from 'node:path';
import * as vscode from 'vscode';
import { writeWhole } from '../../base/files/draft';
import { makePassingFolder } from '../../base/files/passingFolder';

/** Content that work is done on. */
export interface Content {
  readonly name: string;
  /** Of a file. */
  readonly uri?: vscode.Uri;
  /** What is typed and not saved, was pasted, or is of another version. */
  readonly text?: string;
}

/**
 * Calls `work` with the path of a file on this machine that holds the content. What isn't on its disk, or not saved, is in
 * a file of its own until the work is done.
 */
export async function withFileOnDisk<T>(
  { name, uri, text }: Content,
  work: (path: string) => Promise<T>,
): Promise<T> {
  if (text === undefined && uri?.scheme === 'file') return work(uri.fsPath);
  const content = text ?? (uri ? await vscode.workspace.fs.readFile(uri) : '');
  const folder = await makePassingFolder();
  try {
    const file = path.join(folder.path, `content${path.extname(name)}`);
    await writeWhole(file, content, { replace: false, mode: 0o600 });
    return await work(file);
  } finally {
    await folder.remove();
  }
}
