import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { type AppendedTo, appendedLines } from '../../dataset/editing/appendedLines';
import { deleteRows, duplicateRows, reorderRows } from '../../dataset/editing/rowEdits';
import type { DatasetFormat } from '../../dataset/formats/format';
import { shuffledRows } from '../../dataset/tools/draw';
import { canHoldAll, requireLossless } from '../editor/documents/lossless';
import { isTooLarge } from '../editor/documents/tooLarge';
import { openFile } from '../editor/examples/openFile';
import { findValidation, isValidation } from '../editor/pairs/pairPlaces';
import { workspaceEdit } from '../editor/problems/ranges';
import { rowsText } from '../ui/numberFormat';
import { askForSeed } from './askForSeed';
import { type EditableRows, type RowsChange, requireVersion } from './editableRows';

interface RowAction extends vscode.QuickPickItem {
  /** The question before more than one row goes, and its button. */
  readonly ask?: (rows: number) => readonly [question: string, yes: string];
  /** Of the rows those that it is about. */
  readonly meant: (lines: readonly number[]) => readonly number[];
  readonly change: (lines: readonly number[]) => RowsChange | Promise<RowsChange>;
}

/** What is done with rows, or to more than them, in a way of its own. */
export interface OtherAction extends vscode.QuickPickItem {
  readonly run: (rows: EditableRows) => Promise<void>;
}

/**
 * Asks what to do with rows, and does it as one step that can be undone.
 * @param lines ascending
 * @param others what else is offered
 */
export async function actOnRows(
  rows: EditableRows,
  lines: readonly number[],
  others: readonly OtherAction[],
): Promise<void> {
  const { version } = rows;
  await rows.requireEditable();
  requireVersion(rows, version); // `lines` are of it
  const actions = [...actionsOn(rows, await isValidation(rows.uri)), ...others];
  const title = vscode.l10n.t('Actions on {0}', rowsText(lines.length));
  const action = await vscode.window.showQuickPick(actions, { title });
  if (action === undefined) return;
  requireVersion(rows, version);
  if ('run' in action) return action.run(rows);
  const meant = action.meant(lines);
  if (meant.length === 0) return nothingToDo();
  const [question, yes] = (meant.length > 1 && action.ask?.(meant.length)) || [];
  if (question && yes) {
    const detail = vscode.l10n.t('You can undo this.');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  }
  const progress = { location: vscode.ProgressLocation.Notification, title: action.label };
  const isDone = await vscode.window.withProgress(progress, async () => {
    await new Promise((resolve) => setTimeout(resolve)); // lets the progress be seen before the work begins
    requireVersion(rows, version); // other rows have these numbers in another one
    const change = await action.change(meant);
    if (change.edits.length === 0) return false;
    await rows.apply(change, version, action.label);
    return true;
  });
  if (!isDone) nothingToDo();
}

function nothingToDo(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t("There's nothing to change in these rows."));
}

function actionsOn(rows: EditableRows, isValidationFile: boolean): RowAction[] {
  const { l10n } = vscode;
  const { lines: own } = rows;
  const all = (lines: readonly number[]) => lines;
  const move: RowAction = {
    label: l10n.t('Move to Validation File'),
    detail: l10n.t('Adds the rows to the end of the paired validation file, and deletes them here.'),
    ask: (count) => [l10n.t('Move {0} to the validation file?', rowsText(count)), l10n.t('Move')],
    meant: (lines) => withText(own, lines, tooMany),
    change: (lines) => moved(rows, lines),
  };
  return [
    {
      label: l10n.t('Fix All'),
      detail: l10n.t('Applies the fixes that need no decision to these rows. Duplicates are kept.'),
      meant: all,
      change: (lines) => ({ edits: rows.fixAll(lines) }),
    },
    {
      label: l10n.t('Remove Duplicates'),
      detail: l10n.t('Deletes rows that are reported as duplicates. The first of each is kept.'),
      ask: (count) => [l10n.t('Remove {0}?', rowsText(count)), l10n.t('Remove')],
      meant: (lines) => lines.filter((line) => rows.isDuplicate(line)),
      change: (lines) => ({ edits: deleteRows(own, lines) }),
    },
    {
      label: l10n.t('Duplicate Rows'),
      detail: l10n.t('Adds a copy below each row.'),
      meant: (lines) => {
        requireFew(own, lines, tooMany);
        return lines;
      },
      change: (lines) => ({ edits: duplicateRows(own, lines, own.lineEnd) }),
    },
    {
      label: l10n.t('Shuffle Rows…'),
      detail: l10n.t('Puts these rows in a random order, in the places that they have now.'),
      meant: (lines) => withText(own, lines, () => tooManyToShuffle(rows.uri)),
      change: (lines) => shuffledBySeed(rows, lines),
    },
    ...(isValidationFile ? [] : [move]),
    {
      label: l10n.t('Delete Rows'),
      detail: l10n.t('Deletes the rows from this file.'),
      ask: (count) => [l10n.t('Delete {0}?', rowsText(count)), l10n.t('Delete')],
      meant: all,
      change: (lines) => ({ edits: deleteRows(own, lines) }),
    },
  ];
}

