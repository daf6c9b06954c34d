import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { isStillAt } from '../files/append';
import { codeOf } from '../files/fileRefusal';
import { plainFileAt } from '../files/plainFile';
import { type LockHolder, type ProcessIdentity, readHolder, stateOf, thisProcess } from './lockHolder';

/** Lets go of a lock, unless somebody else has it by now. */
export type Unlock = () => Promise<void>;

/** What is passed in by tests. */
export interface LockContext {
  readonly self: ProcessIdentity;
  /** Milliseconds of a clock that nobody can set. */
  now(): number;
}

/** Milliseconds between two signs of life: the file's time is touched. */
const beat = 15_000;
/** Of a holder that cannot be asked, so many milliseconds without a sign of life mean that it has ended. */
const longestSilence = 120_000;
/** A look counts for so much silence at most: who slept meanwhile has not watched. */
const mostPerLook = 30_000;

/**
 * Makes this process the only one that has the lock, a file. Undefined: another one has it. A process that ends lets go
 * of it, however it ends: at once when it ran on this machine, else after two minutes in which it was looked at and gave
 * no sign of life. What names no holder is no lock any more when it is two minutes old.
 * @throws FileRefusal when the lock's name belongs to a link or a folder
 */
export async function lockFile(file: string, context = here): Promise<Unlock | undefined> {
  const own: LockHolder = { ...context.self, token: randomUUID(), since: new Date().toISOString() };
  try {
    return hold(file, own, await create(file, own));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const seen = await readLock(file);
  if (seen === undefined || !isAbandoned(file, seen, context)) return undefined;
  return whileLeft(file, seen, context, async () => {
    const draft = `${file}.${randomUUID()}`;
    const handle = await create(draft, own);
    await rename(draft, file);
    return hold(file, own, handle);
  });
}

/** Who has a lock, for a message. Undefined: nobody, or nobody knows. */
export async function holderOf(file: string): Promise<LockHolder | undefined> {
  const seen = await readLock(file);
  return seen && readHolder(seen.text);
}

/** Milliseconds without a sign of life after which a person may take a lock away without knowing more. */
export const silenceToBreak = 10 * 60_000;

export interface HeldLock {
  readonly holder: LockHolder;
  /** Milliseconds since its last sign of life, as far as the clocks of both machines agree. */
  readonly silence: number;
  /** Its process can't be asked, such as in another container, and has been silent for so long. */
  readonly isSilent: boolean;
}

/** What can be said of a lock that another process has. Undefined: nobody has it, or nobody knows. */
export async function heldLock(file: string, { self } = here): Promise<HeldLock | undefined> {
  const seen = await readLock(file);
  return seen && heldBy(seen, self);
}

/**
 * Takes a lock away from a silent holder, as a person wants.
 * @returns false: it gives signs of life, and keeps it, or another one has taken it away
 */
export async function breakSilentLock(file: string, context = here): Promise<boolean> {
  const seen = await readLock(file);
  if (seen === undefined || !heldBy(seen, context.self)?.isSilent) return false;
  const isBroken = await whileLeft(file, seen, context, async () => {
    await rm(file, { force: true });
    return true;
  });
  return isBroken ?? false;
}

/** Takes a lock away from who has it, as its owner wants. @returns false: the file is no lock of ours and stays */
export async function breakLock(file: string): Promise<boolean> {
  if ((await holderOf(file)) === undefined) return false;
  await rm(file, { force: true });
  return true;
}

interface SeenLock {
  readonly text: string;
  /** When its holder last gave a sign of life, by whatever clock: it only has to change. */
  readonly touched: number;
}

function heldBy({ text, touched }: SeenLock, self: ProcessIdentity): HeldLock | undefined {
  const holder = readHolder(text);
  if (holder === undefined) return undefined;
  const silence = Math.max(0, Date.now() - touched);
  return { holder, silence, isSilent: silence >= silenceToBreak && stateOf(holder, self) === 'unknown' };
}

/**
 * Of all that see a lock left by the same holder, one at a time may act on that: who has the lock for just that.
 * @returns undefined: another one does, or has
 */
async function whileLeft<Result>(
  file: string,
  seen: SeenLock,
  context: LockContext,
  act: () => Promise<Result>,
): Promise<Result | undefined> {
  const unlock = await lockFile(`${file}.${hashOf(seen.text)}`, context);
  if (unlock === undefined) return undefined;
  try {
    return (await readLock(file))?.text === seen.text ? await act() : undefined;
  } finally {
    await unlock();
  }
}

const here: LockContext = { self: thisProcess(), now: () => performance.now() };

/** How long each lock has been watched without a sign of life. By file. */
const watched = new Map<string, SeenLock & { readonly at: number; readonly silence: number }>();

function isAbandoned(file: string, seen: SeenLock, { self, now }: LockContext): boolean {
  const holder = readHolder(seen.text);
  // Cut, or put there by somebody else: nobody gives signs of life for it, and who looks may look only once.
  if (holder === undefined && Date.now() - seen.touched >= longestSilence) return true;
  const state = holder ? stateOf(holder, self) : 'unknown';
  if (state !== 'unknown') return state === 'ended';
  const before = watched.get(file);
  const isSame = before?.text === seen.text && before.touched === seen.touched;
  const silence = isSame ? before.silence + Math.min(now() - before.at, mostPerLook) : 0;
  watched.set(file, { ...seen, at: now(), silence });
  return silence >= longestSilence;
}

async function create(file: string, own: LockHolder): Promise<FileHandle> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(own));
  } catch (error) {
    await handle.close();
    await rm(file, { force: true });
    throw error;
  }
  if (await isStillAt(file, handle)) return handle;
  await handle.close(); // it was taken over while it was empty, such as by a machine that slept between the two steps
  throw Object.assign(new Error('The lock was taken over'), { code: 'EEXIST' });
}

/** The open file is touched, not its name: a lock that was taken away is not held up by who had it. */
function hold(file: string, own: LockHolder, handle: FileHandle): Unlock {
  watched.delete(file);
  const timer = setInterval(() => {
    const now = new Date();
    handle.utimes(now, now).catch(() => {}); // such as on a share that is away: then it gives no sign of life
  }, beat);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await handle.close();
    if ((await holderOf(file))?.token === own.token) await rm(file, { force: true });
  };
}

const longestText = 4096;

async function readLock(file: string): Promise<SeenLock | undefined> {
  if ((await plainFileAt(file)) === undefined) return undefined;
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { mtimeMs } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestText), 0, longestText, 0);
    return { text: buffer.toString('utf8', 0, bytesRead), touched: mtimeMs };
  } finally {
    await handle.close();
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
