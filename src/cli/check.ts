import { reports } from '../dataset/report/index';
import type { Report } from '../dataset/report/report';
import { ScanPool } from '../dataset/scan/blocks';
import { type FileScan, scanFile } from '../dataset/scan/fileScan';
import { findTarget, targets } from '../dataset/targets/target';
import { command, Exit, messageOf, UsageError } from './command';
import { type Input, withInputs } from './files/inputs';
import { findProject, type Project } from './files/project';
import { print, tell } from './output';

/** `tunewright check FILES…`: the checks of the editor, for terminals and CI. */
export const check = command({
  name: 'check',
  summary: 'Checks datasets and reports problems.',
  usage: ['FILE… [--target MODEL] [--format FORMAT]'],
  details:
    "With --target, and in CI (the variable CI is set), a file that can't be used for tuning is an error. FILE can be a folder, a pattern such as 'data/**/*.jsonl', or \"-\" for standard input.",
  options: {
    target: {
      type: 'string',
      value: 'MODEL',
      help: `Check against the limits of this model: ${targets.map(({ id }) => id).join(', ')}`,
    },
    format: {
      type: 'string',
      value: 'FORMAT',
      help: `Report format: ${Object.keys(reports).join(', ')} (default: text)`,
    },
  },
  run: async ({ values, positionals }) => {
    const name = values.format ?? 'text';
    const report = Object.hasOwn(reports, name) ? reports[name] : undefined;
    if (!report)
      throw new UsageError(
        `Unknown report format "${name}". Use one of: ${Object.keys(reports).join(', ')}.`,
      );
    const project = await findProject();
    const { target = project.target } = values;
    if (target !== undefined && !findTarget(target))
      throw new UsageError(`Unknown target model "${target}".`);
    return withInputs(positionals, (files) => checkFiles({ files, target, report, project }));
  },
});

interface CheckArguments {
  readonly files: readonly Input[];
  readonly target: string | undefined;
  readonly report: Report;
  readonly project: Project;
}

async function checkFiles({ files, target, report, project }: CheckArguments): Promise<Exit> {
  const pool = new ScanPool();
  let exit = Exit.Good;
  const mustTune = target !== undefined || isCi();
  async function* scans(): AsyncGenerator<FileScan> {
    for (const input of files) {
      const { path, name } = input;
      const format = project.formatOf(input);
      try {
        const scan = await scanFile(pool, path, {
          mustTune,
          name,
          severities: project.severities,
          ...(format === undefined ? {} : { format }),
          ...(target === undefined ? {} : { target }),
        });
        if (scan.severities.error > 0 && exit === Exit.Good) exit = Exit.ErrorsFound;
        yield scan;
      } catch (error) {
        tell(`Can't read ${name}: ${messageOf(error)}`);
        exit = Exit.CouldNotRun;
      }
    }
  }
  try {
    await print(report.write(scans()), { isPrintable: report.isPrintable ?? false });
  } finally {
    await pool.close();
  }
  return exit;
}

/** Every CI sets it; `false` is how people turn it off. */
function isCi(): boolean {
  const { CI } = process.env;
  return CI !== undefined && !['', '0', 'false'].includes(CI);
}
