import { endOfString } from '../json/walk';

/**
 * What must be pasted between `start` and `end` of a line so that the JSON text there stays whole: the pasted text
 * with escapes. Undefined where it fits as it is, such as outside of texts or with escapes of its own.
 */
export function escapedPaste(line: string, start: number, end: number, pasted: string): string | undefined {
  if (!isInText(line, start, end) || fits(pasted)) return undefined;
  return JSON.stringify(pasted.replace(/\r\n?/g, '\n')).slice(1, -1);
}

function isInText(line: string, start: number, end: number): boolean {
  for (let quote = line.indexOf('"'); quote !== -1 && quote < start; ) {
    const after = endOfString(line, quote);
    if (end < after) return true;
    quote = line.indexOf('"', after);
  }
  return false;
}

function fits(pasted: string): boolean {
  try {
    JSON.parse(`"${pasted}"`);
    return true;
  } catch {
    return false;
  }
}
