// Why a line is not JSON: the exact place and a sentence that a person understands. Reads the line once,
// from left to right, with its own stack, so that neither length nor nesting can hang or overflow it.
import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/numbers';
import type { ColumnRange } from '../checking/problem';
import { endOfString, skipSpace } from './walk';

export type JsonErrorCode =
  | 'truncated'
  | 'trailing-comma'
  | 'missing-comma'
  | 'missing-colon'
  | 'missing-value'
  | 'single-quotes'
  | 'smart-quotes'
  | 'python-literal'
  | 'not-a-number'
  | 'bad-number'
  | 'unquoted-key'
  | 'bad-escape'
  | 'control-character'
  | 'comment'
  | 'mismatched-bracket'
  | 'second-value'
  | 'not-json';

export interface JsonError {
  readonly code: JsonErrorCode;
  readonly range: ColumnRange;
  readonly message: string;
}

type Expect = 'value' | 'first-key' | 'key' | 'colon' | 'first-element' | 'comma-or-end';

const WORDS: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };
const NO_NUMBERS = new Set(['NaN', 'Infinity', '-Infinity', 'nan', 'inf', '-inf', 'undefined']);
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The first error of a line that `JSON.parse` refuses; undefined when there is none. */
export function diagnoseJson(text: string): JsonError | undefined {
  const open: number[] = [];
  let expect = 'value' as Expect;
  let at = skipSpace(text, 0);
  let comma = -1;
  if (at >= text.length) return error('not-json', 0, text.length, l10n.t('This line is empty.'));

  const afterValue = (end: number): void => {
    expect = 'comma-or-end';
    at = skipSpace(text, end);
  };

  while (at < text.length) {
    const char = text[at] ?? '';
    const top = open.at(-1);
    if (expect === 'comma-or-end') {
      if (top === undefined) return secondValue(text, at);
      if (char === ',') {
        comma = at;
        expect = text[top] === '{' ? 'key' : 'value';
        at = skipSpace(text, at + 1);
        continue;
      }
      if (char === '}' || char === ']') {
        const wrong = mismatch(text, top, at);
        if (wrong) return wrong;
        open.pop();
        afterValue(at + 1);
        continue;
      }
      return missingComma(text, at, top);
    }
    if (expect === 'colon') {
      if (char !== ':') return missingColon(text, at);
      expect = 'value';
      at = skipSpace(text, at + 1);
      continue;
    }
    if ((char === '}' && expect === 'first-key') || (char === ']' && expect === 'first-element')) {
      open.pop();
      afterValue(at + 1);
      continue;
    }
    if (char === '}' || char === ']') {
      if (comma >= 0 && skipSpace(text, comma + 1) === at) {
        return error('trailing-comma', comma, comma + 1, l10n.t('Unexpected comma before {0}.', quote(char)));
      }
      if (top === undefined)
        return error('mismatched-bracket', at, at + 1, l10n.t('Unmatched {0}.', quote(char)));
      if (text[at - 1] === ':' || expect === 'value') {
        return error('missing-value', at, at + 1, l10n.t('Missing value before {0}.', quote(char)));
      }
      return mismatch(text, top, at) ?? error('not-json', at, at + 1, l10n.t('Unexpected {0}.', quote(char)));
    }
    if (char === '"') {
      const end = endOfString(text, at);
      const wrong = stringError(text, at, end, open.length > 0);
      if (wrong) return wrong;
      if (expect === 'key' || expect === 'first-key') {
        expect = 'colon';
        at = skipSpace(text, end);
      } else afterValue(end);
      continue;
    }
    if (expect === 'key' || expect === 'first-key') return badKey(text, at);
    if (char === '{' || char === '[') {
      open.push(at);
      expect = char === '{' ? 'first-key' : 'first-element';
      at = skipSpace(text, at + 1);
      continue;
    }
    const word = wordAt(text, at);
    const wrong = badWord(text, at, word);
    if (wrong) return wrong;
    afterValue(at + word.length);
  }
  return open.length === 0 && expect === 'comma-or-end' ? undefined : truncated(text, open, expect);
}

function error(code: JsonErrorCode, start: number, end: number, message: string): JsonError {
  return { code, range: { start, end }, message };
}

