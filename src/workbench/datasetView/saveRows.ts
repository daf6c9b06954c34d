import { isUtf8 } from 'node:buffer';
import * as vscode from 'vscode';
import { openDraft } from '../../base/files/draft';
import { isSameStamp, stampOf } from '../../base/files/fileStamp';
import { UserError } from '../../base/userError';
import { editedBytes } from '../../dataset/rows/editedBytes';
import { numberText } from '../ui/numberFormat';
import { askWhere, workspaceOf } from '../ui/saving';
import { requireTrust } from '../ui/trust';
import type { FileRows } from './fileRows';

/** Milliseconds that writing takes before it is shown. */
const patience = 500;
/** Characters of rows that were deleted or replaced, which an undo after saving brings back. */
const mostUndone = 32 << 20;

/**
 * Writes the file with its edits beside it, and gives that its name. What somebody else has written meanwhile is asked about.
 * @throws CancellationError when the person leaves, and nothing is written
 */
export async function saveRows(rows: FileRows, token: vscode.CancellationToken): Promise<void> {
  requireTrust();
  await rows.saving(() => saveInTurn(rows, token));
}

async function saveInTurn(rows: FileRows, token: vscode.CancellationToken): Promise<void> {
  await rows.ready;
  if (token.isCancellationRequested) throw new vscode.CancellationError();
  if (rows.stranded) return saveStranded(rows, token);
  if (!rows.rows?.isEdited) return;
  const state = await rows.file.state();
  if (state === 'overwritten') {
    await rows.start(rows.backup()); // keeps the edits aside
    return saveStranded(rows, token);
  }
  if (state === 'replaced' && (await askAboutReplaced(rows, token)) === 'done') return;
  await writeRows(rows, token);
}

/** Another program has put another version in the place of the one that the edits are for. */
async function askAboutReplaced(rows: FileRows, token: vscode.CancellationToken): Promise<'write' | 'done'> {
  const { l10n } = vscode;
  const overwrite = l10n.t('Overwrite');
  const saveAs = l10n.t('Save As…');
  const revert = l10n.t('Discard Edits');
  const chosen = await vscode.window.showWarningMessage(
    l10n.t('{0} changed on disk. Which version do you want to keep?', rows.name),
    {
      modal: true,
      detail: l10n.t(
        'Overwrite replaces the version on disk with yours. Save As keeps both. Discard Edits keeps the version on disk.',
      ),
    },
    overwrite,
    saveAs,
    revert,
  );
  if (chosen === overwrite) return 'write';
  if (chosen === saveAs) await writeElsewhere(rows, await askPlace(rows), token);
  else if (chosen !== revert) throw new vscode.CancellationError();
  await rows.start();
  return 'done';
}

/** Of the version that the edits are for, only the new texts are left. */
async function saveStranded(rows: FileRows, token: vscode.CancellationToken): Promise<void> {
  const { l10n } = vscode;
  const texts = rows.stranded?.edits.texts ?? [];
  const saveAs = l10n.t('Save Edited Rows As…');
  const revert = l10n.t('Discard Edits');
  const chosen = await vscode.window.showWarningMessage(
    l10n.t('{0} was overwritten on disk, so your edits no longer fit its rows.', rows.name),
    {
      modal: true,
      detail: l10n.t(
        'You can save the rows that you changed or added ({0}) to another file, or discard your edits. The version on disk stays as it is.',
        numberText(texts.length),
      ),
    },
    ...(texts.length > 0 ? [saveAs] : []),
    revert,
  );
  if (chosen === saveAs)
    await write(
      await askPlace(rows),
      texts.map((text) => Buffer.from(text)),
      rows,
      token,
    );
  else if (chosen !== revert) throw new vscode.CancellationError();
  await rows.start();
}

async function askPlace(rows: FileRows): Promise<string> {
  const { uri } = rows;
  const proposed = rows.name.replace(/(\.[^.]*)?$/, '.edited$1');
  const target = await askWhere({
    title: vscode.l10n.t('Save As'),
    defaultUri: vscode.Uri.joinPath(uri, '..', proposed),
    filters: { JSONL: ['jsonl'] },
  });
  return requireOther(rows, target);
}

/** A file on this machine that is not the one that is open. */
function requireOther({ uri, name }: FileRows, target: vscode.Uri): string {
  if (target.scheme !== 'file')
    throw new UserError(vscode.l10n.t('Select a local folder to save {0} to.', name), 'NOT_LOCAL');
  if (target.fsPath !== uri.fsPath) return target.fsPath;
  throw new UserError(vscode.l10n.t('Enter another name: {0} is open.', name), 'SAME_FILE');
}

