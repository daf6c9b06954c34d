import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { counted, grouped } from '../base/numbers';
import type { EvaluationPlan } from '../evaluation/plan';
import type { EvaluationTarget, Seen } from '../evaluation/results/records';
import { datasetRows } from '../evaluation/rows';
import { seenIn, seenLines } from '../evaluation/seen';
import { isTunedModel } from '../tuning/models/promptedModel';

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

/** What the confirmation says of rows that were seen in training. */
export function seenSentences({ header, askable, rows }: EvaluationPlan): readonly string[] {
  const { all, exact, near } = askable;
  const unknown = header.targets.filter(({ training }) => training?.kind === 'unknown');
  const isAsked = rows.some(({ seen }) => seen);
  return [
    ...(exact + near > 0
      ? [
          `${grouped(exact + near)} of ${counted(all, 'row')} are in the training data (${grouped(exact)} exact, ${grouped(near)} near). ${
            isAsked
              ? 'They are evaluated, too, and reported separately.'
              : 'They are skipped. To evaluate them, too, use --with-seen.'
          }`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `Training data unknown for ${unknown.map(({ label }) => label).join(', ')}. Name it with --training FILE: results on rows that a model was tuned on measure memorization.`,
        ]
      : []),
  ];
}
