import * as vscode from 'vscode';
import type { TuningJob } from '../../../tuning/contract/job';
import { type FaultyRow, isFaultyRow } from '../../../tuning/google/errors/faultyRows';
import { failureOf } from '../../../tuning/google/errors/jobFailure';
import { pickValue } from '../../ui/pickValue';
import type { Workbench } from '../../workbench';
import { targetJob } from '../commandTargets';
import { referenceIn } from '../openJob';
import { rowTitle } from '../page/jobFacts';

/** Opens the training file of a failed job at the row that the service names, of several at one that the user picks. */
export async function goToFailedRow(workbench: Workbench, argument: unknown): Promise<void> {
  const rowsOf = (job: TuningJob) => failureOf(job)?.rows ?? [];
  const placeHolder = vscode.l10n.t('Select a failed job');
  const job = await targetJob(workbench, argument, (one) => rowsOf(one).length > 0, placeHolder);
  const items = rowsOf(job).map((value) => ({ label: rowTitle(value), value }));
  const [only, ...others] = items;
  const row =
    only && others.length === 0
      ? only.value
      : await pickValue<FaultyRow>(items, vscode.l10n.t('Select a row to go to'));
  await workbench.droppedExamples.reveal(job, row);
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
