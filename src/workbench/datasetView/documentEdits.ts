import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { replaceOnLine } from '../../dataset/checking/edits';
import type { Problem } from '../../dataset/checking/problem';
import type { TextEdit } from '../../dataset/checking/rule';
import { type ConversationEdit, edited } from '../../dataset/editing/conversationEdits';
import { CannotWrite, editedLine } from '../../dataset/editing/editedLine';
import { CannotExpress, type Conversation } from '../../dataset/example/conversation';
import type { DatasetFormat } from '../../dataset/formats/format';
import type { DatasetDocuments } from '../editor/documents/datasetDocuments';
import { requireLossless } from '../editor/documents/lossless';
import { otherColumn } from '../editor/examples/addExamples';
import type { ExampleFiles } from '../editor/examples/exampleFiles';
import { workspaceEdit } from '../editor/problems/ranges';
import { requireTrust } from '../ui/trust';
import { actOnRows } from './actOnRows';

/**
 * What may be done to a row. Each is an edit of the document, as if typed in its text editor: undo, unsaved changes and
 * hot exit are VS Code's.
 */
export class DocumentEdits {
  constructor(
    private readonly document: vscode.TextDocument,
    private readonly datasets: DatasetDocuments,
    private readonly exampleFiles: ExampleFiles,
  ) {}

  /** The title of the first fix of a problem; undefined when there is none. */
  fixTitle(problem: Problem): string | undefined {
    return vscode.workspace.isTrusted
      ? this.datasets.get(this.document)?.fixes(problem)[0]?.title
      : undefined;
  }

  /** Nothing happens when the line has no such problem any more: the page is told of its new ones anyway. */
  async fix(line: number, rule: string, message: string): Promise<void> {
    const dataset = this.datasets.get(this.document);
    const problem = dataset?.problemsAt(line).find((one) => one.rule === rule && one.message === message);
    const fix = problem && dataset?.fixes(problem)[0];
    if (fix) await this.#apply(fix.edits);
  }

  /** With its line end; of a last line without one, with that before it. */
  async delete(line: number): Promise<void> {
    const { document } = this;
    if (line >= document.lineCount) return;
    const own = document.lineAt(line).rangeIncludingLineBreak;
    const isLast = line === document.lineCount - 1;
    const start = isLast && line > 0 ? document.lineAt(line - 1).range.end : own.start;
    await this.#apply([{ range: { start, end: own.end }, text: '' }]);
  }

  /** Asks what to do with them. @param lines ascending */
  async actOn(lines: readonly number[]): Promise<void> {
    await actOnRows(this.document, this.datasets, lines);
  }

  /** @param key of the row that the edit is for, see `keyOf` */
  async edit(line: number, key: string, edit: ConversationEdit): Promise<void> {
    const dataset = this.datasets.get(this.document);
    const { text, example } = dataset?.line(line) ?? {};
    const { format, valid, value } = example ?? {};
    const conversation =
      format && value && valid && keyOf(text ?? '') === key ? format.toConversation(value) : undefined;
    const changed = conversation && edited(conversation, edit);
    if (!changed || !format || text === undefined) return this.#offerText(line, edit);
    await this.#apply([changedPart(line, text, written(text, format, changed))]);
  }

  /** The row says something else by now: what was typed for it is not lost. */
  async #offerText(line: number, edit: ConversationEdit): Promise<void> {
    const message = vscode.l10n.t("Line {0} changed in the meantime, so your edit wasn't applied.", line + 1);
    const copy = vscode.l10n.t('Copy My Text');
    const chosen = await vscode.window.showWarningMessage(message, ...(edit.kind === 'text' ? [copy] : []));
    if (chosen === copy && edit.kind === 'text') await vscode.env.clipboard.writeText(edit.text);
  }

  /** Opens the example as plain text; saving writes it back to its line. */
  async editAsText(line: number): Promise<void> {
    requireTrust();
    await requireLossless(this.document);
    const uri = this.exampleFiles.uriOf(this.document, line);
    await vscode.window.showTextDocument(uri, { preview: false, viewColumn: otherColumn() });
  }

  async #apply(edits: readonly TextEdit[]): Promise<void> {
    requireTrust();
    await requireLossless(this.document);
    if (await vscode.workspace.applyEdit(workspaceEdit(this.document.uri, edits))) return;
    const name = this.document.uri.path.split('/').at(-1) ?? '';
    throw new UserError(
      vscode.l10n.t("Can't change {0}. It's read-only or was changed in the meantime. Try again.", name),
      'NOT_EDITED',
    );
  }
}

/** Names what a row says. */
export function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

function written(text: string, format: DatasetFormat, conversation: Conversation): string {
  try {
    return editedLine(text, format, conversation);
  } catch (error) {
    if (error instanceof CannotWrite || error instanceof CannotExpress)
      throw new UserError(error.message, 'CANNOT_WRITE');
    throw error;
  }
}

/** Only what differs is replaced, so that selections and other edits of the line stay. */
function changedPart(line: number, before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return replaceOnLine(line, { start, end: before.length - same }, after.slice(start, after.length - same));
}
