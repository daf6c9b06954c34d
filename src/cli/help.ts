// The help of the command line, made of the table of commands.
import type { CliCommand, CliOption } from './command';
import { Exit } from './command';

const WIDTH = 100;

/** What the exit codes mean wherever a command says nothing else. */
export const exits: readonly (readonly [code: Exit, meaning: string])[] = [
  [Exit.Good, 'Done, with no errors found.'],
  [Exit.ErrorsFound, 'Done, with errors found in the data.'],
  [Exit.CouldNotRun, "The command couldn't run. Nothing was written."],
  [Exit.Canceled, 'Canceled with Ctrl+C. Nothing was written.'],
];

export const about =
  'Checks, edits, compares, splits, and evaluates JSONL datasets for tuning Gemini models, and runs tuning jobs.';

export function helpOfAll(commands: readonly CliCommand[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return `${about}

Usage: tunewright COMMAND …

${commands.map(({ name, summary }) => `  ${hanging(name, summary, width)}`).join('\n')}

To see the options of a command, run: tunewright COMMAND --help
To see the version, run: tunewright --version

Exit codes:
${exitLines(exits)}
`;
}

export function helpOf(command: CliCommand): string {
  const { name, summary, details } = command;
  return `${[
    usageLines(command).join('\n'),
    wrapped(details === undefined ? summary : `${summary} ${details}`, '  '),
    ...(optionRows(command).length > 0 ? [optionLines(command)] : []),
    ...(command.exits ? [`Exit codes of ${name}:\n${exitLines(exitsOf(command))}`] : []),
  ].join('\n\n')}\n`;
}

export function usageLines({ name, usage }: CliCommand): string[] {
  return usage.map((rest) => `tunewright ${name} ${rest}`);
}

/** Each option as it is typed, and what it is for. */
export function optionRows({ options }: CliCommand): (readonly [typed: string, help: string])[] {
  return Object.entries(options).map(([name, option]) => [typed(name, option), option.help]);
}

/** With the own words of the command. */
export function exitsOf(command: CliCommand): (readonly [code: Exit, meaning: string])[] {
  const own = Object.entries(command.exits ?? {}).map(([code, meaning]) => [Number(code), meaning] as const);
  return [...new Map<Exit, string>([...exits, ...own])].sort(([a], [b]) => a - b);
}

function typed(name: string, { short, value }: CliOption): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function optionLines(command: CliCommand): string {
  const rows = optionRows(command);
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, help]) => `  ${hanging(name, help, width)}`).join('\n');
}

function exitLines(rows: readonly (readonly [Exit, string])[]): string {
  return rows.map(([code, meaning]) => `  ${hanging(String(code), meaning, 5)}`).join('\n');
}

/** @param width of the first column */
function hanging(first: string, text: string, width: number): string {
  const margin = ' '.repeat(width + 2);
  return first.padEnd(width) + wrapped(text, margin).slice(margin.length);
}

function wrapped(text: string, margin: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && margin.length + line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => margin + line).join('\n');
}
