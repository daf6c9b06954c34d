import { AsyncLocalStorage } from 'node:async_hooks';
import type { FileHandle } from 'node:fs/promises';
import disk from 'node:fs/promises';
import path from 'node:path';

/** A file's content, and what of it survives a loss of power. */
interface Inode {
  readonly number: bigint;
  content: Buffer;
  kept: Buffer;
  touched: number;
}

/** A change of a folder that its next `sync` makes last. */
interface NameChange {
  readonly folder: string;
  apply(names: Map<string, Inode>): void;
}

/** Called before each operation; never resolves in a process that has ended. */
export type Step = () => Promise<void>;

/**
 * A disk that forgets, when it loses power, what was not synced: of a file its content, of a folder its latest names, as
 * ext4 and others are free to do. Stands in for node:fs/promises below one folder while `use` runs.
 */
export class LosesPower {
  static readonly root = '/loses-power';
  static readonly #step = new AsyncLocalStorage<Step>();
  #names = new Map<string, Inode>();
  #kept = new Map<string, Inode>();
  #pending: NameChange[] = [];
  #count = 0n;
  /** Bytes that can still be written. */
  space = Number.POSITIVE_INFINITY;

  /** Lets a process run: each of its operations waits for `step`. */
  static run<Result>(step: Step, run: () => Promise<Result>): Promise<Result> {
    return LosesPower.#step.run(step, run);
  }

  /** Replaces Node's functions until what is returned is called. */
  use(): () => void {
    const before = { ...disk };
    const stand = <Name extends keyof typeof replacements>(name: Name) => {
      const real = before[name] as (...args: unknown[]) => Promise<unknown>;
      const ours = replacements[name] as (...args: unknown[]) => Promise<unknown>;
      Object.assign(disk, {
        [name]: async (file: unknown, ...args: unknown[]) => {
          if (typeof file !== 'string' || !file.startsWith(LosesPower.root)) return real(file, ...args);
          await LosesPower.#step.getStore()?.();
          return ours(file, ...args);
        },
      });
    };
    const replacements = {
      open: async (file: string, flags: string | number) => this.#open(file, flags),
      mkdir: async () => undefined,
      lstat: async (file: string) => this.#stats(this.#at(file)),
      readFile: async (file: string) => this.#at(file).content.toString('utf8'),
      readdir: async (folder: string) =>
        [...this.#names.keys()]
          .filter((name) => path.dirname(name) === folder)
          .map((name) => path.basename(name)),
      rename: async (from: string, to: string) => {
        const inode = this.#at(from);
        // One change: a rename is never half done.
        this.#change(to, (names) => {
          names.delete(from);
          names.set(to, inode);
        });
      },
      rm: async (file: string) => this.#change(file, (names) => names.delete(file)),
    };
    for (const name of Object.keys(replacements)) stand(name as keyof typeof replacements);
    return () => void Object.assign(disk, before);
  }

  /** Forgets what was not synced. @param chance 0 ≤ value < 1: whether the disk had got to a change by itself */
  losePower(chance: () => number): void {
    const names = new Map(this.#kept);
    // A journal keeps changes in order: the disk got to some of them, from the first.
    const reached = Math.floor(chance() * (this.#pending.length + 1));
    for (const { apply } of this.#pending.slice(0, reached)) apply(names);
    for (const inode of names.values()) {
      if (inode.content === inode.kept || chance() < 0.5) continue;
      inode.content = inode.kept;
    }
    this.#names = names;
    this.#kept = new Map(names);
    this.#pending = [];
  }

  #at(file: string): Inode {
    const inode = this.#names.get(file);
    if (inode) return inode;
    throw Object.assign(new Error(`ENOENT: ${file}`), { code: 'ENOENT' });
  }

  #change(file: string, apply: NameChange['apply']): void {
    apply(this.#names);
    this.#pending.push({ folder: path.dirname(file), apply });
  }

  #open(file: string, flags: string | number): Partial<FileHandle> {
    if (path.extname(file) === '') return this.#folder(file);
    const creates = flags === 'wx' || (typeof flags === 'number' && (flags & 0o100) !== 0);
    if (creates) {
      if (this.#names.has(file)) throw Object.assign(new Error('EEXIST'), { code: 'EEXIST' });
      const empty = Buffer.alloc(0);
      const inode: Inode = { number: ++this.#count, content: empty, kept: empty, touched: 0 };
      this.#change(file, (names) => names.set(file, inode));
    }
    return this.#handle(this.#at(file));
  }

  #folder(folder: string): Partial<FileHandle> {
    return {
      sync: async () => {
        await LosesPower.#step.getStore()?.();
        for (const change of this.#pending) if (change.folder === folder) change.apply(this.#kept);
        this.#pending = this.#pending.filter((change) => change.folder !== folder);
      },
      close: async () => {},
    };
  }

  #handle(inode: Inode): Partial<FileHandle> {
    const add = async (bytes: Buffer) => {
      await LosesPower.#step.getStore()?.();
      if (bytes.length > this.space) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      this.space -= bytes.length;
      inode.content = Buffer.concat([inode.content, bytes]);
    };
    const handle = {
      write: async (bytes: Buffer, from: number, length: number) => {
        await add(Buffer.from(bytes.subarray(from, from + length)));
        return { bytesWritten: length, buffer: bytes };
      },
      writeFile: (text: string) => add(Buffer.from(text)),
      chmod: async () => {},
      utimes: async () => {},
      stat: async () => this.#stats(inode),
      read: async (buffer: Buffer) => ({ buffer, bytesRead: inode.content.copy(buffer) }),
      sync: async () => {
        await LosesPower.#step.getStore()?.();
        inode.kept = inode.content;
      },
      close: async () => {},
    };
    return handle as unknown as Partial<FileHandle>;
  }

  #stats({ number, content, touched }: Inode) {
    return {
      isFile: () => true,
      isSymbolicLink: () => false,
      isDirectory: () => false,
      size: content.length,
      mtimeMs: touched,
      mode: 0o600,
      ino: number,
      dev: 1n,
    };
  }
}
