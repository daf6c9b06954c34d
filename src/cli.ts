#!/usr/bin/env node
// `tunewright check FILES…`: the checks of the editor, for terminals and CI.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { reports } from './dataset/report/index';
import { ScanPool } from './dataset/scan/blocks';
import { type FileScan, scanFile } from './dataset/scan/fileScan';
import { findTarget, targets } from './dataset/targets/target';

const HELP = `Checks JSONL training data for tuning Gemini models.

  tunewright check FILES… [--target MODEL] [--format text|json|sarif|github]

  --target MODEL   hold the files to what this model takes: ${targets.map(({ id }) => id).join(', ')}
  --format NAME    how to write the results (text)

Exit code: 0 no errors, 1 errors found, 2 could not run.
`;

/** Why nothing was checked; the message is for the person at the terminal. */
class UsageError extends Error {}

enum Exit {
  Good = 0,
  ErrorsFound = 1,
  CouldNotRun = 2,
}

interface CheckArguments {
  readonly files: readonly string[];
  readonly target: string | undefined;
  readonly report: string;
}

async function main(args: readonly string[]): Promise<Exit> {
  try {
    const parsed = readArguments(args);
    if (!parsed) {
      process.stdout.write(HELP);
      return Exit.Good;
    }
    return await check(parsed);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${HELP}`);
    return Exit.CouldNotRun;
  }
}

/** Undefined when help was asked for. Throws `UsageError`. */
function readArguments(args: readonly string[]): CheckArguments | undefined {
  const { values, positionals } = parseOptions(args);
  if (values.help) return undefined;
  const [command, ...files] = positionals;
  if (command !== 'check')
    throw new UsageError(command ? `Unknown command “${command}”.` : 'Say what to do.');
  if (files.length === 0) throw new UsageError('Name at least one file to check.');
  const report = values.format ?? 'text';
  if (!Object.hasOwn(reports, report)) throw new UsageError(`Unknown format “${report}”.`);
  const { target } = values;
  if (target !== undefined && !findTarget(target)) throw new UsageError(`Unknown target “${target}”.`);
  return { files, target, report };
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        target: { type: 'string' },
        format: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function check({ files, target, report }: CheckArguments): Promise<Exit> {
  const pool = new ScanPool();
  let exit = Exit.Good;
  async function* scans(): AsyncGenerator<FileScan> {
    for (const path of files) {
      try {
        const scan = await scanFile(pool, path, target === undefined ? {} : { target });
        if (scan.severities.error > 0 && exit === Exit.Good) exit = Exit.ErrorsFound;
        yield scan;
      } catch (error) {
        process.stderr.write(
          `Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}\n`,
        );
        exit = Exit.CouldNotRun;
      }
    }
  }
  try {
    await print(reports[report]?.write(scans()) ?? []);
  } finally {
    await pool.close();
  }
  return exit;
}

const PIECE = 1 << 16;

/** Writes in larger pieces, and no faster than the reader reads. */
async function print(pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  let piece: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const isRead = process.stdout.write(piece.join(''));
    piece = [];
    length = 0;
    if (!isRead) await once(process.stdout, 'drain');
  };
  for await (const text of pieces) {
    piece.push(text);
    length += text.length;
    if (length >= PIECE) await flush();
  }
  await flush();
}

// Whoever reads the output may stop early: `tunewright check … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(Exit.ErrorsFound);
  throw error;
});

main(process.argv.slice(2)).then(
  (exit) => {
    process.exitCode = exit;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = Exit.CouldNotRun;
  },
);
