// What the commands of the terminal have in common. Each describes itself as data; help and docs are made of it.
import { type ParseArgsConfig, parseArgs } from 'node:util';

export enum Exit {
  Good = 0,
  ErrorsFound = 1,
  CouldNotRun = 2,
  /** Nothing is wrong, and it isn't done: it waits for the user, or for a job. */
  NotDone = 3,
  /** A request was sent and its answer lost: a job may exist. */
  Unclear = 4,
  /** As shells know it: 128 and the number of SIGINT. */
  Canceled = 130,
}

/** `type`, `multiple` and `short` as Node's `parseArgs` reads them. */
export interface CliOption {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands for its value in the help, such as `FILE`. */
  readonly value?: string;
  readonly help: string;
}

export type CliOptions = Readonly<Record<string, CliOption>>;

interface CommandTexts {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** What follows the name, in each way to call it. */
  readonly usage: readonly string[];
  /** Sentences under the usage. */
  readonly details?: string;
  /** What the exit codes mean here, where it is more than what holds for all. */
  readonly exits?: Readonly<Partial<Record<Exit, string>>>;
}

export interface CliCommand extends CommandTexts {
  readonly options: CliOptions;
  /** Rejects with a `UsageError`. */
  run(args: readonly string[]): Promise<Exit>;
}

/** The options that were given, and the other arguments. */
export type Parsed<Options extends CliOptions> = ReturnType<typeof readOptions<Options>>;

/** A command whose `run` gets its arguments read as its options say. */
export function command<const Options extends CliOptions>(
  spec: CommandTexts & {
    readonly options: Options;
    run(parsed: Parsed<Options>): Promise<Exit>;
  },
): CliCommand {
  return { ...spec, run: async (args) => spec.run(readOptions(args, spec.options)) };
}

/** Why nothing was done; the message is for the person at the terminal. */
export class UsageError extends Error {}

/** Throws `UsageError`. */
function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** Throws `UsageError` for what is no whole number of at least 1. @param name as it is typed, such as `--count` */
export function positive(name: string, text: string): number {
  const value = numberOf(name, text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`${name} must be a whole number of at least 1.`);
  return value;
}

/** Throws `UsageError`. @param name as it is typed, such as `--count` */
export function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`${name} must be a number.`);
  return value;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
