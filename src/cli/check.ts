import type { Where } from '../base/commandText';
import { isCancellation } from '../base/userError';
import { reports } from '../dataset/report/index';
import type { Report } from '../dataset/report/report';
import { ScanPool } from '../dataset/scan/blocks';
import { type FileScan, type ScanOptions, scanFile } from '../dataset/scan/fileScan';
import { findTarget, targets } from '../dataset/targets/target';
import { command, Exit, messageOf, UsageError } from './command';
import { connectionOptions, whereOf } from './connection/where';
import { type Input, withInputs } from './files/inputs';
import { findProject, type Project } from './files/project';
import { print, tell } from './output';

/** `tunewright check FILES…`: the checks of the editor, for terminals and CI. */
export const check = command({
  name: 'check',
  summary: 'Checks datasets and reports problems.',
  usage: ['FILE… [--target MODEL] [--format FORMAT]', 'gs://BUCKET/FILE… [options]'],
  details:
    "With --target, and in CI (the variable CI is set), a file that can't be used for tuning is an error. FILE can be a folder, a pattern such as 'data/**/*.jsonl', or \"-\" for standard input. A file in Cloud Storage is checked while it arrives and isn't kept.",
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
    ...connectionOptions,
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
    const stored = positionals.filter(isStored);
    const local = positionals.filter((name) => !isStored(name));
    const options = { stored, where: whereOf(values), target, report, project };
    if (stored.length > 0 && local.length === 0) return checkFiles({ ...options, files: [] });
    return withInputs(local, (files) => checkFiles({ ...options, files }));
  },
});

interface CheckArguments {
  readonly files: readonly Input[];
  /** Addresses in Cloud Storage, which follow the files. */
  readonly stored: readonly string[];
  readonly where: Where;
  readonly target: string | undefined;
  readonly report: Report;
  readonly project: Project;
}

async function checkFiles(given: CheckArguments): Promise<Exit> {
  const { files, stored, where, target, report, project } = given;
  const pool = new ScanPool();
  const arriving = stored.length > 0 ? await openStored(where) : undefined;
  let exit = Exit.Good;
  const mustTune = target !== undefined || isCi();
  const optionsOf = (input: Input): ScanOptions => {
    const format = project.formatOf(input);
    return {
      mustTune,
      name: input.name,
      severities: project.severities,
      ...(format === undefined ? {} : { format }),
      ...(target === undefined ? {} : { target }),
    };
  };
  async function* scans(): AsyncGenerator<FileScan> {
    const inputs = [...files, ...stored.map((uri) => ({ path: uri, name: uri, isPiped: true }))];
    for (const input of inputs) {
      const { path, name } = input;
      const options = optionsOf(input);
      try {
        const scan = isStored(path)
          ? await arriving?.scan(path, options)
          : await scanFile(pool, path, options);
        if (scan === undefined) continue;
        if (scan.severities.error > 0 && exit === Exit.Good) exit = Exit.ErrorsFound;
        yield scan;
      } catch (error) {
        if (isCancellation(error)) throw error;
        tell(`Can't read ${name}: ${messageOf(error)}`);
        exit = Exit.CouldNotRun;
      }
    }
  }
  try {
    await print(report.write(scans()), { isPrintable: report.isPrintable ?? false });
  } finally {
    await pool.close();
    await arriving?.close();
  }
  return exit;
}

/** Loaded for files in Cloud Storage only. */
async function openStored(where: Where) {
  const { StoredScans } = await import('./connection/storedScans');
  return new StoredScans(where);
}

function isStored(name: string): boolean {
  return name.startsWith('gs://');
}

/** Every CI sets it; `false` is how people turn it off. */
function isCi(): boolean {
  const { CI } = process.env;
  return CI !== undefined && !['', '0', 'false'].includes(CI);
}
