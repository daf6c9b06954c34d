import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { TrainingStorage } from '../../tuning/google/storage/trainingStorage';
import type { Workbench } from '../workbench';

type Item = vscode.QuickPickItem & { readonly open?: string; readonly uri?: string };

/** Walks through buckets and folders to a training file; resolves to its `gs://` address. */
export async function pickStoredFile({ services }: Workbench): Promise<string> {
  const storage = services.find((service) => service.storage)?.storage;
  if (storage === undefined)
    throw new UserError(vscode.l10n.t('No tuning service supports files in Cloud Storage.'), 'NO_STORAGE');
  const signal = AbortSignal.timeout(600_000);
  const bucket = await pickBucket(storage, signal);
  for (let folder = ''; ; ) {
    const placeHolder = `gs://${bucket}/${folder}`;
    const chosen = await vscode.window.showQuickPick(rows(storage, bucket, folder, signal), { placeHolder });
    if (chosen === undefined) throw new vscode.CancellationError();
    if (chosen.uri !== undefined) return chosen.uri;
    folder = chosen.open ?? '';
  }
}

async function pickBucket(storage: TrainingStorage, signal: AbortSignal): Promise<string> {
  const items = storage
    .buckets(signal)
    .then((buckets) =>
      buckets.map(({ name, location }) => ({ label: `$(database) ${name}`, description: location, name })),
    );
  const placeHolder = vscode.l10n.t('Select the bucket that contains the training file');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.name;
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
