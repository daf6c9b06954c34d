import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { openDraft } from '../../base/files/draft';
import { UserError } from '../../base/userError';
import { jsonLinesEndings } from '../../dataset/files/fileNames';
import { copyId } from '../../tuning/google/storage/storedCopies';
import type { StoredFile } from '../../tuning/google/storage/trainingStorage';
import { showDatasetView } from '../datasetView/openDatasetView';
import { isTooLarge } from '../editor/documents/tooLarge';
import { sizeText } from '../jobs/tree/leftoverText';
import { storageOf } from '../launch/storedFile';
import { signalOf } from '../ui/cancellation';
import { askWhere, workspaceOf } from '../ui/saving';
import type { Workbench } from '../workbench';

/**
 * Saves an object where the user chooses, remembers where it came from, and opens it.
 * @param kept the path of another version, which stays
 */
export async function downloadAndOpen(
  workbench: Workbench,
  object: StoredFile,
  kept?: string,
): Promise<void> {
  const target = await askForTarget(object, kept);
  await download(workbench, object, target);
  if (await isTooLarge(target)) await showDatasetView(target);
  else await vscode.window.showTextDocument(target);
}

async function askForTarget(object: StoredFile, kept: string | undefined): Promise<vscode.Uri> {
  const plain = object.name.split('/').at(-1) || 'dataset.jsonl';
  const name = kept === undefined ? plain : plain.replace(/(\.[^.]*)?$/, `.${object.generation}$1`);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await askWhere({
    title: vscode.l10n.t('Download {0}', object.uri),
    saveLabel: vscode.l10n.t('Download'),
    filters: { JSONL: [...jsonLinesEndings] },
    ...(folder?.scheme === 'file' && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (target.scheme !== 'file')
    throw new UserError(vscode.l10n.t('Files can be downloaded to local folders only.'), 'NOT_LOCAL');
  if (target.fsPath === kept)
    throw new UserError(
      vscode.l10n.t('{0} holds your changes. Download the other version to another file.', plain),
      'KEPT',
    );
  return target;
}

/** Nothing is there, or what was there stays, until all of it has arrived and its checksum is right. */
export async function download(workbench: Workbench, object: StoredFile, target: vscode.Uri): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Downloading {0}', object.uri),
    cancellable: true,
  };
  const hash = createHash('sha256');
  const path = target.fsPath;
  // The user chose the place in a dialog, which asks about a file that is there.
  const draft = await openDraft(path, { replace: true, within: workspaceOf(target) });
  try {
    await vscode.window.withProgress(options, async (progress, token) => {
      let done = 0;
      let percent = 0;
      for await (const piece of storageOf(workbench).content(object, undefined, signalOf(token))) {
        hash.update(piece);
        await draft.write(piece);
        done += piece.length;
        const now = Math.floor((done / object.bytes) * 100);
        const message = vscode.l10n.t('{0} of {1}', sizeText(done), sizeText(object.bytes));
        if (now > percent) progress.report({ increment: now - percent, message });
        percent = now;
      }
    });
    await draft.commit();
  } finally {
    await draft.discard();
  }
  const { uri, generation } = object;
  const { realm } = workbench.connections;
  if (realm === undefined) return; // disconnected meanwhile: the file is there all the same
  const sha256 = hash.digest('hex');
  await workbench.storedCopies.put({ id: copyId(realm, path), realm, path, uri, generation, sha256 });
}
