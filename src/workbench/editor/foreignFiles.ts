import * as vscode from 'vscode';
import { headOf } from '../../dataset/editing/appendOnDisk';
import { jsonLinesPattern } from '../../dataset/files/fileNames';
import { formatOf } from '../../dataset/formats/detection/sampleFormat';
import { defaultTarget } from '../../dataset/targets/target';
import { isDatasetName } from './documents/foundDatasets';

/** Marks files in the Explorer that no service tunes on as they are, and names their format. Their menus convert them. */
export function markForeignFiles(): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(jsonLinesPattern, false, false, true);
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    watcher,
    changed,
    watcher.onDidCreate((uri) => changed.fire(uri)),
    watcher.onDidChange((uri) => changed.fire(uri)),
    vscode.window.registerFileDecorationProvider({
      onDidChangeFileDecorations: changed.event,
      provideFileDecoration: markOf,
    }),
  );
}

async function markOf(uri: vscode.Uri): Promise<vscode.FileDecoration | undefined> {
  if (uri.scheme !== 'file' || !isDatasetName(uri)) return undefined;
  const format = formatOf((await headOfFile(uri)).split('\n'));
  if (format === undefined || defaultTarget(format.id) !== undefined) return undefined;
  return new vscode.FileDecoration('⇄', vscode.l10n.t('{0} · Convert to tune a model', format.label));
}

async function headOfFile(uri: vscode.Uri): Promise<string> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return type & vscode.FileType.File ? await headOf(uri.fsPath) : ''; // a pipe would have it wait
  } catch {
    return ''; // gone by now
  }
}
