import { counted, grouped } from '../base/numbers';
import { findFormat, formats } from '../dataset/formats/index';
import { vertexContents } from '../dataset/formats/vertexContents';
import { listedNames } from '../dataset/import/columnNames';
import { type ColumnMap, type ExamplePart, parts } from '../dataset/import/columns';
import type { KnownReading } from '../dataset/import/importJob';
import { command, Exit, UsageError } from './command';
import { withInput } from './files/inputs';
import { rowOutput, tellResult, writeRows } from './files/outputs';
import { runTool } from './files/runTool';
import { tell } from './output';

const { 'in-place': _, ...outputs } = rowOutput;
const writable = formats.filter(({ importOnly }) => !importOnly);

/** `tunewright import FILE`: examples from tables and foreign JSON. */
export const importCommand = command({
  name: 'import',
  summary:
    'Makes a dataset from CSV, TSV, Excel (XLSX), Parquet, a JSON array, or JSON Lines of another tool.',
  usage: ['FILE [--to FORMAT] [--map COLUMN=PART …] [--out FILE] [options]'],
  details:
    "Formats of other tools (such as ShareGPT and Alpaca) are recognized. Otherwise, columns are chosen by their names, or with --map. Rows that can't be imported are left out and reported by number; the first row after the column names of a table is row 1.",
  options: {
    to: {
      type: 'string',
      value: 'FORMAT',
      help: `Format to write: ${writable.map(({ id }) => id).join(', ')} (default: ${vertexContents.id})`,
    },
    map: {
      type: 'string',
      multiple: true,
      value: 'COLUMN=PART',
      help: `Use this column as ${parts.join(', ')}. Repeat for more; several columns of one part are joined`,
    },
    sheet: { type: 'string', value: 'NAME', help: 'Sheet of a workbook, if several have rows' },
    ...outputs,
  },
  exits: { [Exit.ErrorsFound]: 'Done, but some rows were left out or lost something.' },
  run: ({ values, positionals }) =>
    runTool(async () => {
      const { to: name = vertexContents.id } = values;
      const to = writable.find(({ id }) => id.toLowerCase() === name.toLowerCase());
      if (!to)
        throw new UsageError(
          `Unknown format "${name}". Use one of: ${writable.map(({ id }) => id).join(', ')}.`,
        );
      const map = values.map && columnMap(values.map);
      return withInput(positionals, async (input) => {
        const { sourceOf } = await import('../dataset/import/sources');
        const { importFile } = await import('../dataset/import/importJob');
        const { path, name: own } = input;
        const source = sourceOf(path, own, values.sheet);
        const job = { path, name: own, sheet: values.sheet, to: to.id, map };
        const { reading, unused, ...counts } = await writeRows([input], values, (write, signal) =>
          importFile(
            job,
            {
              write,
              note(notes) {
                for (const { number, reason } of notes)
                  tell(`${own}: ${source.rowName} ${number}: ${reason}`);
              },
              progress: () => {},
            },
            signal,
          ),
        );
        const { imported, rows, leftOut, partly } = counts;
        tellResult(
          values,
          [
            `${input.name}: ${grouped(imported)} of ${counted(rows, source.rowName)} imported as ${to.label}. ${readingText(reading)}`,
            ...(unused.length > 0 ? [`Not used: ${listedNames(unused)}.`] : []),
            ...(leftOut > 0 ? [`Left out: ${grouped(leftOut)}.`] : []),
            ...(partly > 0 ? [`Imported with losses: ${grouped(partly)}.`] : []),
          ],
          { source: source.id, to: to.id, ...counts, ...readingFacts(reading), unused },
        );
        return leftOut + partly > 0 ? Exit.ErrorsFound : Exit.Good;
      });
    }),
});

function columnMap(given: readonly string[]): ColumnMap {
  const map: Record<ExamplePart, string[]> = { system: [], prompt: [], answer: [] };
  for (const one of given) {
    const at = one.lastIndexOf('=');
    const part = parts.find((known) => known === one.slice(at + 1));
    if (at < 1 || !part)
      throw new UsageError(`Invalid mapping "${one}". Use COLUMN=PART; PART is one of: ${parts.join(', ')}.`);
    map[part].push(one.slice(0, at));
  }
  if (map.prompt.length === 0 || map.answer.length === 0)
    throw new UsageError('Map at least one column to the prompt and one to the answer.');
  return map;
}

function readingText(reading: KnownReading): string {
  if (reading.kind === 'format') return `Format: ${findFormat(reading.format)?.label}.`;
  const texts = parts.flatMap((part) =>
    reading.map[part].length === 0 ? [] : `${part} from ${listedNames(reading.map[part])}`,
  );
  return `Columns: ${texts.join('; ')}.`;
}

function readingFacts(reading: KnownReading): object {
  return reading.kind === 'format' ? { format: reading.format } : { map: reading.map };
}
