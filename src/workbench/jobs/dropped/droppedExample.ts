import { isFaultyRow } from '../../../tuning/google/errors/faultyRows';
import type { Workbench } from '../../workbench';
import { referenceIn } from '../openJob';

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
