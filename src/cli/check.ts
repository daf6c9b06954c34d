import { reports } from '../dataset/report/index';
import type { Report } from '../dataset/report/report';
import { ScanPool } from '../dataset/scan/blocks';
import { type FileScan, scanFile } from '../dataset/scan/fileScan';
import { findTarget, targets } from '../dataset/targets/target';
import { type CliCommand, Exit, messageOf, readOptions, UsageError } from './command';
import { print, tell } from './output';

/** `tunewright check FILES…`: the checks of the editor, for terminals and CI. */
export const check: CliCommand = {
  help: `tunewright check FILE… [--target MODEL] [--format text|json|sarif|github]
  Checks datasets and reports problems. With --target, and in CI (the variable CI is set), a file that can't be used
  for tuning is an error.
  --target MODEL    Check against the limits of this model: ${targets.map(({ id }) => id).join(', ')}
  --format FORMAT   Report format (default: text)`,
  run: (args) => checkFiles(readArguments(args)),
};

interface CheckArguments {
  readonly files: readonly string[];
  readonly target: string | undefined;
  readonly report: Report;
}

function readArguments(args: readonly string[]): CheckArguments {
  const { values, positionals: files } = readOptions(args, {
    target: { type: 'string' },
    format: { type: 'string' },
  });
  if (files.length === 0) throw new UsageError('Specify at least one file.');
  const name = values.format ?? 'text';
  const report = Object.hasOwn(reports, name) ? reports[name] : undefined;
  if (!report)
    throw new UsageError(`Unknown report format "${name}". Use one of: text, json, sarif, github.`);
  const { target } = values;
  if (target !== undefined && !findTarget(target)) throw new UsageError(`Unknown target model "${target}".`);
  return { files, target, report };
}

async function checkFiles({ files, target, report }: CheckArguments): Promise<Exit> {
  const pool = new ScanPool();
  let exit = Exit.Good;
  const mustTune = target !== undefined || isCi();
  async function* scans(): AsyncGenerator<FileScan> {
    for (const path of files) {
      try {
        const scan = await scanFile(pool, path, { mustTune, ...(target === undefined ? {} : { target }) });
        if (scan.severities.error > 0 && exit === Exit.Good) exit = Exit.ErrorsFound;
        yield scan;
      } catch (error) {
        tell(`Can't read ${path}: ${messageOf(error)}`);
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
