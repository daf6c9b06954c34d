// The one way in which a whole file is written. Nothing is ever half there, and nothing is lost that nobody gave up.

import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { codeOf, FileRefusal } from './fileRefusal';
import { exclusive } from './flags';
import { syncFolder } from './folders';
import { checkInside, plainFileAt } from './plainFile';

export interface WriteOptions {
  /** True: a plain file of this name is replaced, by consent of its owner. False: it stays, and the write is refused. */
  readonly replace: boolean;
  /** Permissions of a new file, less the umask. What is replaced passes its own on. */
  readonly mode?: number;
  /** A folder that links must not lead out of: the workspace, where others may have made them. */
  readonly within?: string | undefined;
}

/** Content on its way to a file. Ends with `commit` or `discard`; what ends otherwise leaves a draft, never a half file. */
export interface Draft {
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when all that was written would survive a loss of power, in the draft. */
  seal(): Promise<void>;
  /** Seals it and gives it its name. @throws FileRefusal when something else has got the name meanwhile */
  commit(): Promise<void>;
  /** Takes the draft away. After `commit` it does nothing. */
  discard(): Promise<void>;
}

/**
 * Writes a whole file, or changes nothing. Resolves when it would survive a loss of power.
 * @throws FileRefusal
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  options: WriteOptions,
): Promise<void> {
  const draft = await openDraft(file, options);
  try {
    await draft.write(typeof content === 'string' ? Buffer.from(content) : content);
    await draft.commit();
  } finally {
    await draft.discard();
  }
}

/** For content that comes in pieces. The draft lies beside the file, under a name that nobody can have prepared. */
export async function openDraft(file: string, options: WriteOptions): Promise<Draft> {
  if (options.within !== undefined) await checkInside(file, options.within);
  const old = await plainFileAt(file);
  if (old && !options.replace) throw exists(file);
  const name = draftName(file);
  const handle = await open(name, exclusive, options.mode ?? 0o666);
  let state: 'open' | 'sealed' | 'over' = 'open';
  const seal = async () => {
    if (state !== 'open') return;
    if (old) await handle.chmod(old.mode & 0o777);
    await handle.sync();
    await handle.close();
    state = 'sealed';
  };
  return {
    write: (bytes) => writeAll(handle, bytes),
    seal,
    async commit() {
      await seal();
      await (options.replace ? moveOver(name, file) : moveToNew(name, file));
      state = 'over';
      await syncFolder(path.dirname(file));
    },
    async discard() {
      if (state === 'over') return;
      if (state === 'open') await handle.close().catch(() => undefined);
      state = 'over';
      await rm(name, { force: true });
    },
  };
}

/** Hidden, and of a length that fits beside any name that fits itself. */
export function draftName(file: string): string {
  return path.join(path.dirname(file), `.${randomUUID()}.tunewright-draft`);
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

/** A rename replaces a link, too, rather than following it; it is refused for it is not what was agreed to. */
async function moveOver(draft: string, file: string): Promise<void> {
  await plainFileAt(file);
  await rename(draft, file);
}

/** A rename would replace; a second name for the draft is given only where there is none. */
async function moveToNew(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
    await rm(draft);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw exists(file);
    if (!hasNoHardLinks(error)) throw error;
    await reserve(file);
    await rename(draft, file);
  }
}

/** FAT and some network shares. */
function hasNoHardLinks(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK'].includes(String(codeOf(error)));
}

async function reserve(file: string): Promise<void> {
  try {
    await (await open(file, exclusive)).close();
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? exists(file) : error;
  }
}

function exists(file: string): FileRefusal {
  return new FileRefusal(l10n.t('"{0}" already exists. It wasn\'t changed.', path.basename(file)), 'EXISTS');
}
