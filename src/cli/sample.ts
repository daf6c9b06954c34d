import { counted, grouped } from '../base/numbers';
import { sampled } from '../dataset/tools/draw';
import { RowFileError } from '../dataset/tools/fileFormat';
import { writeRowsOf } from '../dataset/tools/joinedRows';
import { command, positive, UsageError } from './command';
import { runOnRows } from './files/joined';
import { rowOutput } from './files/outputs';

/** `tunewright sample N FILE…`: some rows, drawn at random. */
export const sample = command({
  name: 'sample',
  summary: 'Draws N random rows and writes them in their order.',
  usage: ['N FILE… [--by label] [--seed TEXT] [--out FILE | --in-place] [options]'],
  details: 'The same seed draws the same rows. If the files have no more than N rows, all are written.',
  options: {
    by: { type: 'string', value: 'label', help: 'Draw each label in its share of the rows' },
    seed: { type: 'string', value: 'TEXT', help: 'Seed for the random draw (default: 1)' },
    ...rowOutput,
  },
  run: async ({ values, positionals: [count, ...files] }) => {
    if (count === undefined) throw new UsageError('Specify the number of rows, and at least one file.');
    const wanted = positive('N', count);
    if (values.by !== undefined && values.by !== 'label') throw new UsageError('--by must be label.');
    return runOnRows(files, values, async (joined, write, signal) => {
      const byAnswer = values.by === 'label';
      if (byAnswer && joined.files.every(({ labels }) => labels === undefined))
        throw new RowFileError('No labels found. The outputs are too many or too long to be labels.');
      const rows = sampled(joined, wanted, { seed: values.seed ?? '1', byAnswer });
      const written = await writeRowsOf(joined, rows, write, signal);
      return {
        lines: [`${grouped(written)} of ${counted(joined.rows, 'row')} drawn.`],
        facts: { drawn: written, seed: values.seed ?? '1' },
      };
    });
  },
});
