import { counted, grouped } from '../base/numbers';
import { formats } from '../dataset/formats/index';
import { ScanPool } from '../dataset/scan/blocks';
import { convertRows } from '../dataset/tools/convertRows';
import { RowFileError, readRowFile } from '../dataset/tools/fileFormat';
import { command, Exit, UsageError } from './command';
import { withInput } from './files/inputs';
import { rowOutput, tellResult, writeRows } from './files/outputs';
import { findProject } from './files/project';
import { runTool } from './files/runTool';
import { tell } from './output';

const writable = formats.filter(({ importOnly }) => !importOnly);

/** `tunewright convert FILE --to FORMAT`: the same examples, written as another service takes them. */
export const convert = command({
  name: 'convert',
  summary: 'Converts a dataset to another format.',
  usage: ['FILE --to FORMAT [--from FORMAT] [--out FILE | --in-place] [options]'],
  details:
    "What the new format has no place for is reported with its line. Rows that can't be converted are left out and reported.",
  options: {
    to: {
      type: 'string',
      value: 'FORMAT',
      help: `Format to write: ${writable.map(({ id }) => id).join(', ')}`,
    },
    from: {
      type: 'string',
      value: 'FORMAT',
      help: 'Format of FILE (default: the format of most of its rows)',
    },
    'whole-only': { type: 'boolean', help: 'Also leave out rows that would lose something' },
    ...rowOutput,
  },
  exits: { [Exit.ErrorsFound]: 'Done, but some rows were left out or lost something.' },
  run: ({ values, positionals }) =>
    runTool(async () => {
      const to = requireFormat('--to', values.to, writable);
      const chosen = values.from === undefined ? undefined : requireFormat('--from', values.from, formats);
      return withInput(positionals, async (input) => {
        const project = await findProject();
        const from = chosen ?? (await formatOf(input.path, project.formatOf(input)));
        const result = await writeRows([input], values, (write, signal) =>
          convertRows(
            input.path,
            { from, to, wholeOnly: values['whole-only'] ?? false },
            write,
            ({ line, reason }) => tell(`${input.name}:${line + 1}: ${reason}`),
            signal,
          ),
        );
        const { converted, rows, leftOut, partly } = result;
        tellResult(
          values,
          [
            `${input.name}: ${grouped(converted)} of ${counted(rows, 'row')} converted from ${from.label} to ${to.label}.`,
            ...(leftOut > 0 ? [`${counted(leftOut, 'row')} left out.`] : []),
            ...(partly > 0 ? [`${counted(partly, 'row')} converted with losses.`] : []),
          ],
          { from: from.id, to: to.id, ...result },
        );
        return leftOut + partly > 0 ? Exit.ErrorsFound : Exit.Good;
      });
    }),
});

function requireFormat(option: string, id: string | undefined, choices: typeof formats) {
  const format = choices.find((one) => one.id.toLowerCase() === id?.toLowerCase());
  if (format) return format;
  const list = choices.map((one) => one.id).join(', ');
  throw new UsageError(
    id === undefined
      ? `Specify a format with ${option}: ${list}.`
      : `Unknown format "${id}". Use one of: ${list}.`,
  );
}

/** @param named by the project */
async function formatOf(path: string, named: string | undefined) {
  const pool = new ScanPool();
  try {
    const { format } = await readRowFile(pool, path, named);
    if (!format) throw new RowFileError('No known format found in most lines. Specify it with --from.');
    return format;
  } finally {
    await pool.close();
  }
}
