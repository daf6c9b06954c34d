// Where a command writes its rows: to a file, whole or not at all; in place of its input; or out.
import { stat } from 'node:fs/promises';
import { openDraft } from '../../base/files/draft';
import { codeOf, FileRefusal } from '../../base/files/fileRefusal';
import { versionOf } from '../../dataset/split/readForSplit';
import { type CliOption, UsageError } from '../command';
import { interruptSignal } from '../interrupt';
import { printLine, printRows, tell } from '../output';
import type { Input } from './inputs';

/** Options of every command that writes rows. */
export const rowOutput = {
  out: {
    type: 'string',
    short: 'o',
    value: 'FILE',
    help: 'Write the rows to FILE instead of standard output ("-"). FILE appears only when it is complete',
  },
  'in-place': { type: 'boolean', help: 'Write the rows back to the input file' },
  force: { type: 'boolean', help: 'Replace FILE if it exists' },
  json: { type: 'boolean', help: 'Report the result as JSON' },
} as const satisfies Readonly<Record<string, CliOption>>;

export interface OutputOptions {
  readonly out?: string | undefined;
  readonly 'in-place'?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Resolves when there is room for more. */
export type WriteRows = (bytes: Uint8Array) => Promise<void>;

/**
 * Has `work` write rows that it makes of its inputs. The file gets its name when all is written and no input has changed
 * meanwhile. Rejects with a `UsageError` when it would take the place of an input, with a `FileRefusal` when it exists.
 */
export async function writeRows<T>(
  inputs: readonly Input[],
  options: OutputOptions,
  work: (write: WriteRows, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = interruptSignal();
  const file = await placeOf(inputs, options);
  const versions = await Promise.all(inputs.map(({ path }) => versionOf(path)));
  const checkUnchanged = async () => {
    const now = await Promise.all(inputs.map(({ path }) => versionOf(path)));
    const changed = inputs.find((_, index) => now[index] !== versions[index]);
    if (changed) throw new Error(`${changed.name} changed while it was read. Run the command again.`);
  };
  if (file === undefined) {
    const made = await work((bytes) => printRows(bytes, signal), signal);
    await checkUnchanged();
    return made;
  }
  const replace = options['in-place'] === true || options.force === true;
  const draft = await openDraft(file, { replace, within: process.cwd() }).catch(withAdvice);
  try {
    const made = await work((bytes) => draft.write(bytes), signal);
    signal.throwIfAborted();
    await draft.seal();
    await checkUnchanged();
    await draft.commit().catch(withAdvice);
    return made;
  } finally {
    await draft.discard();
  }
}

/** What a command tells of its work: on standard output, unless its rows are there. */
export function tellResult(options: OutputOptions, lines: readonly string[], facts: object): void {
  const isOut = isStdout(options);
  const told = options.json ? [JSON.stringify(facts)] : lines;
  for (const line of told) {
    if (isOut) tell(line);
    else printLine(line);
  }
}

function isStdout({ out, 'in-place': inPlace }: OutputOptions): boolean {
  return !inPlace && (out === undefined || out === '-');
}

/** Undefined: standard output. */
async function placeOf(inputs: readonly Input[], options: OutputOptions): Promise<string | undefined> {
  const { out, 'in-place': inPlace } = options;
  if (inPlace) {
    if (out !== undefined) throw new UsageError('Use either --out or --in-place, not both.');
    const [only, ...more] = inputs;
    if (!only || more.length > 0) throw new UsageError('--in-place works with one file.');
    if (only.isPiped) throw new UsageError("--in-place can't be used with standard input.");
    return only.path;
  }
  if (out === undefined || out === '-') return undefined;
  for (const { path, name } of inputs)
    if (await isSame(path, out))
      throw new UsageError(`${name} is an input. To write the rows back to it, use --in-place.`);
  return out;
}

async function isSame(a: string, b: string): Promise<boolean> {
  try {
    const [one, other] = await Promise.all([stat(a, { bigint: true }), stat(b, { bigint: true })]);
    return one.ino === other.ino && one.dev === other.dev;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function withAdvice(error: unknown): never {
  if (error instanceof FileRefusal && error.reason === 'EXISTS')
    throw new FileRefusal(`${error.message} To replace it, use --force.`, error.reason);
  throw error;
}
