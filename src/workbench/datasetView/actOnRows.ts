import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { TextEdit } from '../../dataset/checking/rule';
import { appendedLines } from '../../dataset/editing/appendedLines';
import { fixAll } from '../../dataset/editing/fixAll';
import { deleteRows, duplicateRows } from '../../dataset/editing/rowEdits';
import type { DatasetFormat } from '../../dataset/formats/format';
import { duplicateExample } from '../../dataset/rules/duplicateExample';
import type { DatasetDocuments } from '../editor/documents/datasetDocuments';
import { canHoldAll, requireLossless } from '../editor/documents/lossless';
import { isTooLarge } from '../editor/examples/largeFile';
import { openFile } from '../editor/examples/openFile';
import { findValidation, isValidation } from '../editor/pairs/pairPlaces';
import { workspaceEdit } from '../editor/problems/ranges';
import { rowsText } from '../ui/numberFormat';
import { requireTrust } from '../ui/trust';
import { applyTo, requireVersion } from './applyTo';

interface RowAction extends vscode.QuickPickItem {
  /** The question before more than one row goes, and its button. */
  readonly ask?: (rows: number) => readonly [question: string, yes: string];
  /** Of the rows those that it is about. */
  readonly meant: (lines: readonly number[]) => readonly number[];
  readonly edit: (lines: readonly number[]) => vscode.WorkspaceEdit | Promise<vscode.WorkspaceEdit>;
}

/** Asks what to do with rows of a document, and does it as one edit that can be undone. @param lines ascending */
export async function actOnRows(
  document: vscode.TextDocument,
  datasets: DatasetDocuments,
  lines: readonly number[],
): Promise<void> {
  requireTrust();
  await requireLossless(document);
  const { version } = document;
  const actions = actionsOn(document, datasets, await isValidation(document.uri));
  const title = vscode.l10n.t('Actions on {0}', rowsText(lines.length));
  const action = await vscode.window.showQuickPick(actions, { title });
  if (action === undefined) return;
  requireVersion(document, version);
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
    requireVersion(document, version); // other rows have these numbers in another one
    const edit = await action.edit(meant);
    if (edit.size === 0) return false;
    await applyTo(document, version, edit);
    return true;
  });
  if (!isDone) nothingToDo();
}

function nothingToDo(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t("There's nothing to change in these rows."));
}

function actionsOn(
  document: vscode.TextDocument,
  datasets: DatasetDocuments,
  isValidationFile: boolean,
): RowAction[] {
  const { l10n } = vscode;
  const all = (lines: readonly number[]) => lines;
  const own = (edits: readonly TextEdit[]) => workspaceEdit(document.uri, edits);
  const dataset = () => datasets.get(document);
  const isDuplicate = (line: number) =>
    dataset()
      ?.problemsAt(line)
      .some(({ rule }) => rule === duplicateExample.id) === true;
  const move: RowAction = {
    label: l10n.t('Move to Validation File'),
    detail: l10n.t('Adds the rows to the end of the paired validation file, and deletes them here.'),
    ask: (rows) => [l10n.t('Move {0} to the validation file?', rowsText(rows)), l10n.t('Move')],
    meant: (lines) => lines.filter((line) => !document.lineAt(line).isEmptyOrWhitespace),
    edit: (lines) => moved(document, lines, datasets),
  };
  return [
    {
      label: l10n.t('Fix All'),
      detail: l10n.t('Applies the fixes that need no decision to these rows. Duplicates are kept.'),
      meant: all,
      edit(lines) {
        const found = dataset();
        if (found === undefined) return own([]);
        const wanted = { wanted: ({ kind }: { readonly kind?: string }) => kind !== 'duplicate' };
        return own(
          fixAll(found, { ...wanted, document: datasets.optionsOf(document), lines: new Set(lines) }),
        );
      },
    },
    {
      label: l10n.t('Remove Duplicates'),
      detail: l10n.t('Deletes rows that are reported as duplicates. The first of each is kept.'),
      ask: (rows) => [l10n.t('Remove {0}?', rowsText(rows)), l10n.t('Remove')],
      meant: (lines) => lines.filter(isDuplicate),
      edit: (lines) => own(deleteRows(linesOf(document), lines)),
    },
    {
      label: l10n.t('Duplicate Rows'),
      detail: l10n.t('Adds a copy below each row.'),
      meant: all,
      edit: (lines) => own(duplicateRows(linesOf(document), lines, endOf(document))),
    },
    ...(isValidationFile ? [] : [move]),
    {
      label: l10n.t('Delete Rows'),
      detail: l10n.t('Deletes the rows from this file.'),
      ask: (rows) => [l10n.t('Delete {0}?', rowsText(rows)), l10n.t('Delete')],
      meant: all,
      edit: (lines) => own(deleteRows(linesOf(document), lines)),
    },
  ];
}

/** Both files in one edit: its undo offers to take both back. */
async function moved(
  document: vscode.TextDocument,
  lines: readonly number[],
  datasets: DatasetDocuments,
): Promise<vscode.WorkspaceEdit> {
  const uri = await findValidation(document.uri);
  if (uri === undefined)
    throw new UserError(
      vscode.l10n.t(
        '{0} has no validation file. Name one after it, such as train.jsonl and validation.jsonl, in the same folder.',
        nameOf(document.uri),
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
  const texts = lines.map((line) => document.lineAt(line).text);
  requireSameFormat(datasets.get(document)?.format, datasets.get(target)?.format, target.uri);
  if (!canHoldAll(target) && texts.some((text) => /[^\p{ASCII}]/u.test(text)))
    throw new UserError(
      vscode.l10n.t(
        "Can't add to {0}. Its encoding can't hold all characters of these rows. Save it as UTF-8 first.",
        nameOf(uri),
      ),
      'WRONG_ENCODING',
    );
  const { edit } = appendedLines({ ...linesOf(target), lineEnd: endOf(target) }, texts);
  const both = workspaceEdit(document.uri, deleteRows(linesOf(document), lines));
  both.set(uri, workspaceEdit(uri, [edit]).get(uri));
  return both;
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

function linesOf(document: vscode.TextDocument) {
  return { lineCount: document.lineCount, textOf: (line: number) => document.lineAt(line).text };
}

function endOf({ eol }: vscode.TextDocument): '\n' | '\r\n' {
  return eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}
