// UTF-16, as PowerShell's `>` writes it. With a mark VS Code reads it by itself; without one it shows a NUL for every
// second byte.
import type { Container } from './container';

export const utf16: Container = {
  id: 'utf16',
  isJsonLines: false,
  holds(head) {
    const start = head.slice(0, 1000);
    return start.length > 20 && start.split('\0').length > start.length / 4;
  },
  describe: () =>
    'The file is encoded in UTF-16, but services read only UTF-8. Reopen it with its encoding (Reopen with Encoding, "UTF-16 LE"), and then save it as UTF-8.',
  lines: () => undefined,
};

export type Utf16 = 'utf-16le' | 'utf-16be';

/** Which UTF-16 the bytes are, by their mark or by the zeros beside ASCII; undefined when they are not. */
export function utf16Of(bytes: Uint8Array): Utf16 | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 2000);
  if (start.length < 20) return undefined;
  const zeros = [0, 0];
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > start.length / 4 && even < odd / 4) return 'utf-16le';
  return even > start.length / 4 && odd < even / 4 ? 'utf-16be' : undefined;
}

export function describeUtf16(encoding: Utf16): string {
  const order = encoding === 'utf-16le' ? 'little-endian' : 'big-endian';
  return `The file is encoded in UTF-16 (${order}), but services read only UTF-8. Save it as UTF-8.`;
}
