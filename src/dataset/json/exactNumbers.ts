// JSON whose numbers keep their digits. `JSON.parse` rounds what a double cannot hold: 12345678901234567890 becomes
// 12345678901234567000, and 1e999, once written again, null. Such numbers are read as marked texts, and
// `stringifyExactly` writes them as they stood. (`JSON.rawJSON` would do the same, but Node.js 20 lacks it.)
import { withoutMark } from './parse';
import { canonicalJson, type JsonValue } from './value';
import { endOfString } from './walk';

/** Before the digits of a number that a double cannot hold; no text of training data is this and a number. */
const MARK = '\u0000#exactly ';
const WRITTEN_MARK = JSON.stringify(MARK).slice(1, -1);
const MAY_BE_ROUNDED = /[\d.]{16}|\d[eE]/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const MARKED = new RegExp(`"${WRITTEN_MARK.replace(/[\\]/g, '\\\\')}([-+.\\deE]+)"`, 'g');

/** What `JSON.parse` gives, with marked texts for the numbers that it would change; undefined when it is not JSON. */
export function parseExactly(text: string): JsonValue | undefined {
  const json = withoutMark(text);
  try {
    const value = JSON.parse(json) as JsonValue;
    if (!MAY_BE_ROUNDED.test(json)) return value;
    return JSON.parse(markNumbers(json)) as JsonValue;
  } catch {
    return undefined;
  }
}

/** `JSON.stringify` of what `parseExactly` gave, each number with its own digits. */
export function stringifyExactly(value: JsonValue): string {
  return withExactNumbers(JSON.stringify(value));
}

/** JSON in which numbers are marked, with their digits. */
export function withExactNumbers(json: string): string {
  return json.replace(MARKED, '$1');
}

/** One text for all that is equal: the order of keys, and how a number is written, left aside. */
export function canonicalExactly(value: JsonValue): string {
  return canonicalJson(value).replace(MARKED, (_, number: string) => canonicalNumber(number));
}

/** The same with one spelling for equal numbers, to compare values by; undefined when `JSON.parse` rounds nothing. */
export function roundedNumbers(text: string): JsonValue | undefined {
  if (!MAY_BE_ROUNDED.test(text)) return undefined;
  const json = withoutMark(text);
  const marked = markNumbers(json, canonicalNumber);
  return marked === json ? undefined : (JSON.parse(marked) as JsonValue);
}

/** @param json known to be right */
function markNumbers(json: string, spell = (number: string) => number): string {
  let marked = '';
  let copied = 0;
  let at = 0;
  while (at < json.length) {
    if (json[at] === '"') {
      at = endOfString(json, at);
      continue;
    }
    NUMBER.lastIndex = at;
    const [number] = NUMBER.exec(json) ?? [];
    if (number === undefined) {
      at++;
      continue;
    }
    if (!isHeld(number)) {
      marked += `${json.slice(copied, at)}"${WRITTEN_MARK}${spell(number)}"`;
      copied = at + number.length;
    }
    at += number.length;
  }
  return marked + json.slice(copied);
}

/** Whether a double holds the number as it is written; 1, 1.0 and 1e0 are the same number. */
function isHeld(number: string): boolean {
  const held = Number(number);
  return Number.isFinite(held) && canonicalNumber(String(held)) === canonicalNumber(number);
}

/** One text for all ways to write a number: sign, digits without zeros at their ends, power of ten. */
export function canonicalNumber(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  let end = digits.length;
  while (digits[end - 1] === '0') end--; // /0+$/ would read each run of zeros once for each of its zeros
  const bare = digits.slice(0, end);
  if (bare === '') return '0';
  return `${sign}${bare}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - bare.length)}`;
}
