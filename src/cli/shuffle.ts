import { counted } from '../base/numbers';
import { shuffled } from '../dataset/tools/draw';
import { writeInOrder } from '../dataset/tools/joinedRows';
import { command } from './command';
import { runOnRows } from './files/joined';
import { rowOutput } from './files/outputs';

/** `tunewright shuffle FILE…`: the same rows in another order. */
export const shuffle = command({
  name: 'shuffle',
  summary: 'Writes the rows in random order.',
  usage: ['FILE… [--seed TEXT] [--out FILE | --in-place] [options]'],
  details: 'The same seed gives the same order.',
  options: {
    seed: { type: 'string', value: 'TEXT', help: 'Seed for the random order (default: 1)' },
    ...rowOutput,
  },
  run: ({ values, positionals }) =>
    runOnRows(positionals, values, async (joined, write, signal) => {
      const { seed = '1' } = values;
      const written = await writeInOrder(joined, shuffled(joined, seed), write, signal);
      return { lines: [`${counted(written, 'row')} shuffled.`], facts: { seed } };
    }),
});
