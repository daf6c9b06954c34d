#!/usr/bin/env node
// `tunewright check FILES…` and friends: what the editor does, for terminals and CI.
import { version } from '../package.json';
import { printableLines } from './base/printable';
import { isCancellation } from './base/userError';
import { Exit, messageOf, UsageError } from './cli/command';
import { commands } from './cli/commands';
import { helpOf, helpOfAll } from './cli/help';
import { tell } from './cli/output';

async function main(args: readonly string[]): Promise<Exit> {
  const [first, ...rest] = args;
  const command = commands.find(({ name }) => name === first);
  if (command) {
    if (asksForHelp(rest)) return write(helpOf(command));
    return runOrTell(() => command.run(rest), helpOf(command));
  }
  if (asksForHelp(args)) return write(helpOfAll(commands));
  if (first === '--version' || first === '-v') return write(`${version}\n`);
  tell(first === undefined ? 'Missing command.' : `Unknown command "${first}".`);
  process.stderr.write(`\n${helpOfAll(commands)}`);
  return Exit.CouldNotRun;
}

/** What follows `--` is names. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? args.length : end).some((arg) => arg === '--help' || arg === '-h');
}

async function runOrTell(run: () => Promise<Exit>, help: string): Promise<Exit> {
  try {
    return await run();
  } catch (error) {
    if (isCancellation(error)) {
      tell('Canceled. Nothing was written.');
      return Exit.Canceled;
    }
    if (!(error instanceof UsageError)) throw error;
    tell(error.message);
    process.stderr.write(`\n${help}`);
    return Exit.CouldNotRun;
  }
}

function write(text: string): Exit {
  process.stdout.write(text);
  return Exit.Good;
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
    const story = error instanceof Error && error.stack ? error.stack : messageOf(error);
    process.stderr.write(`${printableLines(story)}\n`);
    process.exitCode = Exit.CouldNotRun;
  },
);
