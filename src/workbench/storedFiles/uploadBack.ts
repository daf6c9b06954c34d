import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { DiskFile } from '../../tuning/contract/service';
import type { ObjectChanged } from '../../tuning/google/storage/storedContent';
import { copyAt, type StoredCopy } from '../../tuning/google/storage/storedCopies';
import type { StoredFile } from '../../tuning/google/storage/trainingStorage';
import { diskFile, sameBytes } from '../../tuning/launch/onDisk/trainingBytes';
import { resourceInFront } from '../editor/documents/foundDatasets';
import { requireLossless } from '../editor/documents/lossless';
import { requireSaved } from '../editor/examples/largeFile';
import { sizeText } from '../jobs/tree/leftoverText';
import { storageOf } from '../launch/storedFile';
import { signalOf } from '../ui/cancellation';
import { dateText } from '../ui/numberFormat';
import { requireTrust } from '../ui/trust';
import type { Workbench } from '../workbench';
import { downloadAndOpen } from './downloadAndOpen';

/** Uploads a file to where it was downloaded from, unless somebody has changed that meanwhile; then the user decides. */
export async function uploadBack(workbench: Workbench, argument: unknown): Promise<void> {
  requireTrust();
  const { storedCopies, connections } = workbench;
  const file = await savedFile(argument instanceof vscode.Uri ? argument : resourceInFront());
  await connections.connect(AbortSignal.timeout(30_000));
  const copy = await copyAt(storedCopies, connections.realm ?? '', file.path, file.sha256);
  if (copy === undefined) throw neverDownloaded(file);
  const unlock = await storedCopies.lock(copy.id);
  if (unlock === undefined) {
    throw new UserError(vscode.l10n.t('{0} is being uploaded in another window.', file.name), 'BUSY', [
      { kind: 'breakLock', lock: storedCopies.lockOf(copy.id) },
    ]);
  }
  try {
    await uploadWhenAgreed(workbench, file, copy);
  } finally {
    await unlock();
  }
}

async function uploadWhenAgreed(workbench: Workbench, file: DiskFile, copy: StoredCopy): Promise<void> {
  const { uri } = copy;
  let seen = await storageOf(workbench).stat(uri, AbortSignal.timeout(60_000));
  for (;;) {
    if (seen?.generation === copy.generation && file.sha256 === copy.sha256) {
      const same = vscode.l10n.t("{0} has no changes to upload: it's what {1} has.", file.name, uri);
      void vscode.window.showInformationMessage(same);
      return;
    }
    const answer = await agree(file, copy, seen);
    if (answer === 'download' && seen) return downloadAndOpen(workbench, seen, file.path);
    try {
      const { generation } = await upload(workbench, file, uri, seen?.generation ?? '0');
      await workbench.storedCopies.put({ ...copy, generation, sha256: file.sha256 });
      void vscode.window.showInformationMessage(vscode.l10n.t('Uploaded {0} to {1}.', file.name, uri));
      return;
    } catch (error) {
      if (!isObjectChanged(error)) throw error;
      seen = error.now; // it is told, and asked about anew
    }
  }
}

/** By its name: its class comes with Google's library, in a bundle of its own. */
function isObjectChanged(error: unknown): error is ObjectChanged {
  return error instanceof UserError && error.name === 'ObjectChanged';
}

async function agree(
  file: DiskFile,
  copy: StoredCopy,
  seen: StoredFile | undefined,
): Promise<'upload' | 'download'> {
  const { uri } = copy;
  const size = sizeText(file.size);
  const ask = async (message: string, detail: string, ...choices: string[]) => {
    const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, ...choices);
    if (chosen === undefined) throw new vscode.CancellationError();
    return chosen;
  };
  if (seen === undefined) {
    await ask(
      vscode.l10n.t('{0} was deleted since you downloaded it. Upload {1} anyway?', uri, file.name),
      vscode.l10n.t('This creates the file again ({0}).', size),
      vscode.l10n.t('Upload'),
    );
    return 'upload';
  }
  const when = seen.updated === undefined ? '' : dateText(seen.updated);
  if (seen.generation === copy.generation) {
    await ask(
      vscode.l10n.t('Upload {0} to {1}?', file.name, uri),
      vscode.l10n.t('{0} replaces {1} from {2}.', size, sizeText(seen.bytes), when),
      vscode.l10n.t('Upload'),
    );
    return 'upload';
  }
  const other = vscode.l10n.t('Download Other Version…');
  const chosen = await ask(
    vscode.l10n.t('{0} was changed in Cloud Storage since you downloaded it. Replace it?', uri),
    vscode.l10n.t(
      'It was changed on {0} and has {1} now. {2} with {3} would replace that version. To keep both, download the other version to another file first.',
      when,
      sizeText(seen.bytes),
      file.name,
      size,
    ),
    vscode.l10n.t('Replace'),
    other,
  );
  return chosen === other ? 'download' : 'upload';
}

function upload(workbench: Workbench, file: DiskFile, uri: string, generation: string): Promise<StoredFile> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Uploading {0} to {1}', file.name, uri),
    cancellable: true,
  };
  const bytes = { length: file.size, pieces: () => sameBytes(file) };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, token) => {
      let percent = 0;
      const onProgress = ({ sentBytes, totalBytes }: { sentBytes: number; totalBytes: number }) => {
        const now = Math.floor((sentBytes / Math.max(1, totalBytes)) * 100);
        if (now > percent) progress.report({ increment: now - percent });
        percent = Math.max(percent, now);
      };
      return storageOf(workbench).replace({ uri, generation, bytes, onProgress }, signalOf(token));
    }),
  );
}

/** As it is on disk; what is typed is saved first. */
async function savedFile(uri: vscode.Uri | undefined): Promise<DiskFile> {
  if (uri?.scheme !== 'file')
    throw new UserError(vscode.l10n.t('Open the local file that you want to upload first.'), 'NO_FILE');
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (document?.isDirty) {
    await requireLossless(document);
    if (!(await document.save()))
      throw new UserError(vscode.l10n.t("Couldn't save the file, so it wasn't uploaded."), 'NOT_SAVED');
  } else requireSaved(uri); // rows of a large file are edited in no text document
  return diskFile(uri.fsPath, uri.path.split('/').at(-1) ?? '');
}

function neverDownloaded({ name }: DiskFile): UserError {
  return new UserError(
    vscode.l10n.t(
      "Tunewright doesn't know where {0} belongs in Cloud Storage: it wasn't downloaded by Open File in Cloud Storage…, or was moved and changed since.",
      name,
    ),
    'NO_ORIGIN',
    [
      {
        kind: 'command',
        title: vscode.l10n.t('Open File in Cloud Storage…'),
        command: 'tunewright.openStoredFile',
      },
    ],
  );
}
