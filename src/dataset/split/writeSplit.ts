import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { type Draft, openDraft } from '../../base/files/draft';
import { plainFileAt } from '../../base/files/plainFile';
import { lockFile, type Unlock } from '../../base/locks/fileLock';
import { byteLines } from '../scan/byteLines';
import { type SplitFile, versionOf } from './readForSplit';
import { SplitError } from './splitSource';
import type { Split } from './stratifiedSplit';

export interface SplitFiles {
  readonly training: string;
  readonly validation: string;
}

/** Milliseconds; two names are given in far less. */
const longestWait = 10_000;

export interface WriteSplitOptions {
  /** Files that are given up for the new ones. Another one that has their name stays, and nothing is written. */
  readonly replace: readonly string[];
  /** A folder that links must not lead out of. */
  readonly within?: string | undefined;
  readonly signal?: AbortSignal;
}

/** `data/x.jsonl` becomes `data/x.train.jsonl` and `data/x.validation.jsonl`. */
export function splitFilesFor(file: string): SplitFiles {
  const { dir, name, ext } = path.parse(file);
  const named = (side: string) => path.join(dir, `${name}.${side}${ext || '.jsonl'}`);
  return { training: named('train'), validation: named('validation') };
}

/** Which of the files are there already. Rejects with a `FileRefusal` when one is no plain file, such as a link. */
export async function existing({ training, validation }: SplitFiles): Promise<string[]> {
  const found: string[] = [];
  for (const file of [training, validation]) if (await plainFileAt(file)) found.push(file);
  return found;
}

/**
 * Writes each line as it is, with its line end, in order, to its side; both files get their names when all is written.
 * Rejects with a `SplitError` when the source has changed since it was read, with a `FileRefusal` when a file is not to
 * be replaced.
 */
export async function writeSplit(
  source: SplitFile,
  split: Split,
  files: SplitFiles,
  { replace, within, signal }: WriteSplitOptions,
): Promise<void> {
  const drafts: Draft[] = [];
  try {
    for (const file of [files.training, files.validation])
      drafts.push(await openDraft(file, { replace: replace.includes(file), within }));
    await writeLines(source, split, drafts, signal);
    for (const draft of drafts) await draft.seal();
    const unlock = await lockPair(files, signal);
    try {
      await commitBoth(drafts, files, replace);
    } finally {
      await unlock();
    }
  } finally {
    for (const draft of drafts) await draft.discard();
  }
}

/** Two splits that end at once: the pair of one, then that of the other, and never a file of each. */
async function lockPair({ training }: SplitFiles, signal: AbortSignal | undefined): Promise<Unlock> {
  const name = createHash('sha256').update(path.resolve(training)).digest('hex').slice(0, 32);
  const lock = path.join(tmpdir(), `tunewright-split-${name}.lock`); // not beside the files: a repository could bring one
  for (let waited = 0; waited < longestWait; waited += 50) {
    const unlock = await lockFile(lock);
    if (unlock) return unlock;
    await sleep(50, undefined, signal && { signal });
  }
  throw new SplitError(l10n.t('Another split of this file is being written. Try again.'));
}

/** A pair that cannot be whole is not begun; where the first took no other file's place, it is taken back. */
async function commitBoth(
  [training, validation]: readonly Draft[],
  files: SplitFiles,
  replace: readonly string[],
): Promise<void> {
  await training?.commit();
  try {
    await validation?.commit();
  } catch (error) {
    if (!replace.includes(files.training)) await rm(files.training, { force: true });
    throw error;
  }
}

async function writeLines(
  { path: file, version }: SplitFile,
  { sides }: Split,
  drafts: readonly Draft[],
  signal: AbortSignal | undefined,
): Promise<void> {
  let line = 0;
  for await (const batch of byteLines(file)) {
    signal?.throwIfAborted();
    const pieces: Buffer[][] = [[], []];
    for (const bytes of batch) pieces[sides[line++] ?? 0]?.push(bytes);
    await Promise.all(drafts.map((draft, side) => draft.write(Buffer.concat(pieces[side] ?? []))));
  }
  if (line !== sides.length || (await versionOf(file)) !== version)
    throw new SplitError(l10n.t('The file changed during the split. Split it again.'));
}
