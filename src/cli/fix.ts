import { counted, grouped } from '../base/numbers';
import { findRule, rules } from '../dataset/rules/index';
import { ScanPool } from '../dataset/scan/blocks';
import { readRowFile } from '../dataset/tools/fileFormat';
import { fixedByAll, fixRows } from '../dataset/tools/fixRows';
import { command, Exit, UsageError } from './command';
import { type Input, withInputs } from './files/inputs';
import { type OutputOptions, rowOutput, tellResult, writeRows } from './files/outputs';
import { findProject } from './files/project';
import { runTool } from './files/runTool';

const fixable = rules.filter((rule) => 'fix' in rule && rule.fixOnSave).map(({ id }) => id);

/** `tunewright fix FILE`: the editor's *Fix All* for files of any size. */
export const fix = command({
  name: 'fix',
  summary: 'Fixes the problems that can be fixed without changing what an example says.',
  usage: ['FILE [--out FILE] [options]', 'FILE… --in-place [options]'],
  details:
    'Lines without such a problem are kept byte for byte. With --in-place, each file is fixed on its own.',
  options: {
    rule: {
      type: 'string',
      multiple: true,
      value: 'RULE',
      help: `Fix only the problems of this rule. Repeat for more (default: ${fixable.join(', ')})`,
    },
    ...rowOutput,
  },
  run: ({ values, positionals }) =>
    runTool(async () => {
      for (const id of values.rule ?? [])
        if (!findRule(id)?.fix) throw new UsageError(`The rule "${id}" doesn't exist or has no fix.`);
      return withInputs(positionals, async (inputs) => {
        if (inputs.length > 1 && !values['in-place'])
          throw new UsageError('Specify one file, or fix several with --in-place.');
        const pool = new ScanPool();
        try {
          for (const input of inputs) await fixFile(pool, input, values, values.rule);
        } finally {
          await pool.close();
        }
        return Exit.Good;
      });
    }),
});

async function fixFile(
  pool: ScanPool,
  input: Input,
  options: OutputOptions,
  chosen: readonly string[] | undefined,
): Promise<void> {
  const project = await findProject();
  const { format } = await readRowFile(pool, input.path, project.formatOf(input));
  const wanted = chosen ? ({ rule }: { readonly rule: string }) => chosen.includes(rule) : fixedByAll;
  const { severities } = project;
  const document = format && !format.isForeign ? { format: format.id, severities } : { severities };
  const result = await writeRows([input], options, (write, signal) =>
    fixRows(input.path, document, write, signal, wanted),
  );
  const line = `${input.name}: ${grouped(result.fixed)} of ${counted(result.lines, 'line')} fixed.`;
  tellResult(options, [line], { path: input.name, ...result });
}
