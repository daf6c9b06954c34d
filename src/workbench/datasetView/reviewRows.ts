import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { Workbench } from '../workbench';

/** Marks the selected rows of the dataset view in front as reviewed, or as not reviewed when they all are. */
export async function reviewRows({ datasetPages }: Workbench): Promise<void> {
  const page = [...datasetPages].find(({ isInFront }) => isInFront);
  if (page) return page.review();
  throw new UserError(vscode.l10n.t('Open the dataset view of a file first.'), 'NO_DATASET_VIEW', [
    { kind: 'command', title: vscode.l10n.t('Open Dataset View'), command: 'tunewright.openDatasetView' },
  ]);
}
