import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { addressFault } from '../../dataset/media/addresses';
import { GoogleApiError } from '../../tuning/google/errors/googleApiError';
import { objectAddressFault } from '../../tuning/google/storage/storedObject';
import type { Bucket, TrainingStorage } from '../../tuning/google/storage/trainingStorage';
import type { Workbench } from '../workbench';

type Item = vscode.QuickPickItem & { readonly open?: string; readonly uri?: string };

/** Walks through buckets and folders to a training file; resolves to its `gs://` address. */
export async function pickStoredFile(workbench: Workbench): Promise<string> {
  const storage = storageOf(workbench);
  const signal = AbortSignal.timeout(600_000);
  const bucket = await pickBucket(storage, signal);
  if (bucket === undefined) return askAddress();
  for (let folder = ''; ; ) {
    const placeHolder = `gs://${bucket}/${folder}`;
    const chosen = await vscode.window.showQuickPick(rows(storage, bucket, folder, signal), { placeHolder });
    if (chosen === undefined) throw new vscode.CancellationError();
    if (chosen.uri !== undefined) return chosen.uri;
    folder = chosen.open ?? '';
  }
}

export function storageOf({ services }: Workbench): TrainingStorage {
  const storage = services.find((service) => service.storage)?.storage;
  if (storage !== undefined) return storage;
  throw new UserError(vscode.l10n.t('No tuning service supports files in Cloud Storage.'), 'NO_STORAGE');
}

/** Of a bucket of another project, or that may be read and not listed. */
async function askAddress(): Promise<string> {
  const meantBy = (text: string) => addressFault(text)?.meant ?? text;
  const uri = await vscode.window.showInputBox({
    title: vscode.l10n.t('Cloud Storage URI'),
    prompt: vscode.l10n.t('Enter a URI such as gs://bucket/folder/file.jsonl.'),
    ignoreFocusOut: true,
    validateInput: (text) => objectAddressFault(meantBy(text.trim())),
  });
  if (uri === undefined) throw new vscode.CancellationError();
  return meantBy(uri.trim());
}

/** Undefined: the user types an address. */
async function pickBucket(storage: TrainingStorage, signal: AbortSignal): Promise<string | undefined> {
  const items = bucketsOf(storage, signal).then((buckets) => [
    ...buckets.map(({ name, location }) => ({ label: `$(database) ${name}`, description: location, name })),
    { label: vscode.l10n.t('$(edit) Enter a URI…'), name: undefined },
  ]);
  const placeHolder = vscode.l10n.t('Select the bucket that contains the training file');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.name;
}

/** Who may read a bucket need not be allowed to list those of the project. */
async function bucketsOf(storage: TrainingStorage, signal: AbortSignal): Promise<readonly Bucket[]> {
  try {
    return await storage.buckets(signal);
  } catch (error) {
    if (error instanceof GoogleApiError && error.kind === 'noPermission') return [];
    throw error;
  }
}

async function rows(
  storage: TrainingStorage,
  bucket: string,
  folder: string,
  signal: AbortSignal,
): Promise<Item[]> {
  const { folders, files } = await storage.browse(bucket, folder, signal);
  const up: Item[] = folder === '' ? [] : [{ label: '$(arrow-up) ..', open: parentOf(folder) }];
  const short = (name: string) => name.slice(folder.length);
  return [
    ...up,
    ...folders.map((name): Item => ({ label: `$(folder) ${short(name)}`, open: name })),
    ...files
      .filter(({ name }) => name.endsWith('.jsonl'))
      .map(
        ({ name, uri, bytes }): Item => ({
          label: `$(file) ${short(name)}`,
          description: vscode.l10n.t('{0} KB', Math.ceil(bytes / 1000)),
          uri,
        }),
      ),
  ];
}

function parentOf(folder: string): string {
  return folder.replace(/[^/]+\/$/, '');
}