/** The file with its edits, elsewhere; the file itself stays as it is. */
export function saveRowsAs(rows: FileRows, target: string, token: vscode.CancellationToken): Promise<void> {
  requireTrust();
  return rows.saving(() => writeElsewhere(rows, target, token));
}

async function writeElsewhere(
  rows: FileRows,
  target: string,
  token: vscode.CancellationToken,
): Promise<void> {
  const edited = rows.rows;
  if (!edited) throw notReady(rows);
  await rows.file.reading((file) =>
    write(target, editedBytes(file, rows.starts, edited, rows.ends), rows, token),
  );
}

async function writeRows(rows: FileRows, token: vscode.CancellationToken): Promise<void> {
  const { path } = rows.file;
  const { rows: edited, version } = rows;
  if (!edited) throw notReady(rows);
  const before = await stampOf(path);
  const file = (await rows.file.hold()) && rows.file.held;
  if (!file) throw changedMeanwhile(rows);
  const lost = lostTexts(rows);
  await write(path, editedBytes(file, rows.starts, edited, rows.ends), rows, token, async () => {
    // Nobody may have written in between, neither where it is read from nor where it goes.
    const isHeld = isSameStamp(await stampOf(file), rows.file.stamp);
    if (!isHeld || !isSameStamp(await stampOf(path), before) || rows.version !== version)
      throw changedMeanwhile(rows);
    if (process.platform === 'win32') await rows.file.release(); // it renames nothing over an open file
  });
  await rows.saved(lost);
}

/** Undefined when there are too many, or one can't be kept as a text. */
function lostTexts(rows: FileRows): Map<number, string> | undefined {
  const found = new Map<number, string>();
  let characters = 0;
  for (const row of rows.rows?.lostRows() ?? []) {
    const range = rows.starts.rangeOf(row);
    if (!range) continue;
    characters += range.end - range.start;
    if (characters > mostUndone) return undefined;
    const bytes = rows.file.bytesNow(range);
    if (!isUtf8(bytes)) return undefined;
    found.set(row, bytes.toString('utf8'));
  }
  return found;
}

/** @param ready stands between the whole draft and its name */
async function write(
  target: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  rows: FileRows,
  token: vscode.CancellationToken,
  ready: () => Promise<void> = async () => {},
): Promise<void> {
  await shownLater(vscode.l10n.t('Saving {0}', rows.name), token, async (report, isCancelled) => {
    const uri = vscode.Uri.file(target);
    const draft = await openDraft(target, { replace: true, within: workspaceOf(uri) });
    try {
      const whole = Math.max(1, rows.file.stamp?.size ?? 0);
      let done = 0;
      for await (const bytes of pieces) {
        if (isCancelled()) throw new vscode.CancellationError();
        await draft.write(bytes);
        done += bytes.length;
        report(Math.min(1, done / whole));
      }
      await draft.seal();
      if (isCancelled()) throw new vscode.CancellationError();
      await ready();
      await draft.commit();
    } finally {
      await draft.discard();
    }
  });
}

/** Work that is shown, and can be cancelled, as soon as it takes longer. */
async function shownLater(
  title: string,
  token: vscode.CancellationToken,
  work: (report: (share: number) => void, isCancelled: () => boolean) => Promise<void>,
): Promise<void> {
  let shown: vscode.Progress<{ increment?: number }> | undefined;
  let isCancelled = false;
  let before = 0;
  const working = work(
    (share) => {
      shown?.report({ increment: (share - before) * 100 });
      if (shown) before = share;
    },
    () => isCancelled || token.isCancellationRequested,
  );
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, async (progress, stop) => {
      shown = progress;
      stop.onCancellationRequested(() => {
        isCancelled = true;
      });
      await working.catch(() => undefined);
    });
  }, patience);
  try {
    await working;
  } finally {
    clearTimeout(timer);
  }
}

function changedMeanwhile({ name }: FileRows): UserError {
  return new UserError(
    vscode.l10n.t("{0} changed on disk while it was being saved, so it wasn't saved. Save it again.", name),
    'CHANGED',
  );
}

function notReady({ name }: FileRows): UserError {
  return new UserError(
    vscode.l10n.t('{0} is still being read. Wait until its rows are counted.', name),
    'NOT_READY',
  );
}
