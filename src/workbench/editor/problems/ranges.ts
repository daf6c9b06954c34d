import * as vscode from 'vscode';
import type { ColumnRange } from '../../../dataset/checking/problem';
import type { TextEdit } from '../../../dataset/checking/rule';

export function rangeOnLine(line: number, { start, end }: ColumnRange): vscode.Range {
  return new vscode.Range(line, start, line, end);
}

/** One undo step. */
export function workspaceEdit(uri: vscode.Uri, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) {
    const { start, end } = range;
    edit.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), text);
  }
  return edit;
}
