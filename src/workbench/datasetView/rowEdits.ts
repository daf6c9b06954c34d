import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { replaceOnLine } from '../../dataset/checking/edits';
import type { Problem } from '../../dataset/checking/problem';
import type { TextEdit } from '../../dataset/checking/rule';
import { type ConversationEdit, edited } from '../../dataset/editing/conversationEdits';
import { CannotWrite, editedLine } from '../../dataset/editing/editedLine';
import { deleteRows } from '../../dataset/editing/rowEdits';
import { CannotExpress, type Conversation } from '../../dataset/example/conversation';
import type { DatasetFormat } from '../../dataset/formats/format';
import { otherColumn } from '../editor/examples/addExamples';
import { actOnRows, type OtherAction } from './actOnRows';
import type { KeptEdit } from './datasetViewMessages.protocol';
import { type EditableRows, requireVersion } from './editableRows';
import { editsOf, type Replacement } from './replaceRows';

/** What may be done to rows, wherever they are. */
export class RowEdits {
  constructor(private readonly rows: EditableRows) {}

  /** The title of the first fix of a problem; undefined when there is none. */
  fixTitle(problem: Problem): string | undefined {
    return vscode.workspace.isTrusted ? this.rows.fixes(problem)[0]?.title : undefined;
  }

  /** An example can also be opened as plain text. */
  get opensAsText(): boolean {
    return this.rows.exampleUri !== undefined;
  }

  /** Nothing happens when the row has no such problem any more: the page is told of its new ones anyway. */
  async fix(near: number, key: string, rule: string, message: string): Promise<void> {
    const { version } = this.rows;
    const problems = this.rows.problemsAt(this.#lineOf(near, key));
    const problem = problems.find((one) => one.rule === rule && one.message === message);
    const fix = problem && this.rows.fixes(problem)[0];
    if (fix) await this.#apply(fix.edits, version, fix.title);
  }

  /** With its line end; of a last line without one, with that before it. */
  async delete(near: number, key: string): Promise<void> {
    const { lines, version } = this.rows;
    const edits = deleteRows(lines, [this.#lineOf(near, key)]);
    await this.#apply(edits, version, vscode.l10n.t('Delete Rows'));
  }

  /** Where the row of an edit that was begun is by now. */
  lineOf(kept: KeptEdit | undefined): number | undefined {
    return kept && lineWithKey(this.rows, kept.line, kept.key);
  }

  get version(): number {
    return this.rows.version;
  }

  /** All at once, as one edit. */
  async replace(replacement: Replacement): Promise<void> {
    const { lines } = this.rows;
    requireVersion(this.rows, replacement.version);
    const edits = editsOf(replacement, (line) => lines.textOf(line).length);
    await this.#apply(edits, replacement.version, vscode.l10n.t('Replace'));
  }

  /** Asks what to do with them. @param lines ascending @param others see `actOnRows` */
  async actOn(lines: readonly number[], others: readonly OtherAction[]): Promise<void> {
    await actOnRows(this.rows, lines, others);
  }

  /**
   * Rejects with what a person can do; of a text that was typed and could not be written that is at least to copy it.
   * @param near where the row was when the edit was made
   * @param key of the row that the edit is for, see `keyOf`
   */
  async edit(near: number, key: string, edit: ConversationEdit): Promise<void> {
    try {
      await this.#edit(near, key, edit);
    } catch (error) {
      throw edit.kind === 'text' ? withCopy(error, edit.text) : error;
    }
  }

  async #edit(near: number, key: string, edit: ConversationEdit): Promise<void> {
    const { version, lines } = this.rows;
    const line = this.#lineOf(near, key);
    const text = lines.textOf(line);
    const { format, valid, value } = lines.exampleAt(line) ?? {};
    const conversation = format && value && valid ? format.toConversation(value) : undefined;
    const changed = conversation && edited(conversation, edit);
    if (!changed || !format) throw rowChanged(near);
    const edits = [changedPart(line, text, written(text, format, changed))];
    await this.#apply(edits, version, vscode.l10n.t('Edit'));
  }

  /** Where a row is by now: what it says tells it, and of rows that say the same, which is the nearest. */
  #lineOf(near: number, key: string): number {
    const line = lineWithKey(this.rows, near, key);
    if (line === undefined) throw rowChanged(near);
    return line;
  }

  /** Opens the example as plain text; saving writes it back to its line. */
  async editAsText(near: number, key: string): Promise<void> {
    await this.rows.requireEditable();
    const uri = this.rows.exampleUri?.(this.#lineOf(near, key));
    if (uri) await vscode.window.showTextDocument(uri, { preview: false, viewColumn: otherColumn() });
  }

  /** @param version of the rows that the edits are for: in another one they would land somewhere else */
  async #apply(edits: readonly TextEdit[], version: number, label: string): Promise<void> {
    await this.rows.requireEditable();
    await this.rows.apply({ edits }, version, label);
  }
}

function rowChanged(line: number): UserError {
  return new UserError(
    vscode.l10n.t("Line {0} changed in the meantime, so your edit wasn't applied.", line + 1),
    'ROW_CHANGED',
  );
}

/** Whatever has failed, what was typed can be kept. */
function withCopy(error: unknown, text: string): UserError {
  const copy = { kind: 'copyText', text } as const;
  const cause = { cause: error };
  if (error instanceof UserError)
    return new UserError(error.message, error.reason, [copy, ...error.nextSteps], cause);
  return new UserError(vscode.l10n.t("Your edit wasn't applied."), 'NOT_EDITED', [copy], cause);
}

/** Where a row with this key is: of several, the one nearest to where it was. */
export function lineWithKey(
  { lines, reach }: Pick<EditableRows, 'lines' | 'reach'>,
  near: number,
  key: string,
): number | undefined {
  const { lineCount } = lines;
  const says = (line: number) => line >= 0 && line < lineCount && keyOf(lines.textOf(line)) === key;
  for (let away = 0; away <= reach && (near - away >= 0 || near + away < lineCount); away++) {
    if (says(near - away)) return near - away;
    if (says(near + away)) return near + away;
  }
  return undefined;
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
