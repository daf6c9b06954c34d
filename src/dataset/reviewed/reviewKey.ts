import { createHash } from 'node:crypto';
import { roundedNumbers } from '../json/exactNumbers';
import { parse } from '../json/parse';
import { canonicalJson } from '../json/value';
import { isReadable } from '../line/checkLine';
import { LONGEST_LINE } from '../rules/lineSize';

/**
 * Names what a row says, so that a mark follows it wherever it goes, and is gone when it says something else: spaces and
 * the order of keys aside. 128 bits. Undefined of blank lines, and of those that are too long to be read.
 */
export function reviewKey(text: string): string | undefined {
  const written = text.trim();
  if (written === '' || written.length > LONGEST_LINE) return undefined;
  const value = isReadable(written) ? parse(written) : undefined;
  const said = value === undefined ? written : canonicalJson(roundedNumbers(written) ?? value);
  return createHash('sha256').update(said).digest('base64url').slice(0, 22);
}
