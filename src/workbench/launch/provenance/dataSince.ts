import * as vscode from 'vscode';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import { type LineChanges, lineChanges } from '../../../tuning/droppedExamples/lineChanges';
import { numberText } from '../../ui/numberFormat';
import type { Launching } from '../launching';
import { currentFile } from './findTrainingFile';

/** What has become of the data of a launch, in a file as it is now. */
export type DataSince =
  | { readonly kind: 'same' }
  /** `changes` is undefined when nobody knows the lines of then. */
  | { readonly kind: 'changed'; readonly changes: LineChanges | undefined }
  | { readonly kind: 'gone' };

export async function dataSince(
  { id, data }: LaunchRecord,
  uri: vscode.Uri,
  lineMaps: Launching['lineMaps'],
): Promise<DataSince> {
  const file = await currentFile(uri);
  if (file === undefined) return { kind: 'gone' };
  if (file.sha256 === data.sha256) return { kind: 'same' };
  const before = await lineMaps.get(id);
  return { kind: 'changed', changes: before && lineChanges(before, await file.lines()) };
}

/** For a quick pick. */
export function sinceText(since: DataSince): string {
  switch (since.kind) {
    case 'same':
      return vscode.l10n.t('same data');
    case 'changed':
      return since.changes
        ? vscode.l10n.t('changed: {0}', changesText(since.changes))
        : vscode.l10n.t('changed since the launch');
    case 'gone':
      return vscode.l10n.t('no longer exists');
  }
}

/** `+1 −0 examples` */
function changesText({ added, removed }: LineChanges): string {
  return vscode.l10n.t('+{0} −{1} examples', numberText(added), numberText(removed));
}
