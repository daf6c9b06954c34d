import * as vscode from 'vscode';
import { type FaultyRow, isFaultyRow } from '../../../tuning/google/errors/faultyRows';
import { failureOf } from '../../../tuning/google/errors/jobFailure';
import { pickValue } from '../../ui/pickValue';
import type { Workbench } from '../../workbench';
import { jobIn } from '../commandTargets';
import { referenceIn } from '../openJob';
import { rowTitle } from '../page/jobFacts';

/** Opens the training file of a failed job at the row that the service names, of several at one that the user picks. */
export async function goToFailedRow({ droppedExamples }: Workbench, argument: unknown): Promise<void> {
  const job = jobIn(argument);
  const rows = job ? (failureOf(job)?.rows ?? []) : [];
  if (job === undefined || rows[0] === undefined) throw new Error('Not a job that names its rows.');
  const items = rows.map((value: FaultyRow) => ({ label: rowTitle(value), value }));
  const row = rows.length === 1 ? rows[0] : await pickValue(items, vscode.l10n.t('Select a row to go to'));
  await droppedExamples.reveal(job, row);
}

/** Opens the training file of a job at a row that the service told of. Called by links of our own. */
export async function revealDroppedExample(
  { droppedExamples }: Workbench,
  job: unknown,
  row: unknown,
): Promise<void> {
  const reference = referenceIn(job);
  if (reference === undefined || !isFaultyRow(row)) throw new Error('Not a row of a job.');
  await droppedExamples.reveal(reference, row);
}

/** Takes the diagnostic of an example away, or of all that a job has dropped. Called by quick fixes of our own. */
export async function dismissDroppedExample(
  { droppedExamples }: Workbench,
  job: unknown,
  id: unknown,
): Promise<void> {
  const reference = referenceIn(job);
  if (reference === undefined) throw new Error('Not a job.');
  await droppedExamples.dismiss(reference, typeof id === 'string' ? id : undefined);
}
