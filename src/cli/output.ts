// All that the commands write. Names of files and texts out of them may be a stranger's: none of it acts on a terminal.
import { once } from 'node:events';
import { printable, printableLines } from '../base/printable';

/** A line about the work, for the person. */
export function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/** A line of the result. */
export function printLine(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/**
 * Rows as they are, no faster than the reader reads; on a terminal what cannot be seen is escaped.
 * @param bytes whole lines
 */
export async function printRows(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { stdout } = process;
  const isTaken = stdout.write(
    stdout.isTTY ? printableLines(Buffer.from(bytes).toString('utf8')) : Uint8Array.from(bytes),
  );
  if (!isTaken) await once(stdout, 'drain', { signal });
}

const piece = 1 << 16;

/**
 * Writes results in larger pieces, and no faster than the reader reads.
 * @param isPrintable they are as `printableLines` would make them
 */
export async function print(
  pieces: AsyncIterable<string> | Iterable<string>,
  { isPrintable = false }: { readonly isPrintable?: boolean } = {},
): Promise<void> {
  let waiting: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const text = waiting.join('');
    const isRead = process.stdout.write(isPrintable ? text : printableLines(text));
    waiting = [];
    length = 0;
    if (!isRead) await once(process.stdout, 'drain');
  };
  for await (const text of pieces) {
    waiting.push(text);
    length += text.length;
    if (length >= piece) await flush();
  }
  await flush();
}
