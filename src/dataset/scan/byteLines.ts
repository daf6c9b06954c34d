import { open } from 'node:fs/promises';

const NEWLINE = 0x0a;
const PIECE = 1 << 20;

/**
 * The lines of a file with their line ends, as they are, some at a time. Each batch is only good until the next.
 * @param most bytes of a line that are given; what follows them, with its line end, is left out
 */
export async function* byteLines(path: string, most = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer[]> {
  const file = await open(path, 'r');
  try {
    let buffer = Buffer.allocUnsafe(PIECE);
    let length = 0;
    /** The line that starts the buffer is longer than it may be, and has been given. */
    let isGiven = false;
    for (;;) {
      if (length === buffer.length) {
        const larger = Buffer.allocUnsafe(buffer.length * 2);
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
      }
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      const batch: Buffer[] = [];
      const give = (start: number, end: number) => {
        if (!isGiven) batch.push(buffer.subarray(start, Math.min(end, start + most)));
        isGiven = false;
      };
      let start = 0;
      for (let from = length; ; ) {
        const newline = buffer.subarray(0, length + bytesRead).indexOf(NEWLINE, from);
        if (newline === -1) break;
        give(start, newline + 1);
        start = from = newline + 1;
      }
      length += bytesRead;
      if (length > start && (bytesRead === 0 || isGiven || length - start > most)) {
        give(start, length);
        isGiven = true;
        start = length;
      }
      if (batch.length > 0) yield batch;
      if (bytesRead === 0) return;
      buffer.copyWithin(0, start, length);
      length -= start;
    }
  } finally {
    await file.close();
  }
}
