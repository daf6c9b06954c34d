// The bytes of a training file that is too large to be a text: read piece by piece, whenever they are needed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import type { DiskFile } from '../../contract/service';
import { LineHasher, type LineMap } from '../../droppedExamples/lineMap';

const PIECE = 1 << 20;
export async function* trainingBytes(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path, { highWaterMark: PIECE });
}

/** Rejects when the file cannot be read, and with an `AbortError`. */
export async function diskFile(path: string, name: string, signal?: AbortSignal): Promise<DiskFile> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of trainingBytes(path)) {
    signal?.throwIfAborted();
    hash.update(piece);
    size += piece.length;
  }
  return { kind: 'disk', name, path, size, sha256: hash.digest('hex') };
}

/**
 * Hashes a file, and each of its lines. Rejects when it cannot be read.
 * @param report told the bytes that are read
 */
export async function hashedLines(
  path: string,
  report: (read: number) => void = () => {},
): Promise<{ readonly size: number; readonly sha256: string; readonly lines: LineMap }> {
  const sha256 = createHash('sha256');
  let lines = new Float64Array(1024);
  let count = 0;
  const hasher = new LineHasher((_, hash) => {
    if (count === lines.length) {
      const larger = new Float64Array(lines.length * 2);
      larger.set(lines);
      lines = larger;
    }
    lines[count++] = hash;
  });
  let size = 0;
  for await (const piece of trainingBytes(path)) {
    sha256.update(piece);
    hasher.write(piece);
    size += piece.length;
    report(size);
  }
  hasher.end();
  return { size, sha256: sha256.digest('hex'), lines: lines.slice(0, count) };
}

/**
 * The bytes that were hashed. Rejects with a `UserError` when the file holds others by now, and then the last piece is never
 * given: what receives them can't take them for the whole file.
 */
export async function* sameBytes({ path, name, size, sha256 }: DiskFile): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let read = 0;
  let held: Buffer | undefined;
  for await (const piece of trainingBytes(path)) {
    read += piece.length;
    if (read > size) throw changed(name);
    hash.update(piece);
    if (held) yield held;
    held = piece;
  }
  if (read !== size || hash.digest('hex') !== sha256) throw changed(name);
  if (held) yield held;
}

export function changed(name: string): UserError {
  return new UserError(l10n.t('{0} was changed while it was read. Try again.', name), 'DATA_CHANGED');
}
