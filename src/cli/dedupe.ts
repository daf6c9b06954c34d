import { counted, grouped } from '../base/numbers';
import { dedupe as deduped } from '../dataset/tools/dedupe';
import { type JoinedRows, placeOf, writeRowsOf } from '../dataset/tools/joinedRows';
import { command, UsageError } from './command';
import type { Input } from './files/inputs';
import { runOnRows } from './files/joined';
import { rowOutput } from './files/outputs';
import { tell } from './output';

/** `tunewright dedupe FILE…`: of rows that say the same, one stays. */
export const dedupe = command({
  name: 'dedupe',
  summary: 'Removes duplicate rows, also across files.',
  usage: ['FILE… [--near] [--keep first|last] [--out FILE | --in-place] [options]'],
  details:
    'Rows are duplicates if they say the same, however their JSON is written. All rows that remain are written in their order.',
  options: {
    near: { type: 'boolean', help: 'Also remove rows whose texts are nearly the same' },
    keep: { type: 'string', value: 'first|last', help: 'Which of the duplicates remains (default: first)' },
    list: { type: 'boolean', help: 'Print each row that is removed, and the row that remains' },
    ...rowOutput,
  },
  run: async ({ values, positionals }) => {
    const { keep = 'first', near = false } = values;
    if (keep !== 'first' && keep !== 'last') throw new UsageError('--keep must be first or last.');
    return runOnRows(positionals, values, async (joined, write, signal, inputs) => {
      const { kept, removed } = await deduped(joined, { near, keep, signal });
      await writeRowsOf(joined, kept, write, signal);
      const equal = removed.filter(({ isEqual }) => isEqual).length;
      if (values.list)
        for (const { row, like, isEqual } of removed)
          tell(
            `${nameOf(joined, inputs, row)}: ${isEqual ? 'same as' : 'nearly the same as'} ${nameOf(joined, inputs, like)}`,
          );
      return {
        lines: [
          `${grouped(kept.length)} of ${counted(joined.rows, 'row')} kept. Duplicates: ${grouped(equal)}${near ? `, near-duplicates: ${grouped(removed.length - equal)}` : ''}.`,
        ],
        facts: { kept: kept.length, duplicates: equal, nearDuplicates: removed.length - equal },
      };
    });
  },
});

function nameOf(joined: JoinedRows, inputs: readonly Input[], row: number): string {
  const { file, line } = placeOf(joined, row);
  return `${inputs[joined.files.indexOf(file)]?.name ?? ''}:${line + 1}`;
}
