import { ScanPool } from '../dataset/scan/blocks';
import { compareFiles } from '../dataset/tools/compare/compareFiles';
import { command, Exit, numberOf, UsageError } from './command';
import { diffReports } from './diff/reports';
import { withInputs } from './files/inputs';
import { runTool } from './files/runTool';
import { interruptSignal } from './interrupt';
import { print } from './output';

const usual = { limit: 100 };

/** `tunewright diff BEFORE AFTER`: what changed between two versions of a dataset. */
export const diff = command({
  name: 'diff',
  summary: 'Compares two datasets row by row, whatever their order and format.',
  usage: ['BEFORE AFTER [--key PATH] [--format FORMAT] [options]'],
  details:
    'Reports rows added, removed, and changed with the words that differ, and the change in tokens and labels. A changed row has the same prompt as before (or the same --key), or nearly the same texts. To compare with a version in Git, pipe it in: git show HEAD:FILE | tunewright diff -- - FILE',
  options: {
    key: {
      type: 'string',
      value: 'PATH',
      help: 'Match rows by the value at this path, such as id or labels.id',
    },
    format: {
      type: 'string',
      value: 'FORMAT',
      help: 'Report format: text, markdown (for a pull request), json (default: text)',
    },
    limit: {
      type: 'string',
      value: 'N',
      help: `Show at most this many rows as text or Markdown (default: ${usual.limit})`,
    },
    'exit-code': { type: 'boolean', help: 'Exit with 1 if the datasets differ' },
  },
  exits: { [Exit.ErrorsFound]: 'With --exit-code: the datasets differ.' },
  run: ({ values, positionals }) =>
    runTool(async () => {
      const format = values.format ?? 'text';
      const report = Object.hasOwn(diffReports, format) ? diffReports[format] : undefined;
      if (!report)
        throw new UsageError(
          `Unknown report format "${format}". Use one of: ${Object.keys(diffReports).join(', ')}.`,
        );
      const limit = values.limit === undefined ? usual.limit : numberOf('--limit', values.limit);
      return withInputs(positionals, async ([before, after, ...more]) => {
        if (!after || more.length > 0) throw new UsageError('Specify two files to compare.');
        const pool = new ScanPool();
        try {
          const paths = [before.path, after.path] as const;
          const comparison = await compareFiles(pool, paths, {
            keyPath: values.key,
            signal: interruptSignal(),
          });
          await print(report({ names: [before.name, after.name], comparison, limit }));
          return values['exit-code'] && !comparison.isSame ? Exit.ErrorsFound : Exit.Good;
        } finally {
          await pool.close();
        }
      });
    }),
});