function quote(text: string): string {
  return text.length > 40 ? `"${text.slice(0, 39)}…"` : `"${text}"`;
}

function wordAt(text: string, at: number): string {
  const word = /[^\s,:[\]{}"'“”‘’]+/y;
  word.lastIndex = at;
  return word.exec(text)?.[0] ?? text.slice(at, at + 1);
}

function truncated(text: string, open: readonly number[], expect: Expect): JsonError {
  const end = text.trimEnd().length;
  const top = open.at(-1);
  const missing = open.map((start) => (text[start] === '{' ? '}' : ']')).reverse();
  if (missing.length === 1 && text.trim().length === 1) {
    return error(
      'truncated',
      0,
      text.length,
      l10n.t(
        'This line contains only {0}. The value is spread over several lines. Write each example on one line.',
        quote(text.trim()),
      ),
    );
  }
  const closing =
    missing.length > 8 ? l10n.t('{0} closing brackets', grouped(missing.length)) : quote(missing.join(''));
  const isBetween = expect === 'comma-or-end' || top === undefined;
  return error(
    'truncated',
    Math.max(0, end - 1),
    end,
    isBetween
      ? l10n.t('Unexpected end of line: missing {0}.', closing)
      : l10n.t('Unexpected end of line in the middle of a value: missing {0}.', closing),
  );
}

function secondValue(text: string, at: number): JsonError {
  const char = text[at] ?? '';
  const end = text.trimEnd().length;
  if (char === ',' && skipSpace(text, at + 1) >= end) {
    return error(
      'trailing-comma',
      at,
      at + 1,
      l10n.t("Unexpected comma after the example. JSONL lines aren't separated by commas."),
    );
  }
  if (char === '}' || char === ']') {
    return error('mismatched-bracket', at, at + 1, l10n.t('Unmatched {0}.', quote(char)));
  }
  const start = char === ',' ? skipSpace(text, at + 1) : at;
  if (text[start] === '{' || text[start] === '[' || text[start] === '"') {
    return error(
      'second-value',
      at,
      end,
      l10n.t('Unexpected second value. Each line must contain exactly one example.'),
    );
  }
  if (text.startsWith('//', at) || text.startsWith('#', at) || text.startsWith('/*', at))
    return comment(at, end);
  return error(
    'second-value',
    at,
    end,
    l10n.t('Unexpected {0} after the example.', quote(text.slice(at, end))),
  );
}

function comment(start: number, end: number): JsonError {
  return error('comment', start, end, l10n.t("Comments aren't allowed in JSON."));
}

function mismatch(text: string, open: number, close: number): JsonError | undefined {
  const wanted = text[open] === '{' ? '}' : ']';
  const found = text[close] ?? '';
  if (found === wanted) return undefined;
  return error(
    'mismatched-bracket',
    close,
    close + 1,
    l10n.t('Expected {0} but found {1}.', quote(wanted), quote(found)),
  );
}

function missingComma(text: string, at: number, top: number): JsonError {
  const char = text[at] ?? '';
  if (char === ':') return error('not-json', at, at + 1, l10n.t('Unexpected colon.'));
  const closed = text[at - 1] === '"' && /[\p{L}\p{N}]/u.test(char);
  const message = closed
    ? l10n.t(
        'Unescaped quote: the string ended at the previous quote. Write \\" for a quote inside a string.',
      )
    : text[top] === '{'
      ? l10n.t('A comma is missing before the next key.')
      : l10n.t('A comma is missing before the next element.');
  return error('missing-comma', at, at + wordLength(text, at), message);
}

function wordLength(text: string, at: number): number {
  if (text[at] === '"') return endOfString(text, at) - at;
  return wordAt(text, at).length;
}

function missingColon(text: string, at: number): JsonError {
  return error(
    'missing-colon',
    at,
    at + wordLength(text, at),
    l10n.t('Missing colon between the key and its value.'),
  );
}

function endOfSingleQuoted(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === "'") return i + 1;
  }
  return text.length;
}

function quotesError(text: string, at: number): JsonError | undefined {
  const char = text[at] ?? '';
  if (char === "'") {
    return error(
      'single-quotes',
      at,
      endOfSingleQuoted(text, at),
      l10n.t('JSON requires double quotes, not single quotes. This looks like a Python dict.'),
    );
  }
  if ('“”„‘’«»'.includes(char)) {
    return error(
      'smart-quotes',
      at,
      at + 1,
      l10n.t('Unexpected curly quote {0}. JSON requires straight quotes: ".', char),
    );
  }
  return undefined;
}

