import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { Problem } from '../../dataset/checking/problem';
import type { Fix, Lines, TextEdit } from '../../dataset/checking/rule';
import type { DatasetFormat } from '../../dataset/formats/format';

/** What an edit changes. */
export interface RowsChange {
  readonly edits: readonly TextEdit[];
  /** Another file that changes with it. */
  readonly beside?: vscode.WorkspaceEdit;
}

/**
 * Rows that can be changed: of a document, or of a file that is too large for one. Each change is one step that can be
 * undone.
 */
export interface EditableRows {
  readonly uri: vscode.Uri;
  /** Line numbers of one version name other rows in another. */
  readonly version: number;
  /** As in an editor: what comes after the last line end is a line, too. Of the version that it is asked for. */
  readonly lines: Lines & { readonly lineEnd: '\n' | '\r\n' };
  /** So many lines around its place a row is looked for. */
  readonly reach: number;
  /** Stands before each change. @throws UserError with the reason why there can be none */
  requireEditable(): Promise<void>;
  problemsAt(line: number): readonly Problem[];
  fixes(problem: Problem): readonly Fix[];
  /** All fixes of these rows that need no decision; duplicates are kept. @param lines ascending */
  fixAll(lines: readonly number[]): readonly TextEdit[];
  /** A row above says the same. */
  isDuplicate(line: number): boolean;
  /** Of another file, as a document. */
  formatOf(document: vscode.TextDocument): DatasetFormat | undefined;
  /** Where the example of a row is opened as text; absent where that cannot be. */
  exampleUri?(line: number): vscode.Uri;
  /** @param label of the step. @throws UserError when the rows are another version by now */
  apply(change: RowsChange, version: number, label: string): Promise<void>;
}

export function requireVersion(rows: EditableRows, version: number): void {
  if (rows.version !== version) throw notEdited(rows.uri);
}

export function notEdited(uri: vscode.Uri): UserError {
  const name = uri.path.split('/').at(-1) ?? '';
  return new UserError(
    vscode.l10n.t("Can't change {0}. It's read-only or was changed in the meantime. Try again.", name),
    'NOT_EDITED',
  );
}
