// UTF-16, as PowerShell's `>` writes it, and UTF-32. VS Code reads UTF-16 with a mark by itself; without one it shows
// NULs between the characters.
import * as l10n from '@vscode/l10n';
import type { Container } from './container';

export const wideEncoding: Container = {
  id: 'wideEncoding',
  isJsonLines: false,
  holds: (head) => head.slice(0, 4).includes('\0'),
  describe: (text) =>
    text.slice(0, 4).includes('\0\0')
      ? describeEncoding('utf-32le')
      : l10n.t(
          'The file is encoded in UTF-16, but services read only UTF-8. Reopen it with its encoding (Reopen with Encoding, "UTF-16 LE"), and then save it as UTF-8.',
        ),
  lines: () => undefined,
};

export type Utf16 = 'utf-16le' | 'utf-16be';
export type WideEncoding = Utf16 | 'utf-32le' | 'utf-32be';

/** The encoding by its mark, or by the zeros beside the ASCII that JSON begins with (RFC 4627, 3); undefined for UTF-8. */
export function encodingOf(bytes: Uint8Array): WideEncoding | undefined {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  const mark = [a, b, c, d].join();
  if (mark === '255,254,0,0') return 'utf-32le';
  if (mark === '0,0,254,255') return 'utf-32be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const zeros = [a, b, c, d].map((byte) => (byte === 0 ? '0' : 'x')).join('');
  return byZeros[zeros];
}

const byZeros: Readonly<Record<string, WideEncoding>> = {
  x0x0: 'utf-16le',
  '0x0x': 'utf-16be',
  x0xx: 'utf-16le', // only the first character is ASCII
  '0xxx': 'utf-16be',
  x000: 'utf-32le',
  '000x': 'utf-32be',
};

/** VS Code takes the mark of UTF-32 for that of UTF-16, and shows NULs. @param head the start of the text as shown */
export function shownEncoding(encoding: Utf16, head: string): WideEncoding {
  if (!head.slice(0, 4).includes('\0')) return encoding;
  return encoding === 'utf-16le' ? 'utf-32le' : 'utf-32be';
}

export function describeEncoding(encoding: WideEncoding): string {
  const name = encoding.startsWith('utf-16') ? 'UTF-16' : 'UTF-32';
  const order = encoding.endsWith('le') ? 'little-endian' : 'big-endian';
  return l10n.t(
    'The file is encoded in {0} ({1}), but services read only UTF-8. Save it as UTF-8.',
    name,
    order,
  );
}
