import { parse } from '../json/parse';

/** After the quote that ends a text: the end of its object or list, or a comma and the next key or element. */
const ENDS_VALUE = /^\s*(?:[}\]]|,\s*(?:"(?:[^"\\]|\\.)*"\s*[:,\]]|[{[\d-]|true|false|null))/;
const ENDS_KEY = /^\s*:/;
const LONGEST_LINE = 100_000;

/**
 * The line with backslashes before the quotes that stand inside its texts, as in `"He said "hi""`. Which quotes
 * those are is a guess; undefined unless the result is JSON.
 */
export function escapeQuotes(line: string): string | undefined {
  if (line.length > LONGEST_LINE) return undefined;
  let written = '';
  let at = 0;
  while (at < line.length) {
    const open = line.indexOf('"', at);
    if (open === -1) break;
    const close = closingQuote(line, open);
    if (close === undefined) return undefined;
    const text = line.slice(open + 1, close).replace(/\\.|"/g, (found) => (found === '"' ? '\\"' : found));
    written += `${line.slice(at, open)}"${text}"`;
    at = close + 1;
  }
  written += line.slice(at);
  return written !== line && parse(written) !== undefined ? written : undefined;
}

function closingQuote(line: string, open: number): number | undefined {
  const isKey = /[{,]\s*$/.test(line.slice(Math.max(0, open - 20), open));
  for (let at = open + 1; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === '"') {
      const rest = line.slice(at + 1, at + 300);
      if (ENDS_VALUE.test(rest) || (isKey && ENDS_KEY.test(rest))) return at;
    }
  }
  return undefined;
}
