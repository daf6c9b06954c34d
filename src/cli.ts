#!/usr/bin/env node
// `tunewright check FILES…` and friends: what the editor does, for terminals and CI.
import { printableLines } from './base/printable';
import { check } from './cli/check';
import { type CliCommand, Exit, messageOf, UsageError } from './cli/command';
import { evaluate } from './cli/evaluate';
import { tell } from './cli/output';
import { split } from './cli/split';

const commands: Readonly<Record<string, CliCommand>> = { check, evaluate, split };

const HELP = `Checks, splits, and evaluates JSONL datasets for tuning Gemini models.

${Object.values(commands)
  .map(({ help }) => help)
  .join('\n\n')}

Exit codes: 0 no errors, 1 errors found, 2 the command couldn't run
`;

async function main(args: readonly string[]): Promise<Exit> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(HELP);
    return Exit.Good;
  }
  const [name, ...rest] = args;
  try {
    const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UsageError(name ? `Unknown command "${name}".` : 'Missing command.');
    return await command.run(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    tell(error.message);
    process.stderr.write(`\n${HELP}`);
    return Exit.CouldNotRun;
  }
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
