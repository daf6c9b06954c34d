import * as vscode from 'vscode';
import { objectAt } from '../../tuning/google/storage/storedObject';
import type { StoredFile } from '../../tuning/google/storage/trainingStorage';
import { sizeText } from '../jobs/tree/leftoverText';
import { pickStoredFile, storageOf } from '../launch/storedFile';
import { dateText } from '../ui/numberFormat';
import { askOne } from '../ui/steps';
import { requireTrust } from '../ui/trust';
import type { Workbench } from '../workbench';
import { checkInPlace } from './checkInPlace';
import { downloadAndOpen } from './downloadAndOpen';
import { peek } from './peek';

export type Act = (workbench: Workbench, object: StoredFile) => Promise<void>;

/** Asks for a file in Cloud Storage, unless it is given by its address, and for what to do with it. */
export async function openStoredFile(workbench: Workbench, argument: unknown): Promise<void> {
  requireTrust();
  await workbench.connections.connect(AbortSignal.timeout(30_000));
  const uri = typeof argument === 'string' ? argument : await pickStoredFile(workbench);
  const object = await objectAt(storageOf(workbench), uri, AbortSignal.timeout(60_000));
  const items: readonly (vscode.QuickPickItem & { readonly act: Act })[] = [
    {
      label: vscode.l10n.t('$(eye) Peek'),
      detail: vscode.l10n.t('Show the first rows with their problems. Nothing is saved.'),
      act: peek,
    },
    {
      label: vscode.l10n.t('$(checklist) Check in Place'),
      detail: vscode.l10n.t('Check all rows while they arrive. Nothing is saved.'),
      act: checkInPlace,
    },
    {
      label: vscode.l10n.t('$(cloud-download) Download and Open…'),
      detail: vscode.l10n.t('Save a copy that you can edit and upload back.'),
      act: downloadAndOpen,
    },
  ];
  const size = sizeText(object.bytes);
  const placeholder = object.updated
    ? vscode.l10n.t('{0}, changed {1}', size, dateText(object.updated))
    : size;
  const { act } = await askOne(uri, (ui) => ui.pick({ placeholder, items }));
  await act(workbench, object);
}
