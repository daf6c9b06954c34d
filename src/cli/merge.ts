import { counted } from '../base/numbers';
import { allRows, writeRowsOf } from '../dataset/tools/joinedRows';
import { command } from './command';
import { runOnRows } from './files/joined';
import { rowOutput } from './files/outputs';

const { 'in-place': _, ...outputs } = rowOutput;

/** `tunewright merge FILES…`: one file after the other. */
export const merge = command({
  name: 'merge',
  summary: 'Merges datasets of the same format into one.',
  usage: ['FILE… [--out FILE] [options]'],
  details:
    'Rows are kept byte for byte, one file after the other. To remove duplicates, use dedupe with the same files.',
  options: outputs,
  run: ({ values, positionals }) =>
    runOnRows(positionals, values, async (joined, write, signal, inputs) => {
      const written = await writeRowsOf(joined, allRows(joined), write, signal);
      return {
        lines: [`${counted(written, 'row')} of ${counted(inputs.length, 'file')} merged.`],
        facts: {
          files: joined.files.map(({ lines, blank }, at) => ({
            path: inputs[at]?.name,
            rows: lines - blank,
          })),
        },
      };
    }),
});
