import { randomUUID } from 'node:crypto';
import { lstatSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { openDraft } from '../../base/files/draft';
import { counted, grouped, type Noun } from '../../base/numbers';
import { UserError } from '../../base/userError';
import { largestText } from '../../dataset/files/largestText';
import { listedNames } from '../../dataset/import/columnNames';
import { FirstNotes } from '../../dataset/import/firstNotes';
import { type ImportCounts, importFile } from '../../dataset/import/importJob';
import { ImportError } from '../../dataset/import/record';
import { signalOf } from '../ui/cancellation';
import { setContext } from '../ui/contextKeys';
import type { Content } from '../ui/fileOnDisk';
import { readOnlyTextUri } from '../ui/readOnlyText';
import { workspaceOf } from '../ui/saving';

/** Where examples go: a file beside the source; undefined: a new document, which the user saves. */
type Place = string | undefined;

/** A name that no file and no link has, beside a source on this machine. In Restricted Mode nothing is written. */
export function freeNameBeside({ uri }: Content): Place {
  if (uri?.scheme !== 'file' || !vscode.workspace.isTrusted) return undefined;
  const { dir, name } = path.parse(uri.fsPath);
  for (let count = 1; ; count++) {
    const file = path.join(dir, `${name}${count === 1 ? '' : `-${count}`}.jsonl`);
    if (!lstatSync(file, { throwIfNoEntry: false })) return file;
  }
}

interface Task {
  readonly source: Content;
  readonly place: Place;
  readonly rowName: Noun;
}

/** Imports with progress, opens the result and tells of every row that is not in it, or not whole. */
export async function writeImported(task: Task, job: Parameters<typeof importFile>[0]): Promise<void> {
  const notes = new FirstNotes();
  const pieces: Uint8Array[] = [];
  let length = 0;
  const { place, source } = task;
  const within = source.uri && workspaceOf(source.uri);
  const draft = place === undefined ? undefined : await openDraft(place, { replace: false, within });
  try {
    const title = vscode.l10n.t('Importing {0}…', source.name);
    const location = vscode.ProgressLocation.Notification;
    const imported = await vscode.window.withProgress(
      { location, title, cancellable: true },
      (progress, token) =>
        importFile(
          job,
          {
            write: async (bytes) => {
              if (draft) await draft.write(bytes);
              else pieces.push(bytes);
              length += bytes.length;
              if (!draft && length > largestText) throw tooLarge(source);
            },
            note: (more) => notes.add(more),
            progress: (rows) => progress.report({ message: counted(rows, task.rowName) }),
          },
          signalOf(token),
        ),
    );
    if (imported.written === 0) {
      const reason = notes.kept[0]?.reason ?? '';
      const message = vscode.l10n.t('No row of {0} could be imported. {1}', source.name, reason);
      throw new UserError(message, 'NOTHING_IMPORTED');
    }
    await draft?.commit();
    setContext('tunewright.hasImported', true);
    await showResult(place, pieces);
    await tell(task, imported, notes);
  } catch (error) {
    if (error instanceof ImportError) throw new UserError(error.message, 'IMPORT', [], { cause: error });
    throw error;
  } finally {
    await draft?.discard();
  }
}

function tooLarge({ name, uri }: Content): UserError {
  const message = vscode.l10n.t(
    "The examples of {0} take more than 50 MB, which is too large for a new file in VS Code's editor.",
    name,
  );
  const remedy =
    uri?.scheme === 'file'
      ? vscode.l10n.t('Trust the workspace so that they can be written next to it.')
      : vscode.l10n.t('Save it in a folder on this computer, and import it from there.');
  return new UserError(`${message} ${remedy}`, 'TOO_LARGE');
}

async function showResult(place: Place, pieces: readonly Uint8Array[]): Promise<void> {
  if (place !== undefined) {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(place));
    return;
  }
  const content = Buffer.concat(pieces).toString();
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ language: 'jsonl', content }),
  );
}

async function tell(
  { source, rowName }: Task,
  { imported, rows, leftOut, partly, unused }: ImportCounts,
  notes: FirstNotes,
): Promise<void> {
  const sentences = [
    vscode.l10n.t('{0} of {1} imported.', grouped(imported), counted(rows, rowName)),
    ...(leftOut > 0 ? [vscode.l10n.t('Left out: {0}.', grouped(leftOut))] : []),
    ...(partly > 0 ? [vscode.l10n.t('Imported with losses: {0}.', grouped(partly))] : []),
    ...(unused.length > 0 ? [vscode.l10n.t('Not used: {0}.', listedNames(unused))] : []),
  ];
  if (notes.count === 0) {
    void vscode.window.showInformationMessage(sentences.join(' '));
    return;
  }
  const show = vscode.l10n.t('Show Details');
  // Not awaited: the source is at hand only while it is imported.
  void vscode.window.showWarningMessage(sentences.join(' '), show).then((chosen) => {
    if (chosen === show) return showNotes(source.name, rowName, notes);
  });
}

async function showNotes(name: string, rowName: Noun, { kept, count }: FirstNotes): Promise<void> {
  const head = vscode.l10n.t("Rows of {0} that weren't imported, or not with all that they have", name);
  const list = kept.map(({ number, reason, isImported }) =>
    isImported ? `${number}: ${reason} (${vscode.l10n.t('imported')})` : `${number}: ${reason}`,
  );
  const more = count > kept.length ? [vscode.l10n.t('… and {0} more', grouped(count - kept.length))] : [];
  const content = `${head} (${counted(count, rowName)})\n\n${[...list, ...more].join('\n')}\n`;
  const uri = readOnlyTextUri(`${name}.txt`, randomUUID(), content);
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
}