/** Characters of rows that change places, or get copies, at once: their texts are held until they are saved. */
const mostMoved = 64 << 20;

function withText(
  own: EditableRows['lines'],
  lines: readonly number[],
  refusal: () => UserError,
): readonly number[] {
  requireFew(own, lines, refusal);
  return lines.filter((line) => own.textOf(line).trim() !== '');
}

function requireFew(own: EditableRows['lines'], lines: readonly number[], refusal: () => UserError): void {
  let left = mostMoved;
  for (const line of lines) {
    left -= own.textOf(line).length;
    if (left < 0) throw refusal();
  }
}

function tooMany(): UserError {
  return new UserError(vscode.l10n.t('These rows need too much memory at once. Select fewer.'), 'TOO_LARGE');
}

function tooManyToShuffle(uri: vscode.Uri): UserError {
  return new UserError(
    vscode.l10n.t(
      'These rows of {0} are too many to be shuffled here. Select fewer, or run {1} in a terminal.',
      nameOf(uri),
      'tunewright shuffle',
    ),
    'TOO_LARGE',
  );
}

async function shuffledBySeed({ lines }: EditableRows, rows: readonly number[]): Promise<RowsChange> {
  const seed = await askForSeed(vscode.l10n.t('Shuffle Rows'));
  if (seed === undefined) throw new vscode.CancellationError();
  return { edits: reorderRows(lines, rows, shuffledRows(Uint32Array.from(rows), seed), lines.lineEnd) };
}

async function moved(rows: EditableRows, lines: readonly number[]): Promise<RowsChange> {
  const uri = await findValidation(rows.uri);
  if (uri === undefined)
    throw new UserError(
      vscode.l10n.t(
        '{0} has no validation file. Name one after it, such as train.jsonl and validation.jsonl, in the same folder.',
        nameOf(rows.uri),
      ),
      'NO_VALIDATION_FILE',
    );
  if (await isTooLarge(uri))
    throw new UserError(
      vscode.l10n.t("Can't add to {0}. It's larger than 50 MB or has more than 500,000 lines.", nameOf(uri)),
      'TOO_LARGE',
    );
  const target = await openFile(uri);
  await requireLossless(target);
  const texts = lines.map((line) => rows.lines.textOf(line));
  requireSameFormat(rows.lines.format, rows.formatOf(target), target.uri);
  if (!canHoldAll(target) && texts.some((text) => /[^\p{ASCII}]/u.test(text)))
    throw new UserError(
      vscode.l10n.t(
        "Can't add to {0}. Its encoding can't hold all characters of these rows. Save it as UTF-8 first.",
        nameOf(uri),
      ),
      'WRONG_ENCODING',
    );
  const { edit } = appendedLines(linesOf(target), texts);
  return { edits: deleteRows(rows.lines, lines), beside: workspaceEdit(uri, [edit]) };
}

/** Rows of two formats in one file are an error in all of those of one. A file without rows takes any. */
function requireSameFormat(
  own: DatasetFormat | undefined,
  other: DatasetFormat | undefined,
  uri: vscode.Uri,
): void {
  if (!own || !other || own === other) return;
  throw new UserError(
    vscode.l10n.t(
      "Can't add to {0}. It has the format {1}, and these rows have the format {2}. Convert one of the files first.",
      nameOf(uri),
      other.label,
      own.label,
    ),
    'OTHER_FORMAT',
    [{ kind: 'convert', format: own.id, source: uri.toString() }],
  );
}

function linesOf(document: vscode.TextDocument): AppendedTo {
  return {
    lineCount: document.lineCount,
    textOf: (line) => document.lineAt(line).text,
    lineEnd: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
  };
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}
