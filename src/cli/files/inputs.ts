// Which files a command reads: those that are named, those of folders and patterns, and what comes in.
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { openDraft } from '../../base/files/draft';
import { makePassingFolder, type PassingFolder } from '../../base/files/passingFolder';
import { globPattern, isGlob } from '../../base/glob';
import { UsageError } from '../command';
import { interruptSignal } from '../interrupt';

export interface Input {
  /** Where it is read. */
  readonly path: string;
  /** How people know it. */
  readonly name: string;
  /** What came in by a pipe, kept in a file for as long as the command runs. */
  readonly isPiped: boolean;
}

/** Folders that nobody means when they name one around them. */
const passedOver = /^(\.|node_modules$)/;

/**
 * Calls `work` with the files that arguments name. `-` is what comes in; of a folder all `*.jsonl` but results of
 * evaluations. Rejects with a `UsageError` when one names nothing.
 */
export async function withInputs<T>(
  args: readonly string[],
  work: (inputs: readonly [Input, ...Input[]]) => Promise<T>,
): Promise<T> {
  let folder: PassingFolder | undefined;
  const spool = async (source: Readable): Promise<string> => {
    folder ??= await makePassingFolder();
    return keep(source, folder.path);
  };
  try {
    const inputs: Input[] = [];
    for (const name of args) {
      if (name === '-')
        inputs.push({ path: await spool(process.stdin), name: 'standard input', isPiped: true });
      else if (isPipe(name)) inputs.push({ path: await spool(createReadStream(name)), name, isPiped: true });
      else for (const file of await filesOf(name)) inputs.push({ path: file, name: file, isPiped: false });
    }
    const [first, ...others] = inputs;
    if (!first) throw new UsageError('Specify at least one file.');
    return await work([first, ...others]);
  } finally {
    await folder?.remove();
  }
}

/** The same with one file. */
export async function withInput<T>(args: readonly string[], work: (input: Input) => Promise<T>): Promise<T> {
  return withInputs(args, async ([only, ...more]) => {
    if (more.length > 0) throw new UsageError('Specify one file.');
    return work(only);
  });
}

/** Such as a shell's `<(git show …)`. */
function isPipe(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isFIFO() ?? false;
}

/** A file is read more than once, and a pipe can't be. */
async function keep(source: Readable, folder: string): Promise<string> {
  const signal = interruptSignal();
  const file = path.join(folder, `${randomUUID()}.jsonl`);
  const draft = await openDraft(file, { replace: false, mode: 0o600 });
  try {
    for await (const bytes of source) {
      signal.throwIfAborted();
      await draft.write(bytes as Uint8Array);
    }
    await draft.commit();
  } finally {
    await draft.discard();
  }
  return file;
}

async function filesOf(name: string): Promise<string[]> {
  if (existsSync(name)) return statSync(name).isDirectory() ? filesIn(name) : [name];
  if (!isGlob(name)) return [name]; // whoever reads it says that it isn't there
  const text = name.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const parts = text.split('/');
  const fixed = parts.slice(0, parts.findIndex(isGlob)).join('/');
  const root = text.startsWith('/') && fixed === '' ? '/' : fixed;
  const pattern = globPattern(text);
  const found = await below(root);
  const files = found.filter((file) => pattern.test(file));
  if (files.length === 0) throw new UsageError(`No files match "${name}".`);
  return files;
}

async function filesIn(folder: string): Promise<string[]> {
  const files = (await below(folder)).filter(
    (file) => file.endsWith('.jsonl') && !file.endsWith('.eval.jsonl'),
  );
  if (files.length === 0) throw new UsageError(`The folder "${folder}" has no *.jsonl files.`);
  return files;
}

/** All files in the order of their names; links to folders aren't followed. */
async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder || '.', { withFileTypes: true });
  const found = await Promise.all(
    entries
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(async (entry) => {
        const file = folder === '' ? entry.name : `${folder.replace(/\/$/, '')}/${entry.name}`;
        if (entry.isDirectory()) return passedOver.test(entry.name) ? [] : below(file);
        return [file];
      }),
  );
  return found.flat();
}
