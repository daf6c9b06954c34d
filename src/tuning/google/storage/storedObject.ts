// Objects as people name them: gs://BUCKET/NAME.
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import { addressFault } from '../../../dataset/media/addresses';
import type { StoredFile, TrainingStorage } from './trainingStorage';

/** What is wrong with the address of an object; undefined when nothing is. */
export function objectAddressFault(uri: string): string | undefined {
  if (!uri.startsWith('gs://')) return l10n.t('Enter a URI such as gs://bucket/folder/file.jsonl.');
  return addressFault(uri)?.message;
}

/** The object as it is now. Rejects when it isn't there, or `uri` names none. */
export async function objectAt(
  storage: Pick<TrainingStorage, 'object'>,
  uri: string,
  signal: AbortSignal,
): Promise<StoredFile> {
  const fault = objectAddressFault(uri);
  if (fault !== undefined) throw new UserError(fault, 'ADDRESS');
  return storage.object(uri, signal);
}

/** Without its folders. */
export function nameOf({ name }: Pick<StoredFile, 'name'>): string {
  return name.split('/').findLast((part) => part !== '') ?? name;
}
