import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type FileStamp, hashOfEnds, isSameStamp, stampOf } from '../../base/files/fileStamp';
import type { ByteRange } from './lineStarts';

/** The version of a file that rows are read from. */
export interface FileVersion {
  readonly stamp: FileStamp;
  readonly hash: string;
}

/**
 * A file whose rows are read here and there. While it has edits it is held open: a program that writes another version
 * beside it and renames that leaves us the one that the edits are for.
 */
export class RowFile {
  #held: FileHandle | undefined;
  readonly #readings = new Set<Promise<unknown>>();
  /** Of the version that was held last. */
  #hash = '';
  /** Of the version that was looked at. */
  stamp: FileStamp | undefined;

  constructor(readonly path: string) {}

  /** Holds the version that was looked at. @returns false when the file is another by now */
  async hold(): Promise<boolean> {
    if (this.#held) return true;
    const { stamp } = this;
    const held = await open(this.path, 'r');
    const hash = await hashOfEnds(this.path);
    const isSame =
      stamp && isSameStamp(await stampOf(held), stamp) && isSameStamp(await stampOf(this.path), stamp);
    if (!isSame || this.#held) {
      await held.close();
      return this.#held !== undefined;
    }
    this.#held = held;
    this.#hash = hash;
    return true;
  }

  async release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    await Promise.allSettled(this.#readings); // of it
    await held?.close();
  }

  /** The version that is held, as long as it is. */
  get held(): FileHandle | undefined {
    return this.#held;
  }

  get version(): FileVersion | undefined {
    return this.stamp && { stamp: this.stamp, hash: this.#hash };
  }

  /**
   * `replaced`: by another file, or gone; what is held is as it was. `overwritten`: what it was is lost, unless it has not
   * been held.
   */
  async state(): Promise<'same' | 'replaced' | 'overwritten'> {
    if (isSameStamp(await stampOf(this.path), this.stamp)) return 'same';
    if (!this.#held || !isSameStamp(await stampOf(this.#held), this.stamp)) return 'overwritten';
    return 'replaced';
  }

  /** What rows are read from: open when it is held. */
  get source(): FileHandle | string {
    return this.#held ?? this.path;
  }

  /** Gives the file to read from, which stays open as long as that takes. */
  async reading<Result>(read: (file: FileHandle) => Promise<Result>): Promise<Result> {
    if (this.#held) {
      const reading = read(this.#held);
      this.#readings.add(reading);
      return reading.finally(() => this.#readings.delete(reading));
    }
    const file = await open(this.path, 'r');
    try {
      return await read(file);
    } finally {
      await file.close();
    }
  }

  /** At once, for a row that an edit asks for. */
  bytesNow({ start, end }: ByteRange): Buffer {
    const file = this.#held?.fd ?? openSync(this.path, 'r');
    try {
      const bytes = Buffer.allocUnsafe(end - start);
      for (let done = 0; done < bytes.length; ) {
        const length = readSync(file, bytes, done, bytes.length - done, start + done);
        if (length === 0) throw new Error('The file became shorter while it was read');
        done += length;
      }
      return bytes;
    } finally {
      if (file !== this.#held?.fd) closeSync(file);
    }
  }
}
