import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isTunedModel } from '../tuning/models/promptedModel';
import type { EvaluationTarget, Seen } from './results/records';
import { datasetRows } from './rows';
import { seenIn, seenLines } from './seen';

/** The lines of a dataset that stand in one of the training files. Rejects with a `UserError` when one is no training file. */
export async function readSeen(
  dataset: { readonly path: string; readonly text: string },
  files: readonly string[],
): Promise<ReadonlyMap<number, Seen>> {
  if (files.length === 0) return new Map();
  const { rows } = datasetRows(dataset.text, dataset.path);
  const each = await Promise.all(
    files.map(async (file) =>
      seenIn({ name: path.basename(file), text: await readFile(file, 'utf8') }, rows),
    ),
  );
  return seenLines(rows, each);
}

/** A tuned model with what it was tuned on, as far as it was said. */
export function withTraining(target: EvaluationTarget, files: readonly string[]): EvaluationTarget {
  if (!isTunedModel(target.model)) return target;
  const name = files.map((file) => path.basename(file)).join(', ');
  return { ...target, training: name === '' ? { kind: 'unknown' } : { kind: 'file', name } };
}
