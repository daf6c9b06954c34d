import { closeSync, openSync, readSync } from 'node:fs';

/** UTF-8, or UTF-16 with its mark, as Excel's "Unicode text" has it. */
export function encodingOf(path: string): 'utf8' | 'utf16le' {
  const start = startOf(path, 2);
  return start[0] === 0xff && start[1] === 0xfe ? 'utf16le' : 'utf8';
}

export function startOf(path: string, length: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(fd, bytes, 0, length, 0));
  } finally {
    closeSync(fd);
  }
}