function badKey(text: string, at: number): JsonError {
  const quotes = quotesError(text, at);
  if (quotes) return quotes;
  const char = text[at] ?? '';
  if (char === ',') return error('trailing-comma', at, at + 1, l10n.t('Unexpected comma.'));
  if (text.startsWith('//', at) || text.startsWith('/*', at)) return comment(at, text.length);
  if (char === '{' || char === '[' || char === ':') {
    return error('missing-value', at, at + 1, l10n.t('Missing key in double quotes.'));
  }
  const word = wordAt(text, at);
  return error(
    'unquoted-key',
    at,
    at + word.length,
    l10n.t('Key {0} must be in double quotes.', quote(word)),
  );
}

function badWord(text: string, at: number, word: string): JsonError | undefined {
  const quotes = quotesError(text, at);
  if (quotes) return quotes;
  if (word === 'true' || word === 'false' || word === 'null' || NUMBER.test(word)) return undefined;
  const end = at + word.length;
  const json = WORDS[word];
  if (json !== undefined)
    return error(
      'python-literal',
      at,
      end,
      l10n.t('{0} is Python syntax. Use {1} in JSON.', quote(word), quote(json)),
    );
  if (NO_NUMBERS.has(word))
    return error('not-a-number', at, end, l10n.t("{0} isn't allowed in JSON.", quote(word)));
  if (/^[-+.]?\d/.test(word))
    return error('bad-number', at, end, l10n.t("{0} isn't a valid JSON number.", quote(word)));
  if (word.startsWith('//') || word.startsWith('/*')) return comment(at, text.length);
  if (word === ',' || word === ':')
    return error('missing-value', at, at + 1, l10n.t('Missing value before {0}.', quote(word)));
  const what =
    at === skipSpace(text, 0)
      ? l10n.t("This line isn't valid JSON")
      : l10n.t("{0} isn't valid JSON", quote(word));
  return error('not-json', at, end, l10n.t('{0}: strings must be in double quotes.', what));
}

function stringError(text: string, start: number, end: number, inside: boolean): JsonError | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the rule looks for
  const suspect = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|(?<bad>u.{0,4}|.?))|[\u0000-\u001f]/gs;
  const closed = end > start + 1 && text[end - 1] === '"' && endsUnescaped(text, start, end);
  const limit = closed ? end - 1 : end;
  for (const match of text.slice(start + 1, limit).matchAll(suspect)) {
    const found = match[0];
    const index = start + 1 + match.index;
    if (found.length === 1 && found !== '\\') return controlCharacter(found, index);
    const bad = match.groups?.bad;
    if (bad === undefined) continue;
    if (index + 1 >= limit) break;
    const stop = Math.min(limit, index + (bad.startsWith('u') ? 6 : 2));
    return error(
      'bad-escape',
      index,
      stop,
      l10n.t('Invalid escape sequence {0}. For a backslash, write \\\\.', quote(text.slice(index, stop))),
    );
  }
  if (closed) return undefined;
  const what = inside ? l10n.t('Unterminated string') : l10n.t('Unterminated string');
  return error('truncated', start, text.trimEnd().length, l10n.t('{0}: missing closing quote.', what));
}

/** `endOfString` gives the end of the line both for a last quote and for none. */
function endsUnescaped(text: string, start: number, end: number): boolean {
  let slashes = 0;
  while (end - 2 - slashes > start && text[end - 2 - slashes] === '\\') slashes++;
  return slashes % 2 === 0;
}

function controlCharacter(char: string, at: number): JsonError {
  const code = char.charCodeAt(0);
  const written = code === 9 ? '\\t' : code === 13 ? '\\r' : `\\u${code.toString(16).padStart(4, '0')}`;
  const name =
    code === 9 ? l10n.t('A tab') : code === 0 ? l10n.t('A NUL character') : l10n.t('A control character');
  return error(
    'control-character',
    at,
    at + 1,
    l10n.t('{0} in a string must be written as {1}.', name, written),
  );
}
