import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { openDraft } from '../../base/files/draft';
import { counted, grouped, type Noun } from '../../base/numbers';
import { UserError } from '../../base/userError';
import { type ImportCounts, importFile, type NumberedNote } from '../../dataset/import/importJob';
import { ImportError } from '../../dataset/import/record';
import { signalOf } from '../ui/cancellation';
import type { Content } from '../ui/fileOnDisk';
import { readOnlyTextUri } from '../ui/readOnlyText';
import { workspaceOf } from '../ui/saving';

/** Where examples go: a file beside the source; undefined: a new document, which the user saves. */
type Place = string | undefined;

/** A name that no file has, beside a source on this machine. In Restricted Mode nothing is written. */
export function freeNameBeside({ uri }: Content): Place {
  if (uri?.scheme !== 'file' || !vscode.workspace.isTrusted) return undefined;
  const { dir, name } = path.parse(uri.fsPath);
  for (let count = 1; ; count++) {
    const file = path.join(dir, `${name}${count === 1 ? '' : `-${count}`}.jsonl`);
    if (!existsSync(file)) return file;
  }
}

interface Task {
  readonly source: Content;
  readonly place: Place;
  readonly rowName: Noun;
}

/** Imports with progress, opens the result and tells of every row that is not in it, or not whole. */
export async function writeImported(task: Task, job: Parameters<typeof importFile>[0]): Promise<void> {
  const notes: NumberedNote[] = [];
  const pieces: Uint8Array[] = [];
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
            },
            note: (more) => notes.push(...more),
            progress: (rows) => progress.report({ message: counted(rows, task.rowName) }),
          },
          signalOf(token),
        ),
    );
    if (imported.written === 0) {
      const reason = notes[0]?.reason ?? '';
      const message = vscode.l10n.t('No row of {0} could be imported. {1}', source.name, reason);
      throw new UserError(message, 'NOTHING_IMPORTED');
    }
    await draft?.commit();
    await showResult(place, pieces);
    await tell(task, imported, notes);
  } catch (error) {
    if (error instanceof ImportError) throw new UserError(error.message, 'IMPORT', [], { cause: error });
    throw error;
  } finally {
    await draft?.discard();
  }
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
  notes: readonly NumberedNote[],
): Promise<void> {
  const sentences = [
    vscode.l10n.t('{0} of {1} imported.', grouped(imported), counted(rows, rowName)),
    ...(leftOut > 0 ? [vscode.l10n.t('Left out: {0}.', grouped(leftOut))] : []),
    ...(partly > 0 ? [vscode.l10n.t('Imported with losses: {0}.', grouped(partly))] : []),
    ...(unused.length > 0 ? [vscode.l10n.t('Not used: {0}.', namesOf(unused))] : []),
  ];
  if (notes.length === 0) {
    void vscode.window.showInformationMessage(sentences.join(' '));
    return;
  }
  const show = vscode.l10n.t('Show Details');
  // Not awaited: the source is at hand only while it is imported.
  void vscode.window.showWarningMessage(sentences.join(' '), show).then((chosen) => {
    if (chosen === show) return showNotes(source.name, rowName, notes);
  });
}

/** Rows of JSON can have other keys each. */
function namesOf(columns: readonly string[]): string {
  const first = columns.slice(0, MOST_NAMED).map((name) => `"${name}"`);
  return [...first, ...(columns.length > MOST_NAMED ? ['…'] : [])].join(', ');
}

const MOST_NAMED = 20;

async function showNotes(name: string, rowName: Noun, notes: readonly NumberedNote[]): Promise<void> {
  const head = vscode.l10n.t("Rows of {0} that weren't imported, or not with all that they have", name);
  const list = notes.map(({ number, reason, isImported }) =>
    isImported ? `${number}: ${reason} (${vscode.l10n.t('imported')})` : `${number}: ${reason}`,
  );
  const content = `${head} (${counted(notes.length, rowName)})\n\n${list.join('\n')}\n`;
  const uri = readOnlyTextUri(`${name}.txt`, randomUUID(), content);
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
}
