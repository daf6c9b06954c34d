// Examples in one JSON document: an array, the body of a request, or objects that are laid out over several lines.
import * as l10n from '@vscode/l10n';

import { counted } from '../../base/numbers';
import { detectFormat } from '../formats/detection/detectFormat';
import { parseExactly, stringifyExactly } from '../json/exactNumbers';
import { isObject, type JsonObject, type JsonValue } from '../json/value';
import { endOfValue, skipSpace } from '../json/walk';
import type { Container } from './container';

export const jsonArray: Container = {
  id: 'jsonArray',
  isJsonLines: true,
  holds(head) {
    const end = endOfValue(head, skipSpace(head, 0));
    return isArray(head) && !isLaidOut(head) && head.slice(end).trim() === '';
  },
  describe: (text, isWhole) => sentence(l10n.t('one JSON array'), text, isWhole),
  lines: linesOf,
};

export const laidOutArray: Container = {
  ...jsonArray,
  id: 'laidOutArray',
  isJsonLines: false,
  holds: (head) => isArray(head) && isLaidOut(head),
};

export const laidOutJson: Container = {
  id: 'laidOutJson',
  isJsonLines: false,
  holds(head) {
    const start = skipSpace(head, 0);
    return head[start] === '{' && isLaidOut(head) && isExample(valueAt(head, start));
  },
  describe: (text, isWhole) =>
    l10n.t(
      'The file has {0} on several lines. Each example must be on its own line.',
      countOf(text, isWhole),
    ),
  lines: linesOf,
};

/** What is sent to a service, such as the body of the tutorial's request: the examples stand somewhere inside. */
export const requestBody: Container = {
  id: 'requestBody',
  isJsonLines: true,
  holds: (head) => isRequest(head) && !isLaidOut(head),
  describe: (text, isWhole) => sentence(l10n.t('one JSON request'), text, isWhole),
  lines: linesOf,
};

export const laidOutRequest: Container = {
  ...requestBody,
  id: 'laidOutRequest',
  isJsonLines: false,
  holds: (head) => isRequest(head) && isLaidOut(head),
};

function isRequest(head: string): boolean {
  const start = skipSpace(head, 0);
  if (head[start] !== '{' || isExample(valueAt(head, start)) || isFollowedByLine(head, start)) return false;
  for (const list of head.slice(start, start + 4000).matchAll(/"\w+"\s*:\s*\[\s*(?=\{)/g))
    if (isExample(valueAt(head, start + list.index + list[0].length))) return true;
  return false;
}

/** The second line is a value of its own: the first is a broken line of JSON Lines, not a request. */
function isFollowedByLine(head: string, start: number): boolean {
  const lineEnd = head.indexOf('\n', start);
  const second = skipSpace(head, lineEnd + 1);
  if (lineEnd === -1 || head[second] !== '{') return false;
  const next = head[skipSpace(head, endOfValue(head, second))];
  return next !== ',' && next !== ']' && next !== '}';
}

function isArray(head: string): boolean {
  const start = skipSpace(head, 0);
  if (head[start] !== '[') return false;
  const first = skipSpace(head, start + 1);
  const next = head[skipSpace(head, endOfValue(head, first))];
  return (next === ',' || next === ']') && isExample(valueAt(head, first));
}

/** The first value goes over several lines. */
function isLaidOut(head: string): boolean {
  const start = skipSpace(head, 0);
  const lineEnd = head.indexOf('\n', start);
  return lineEnd !== -1 && lineEnd < endOfValue(head, start);
}

function sentence(what: string, text: string, isWhole: boolean): string {
  return l10n.t(
    'The file is {0} of {1}. Each example must be on its own line.',
    what,
    countOf(text, isWhole),
  );
}

function countOf(text: string, isWhole: boolean): string {
  const count = isWhole ? linesOf(text)?.length : undefined;
  return count === undefined ? l10n.t('examples') : counted(count, 'example');
}

/** The value that starts at `start`; undefined when it is not whole or no JSON. */
function valueAt(text: string, start: number): JsonValue | undefined {
  return parseExactly(text.slice(start, endOfValue(text, start)));
}

function isExample(value: JsonValue | undefined): value is JsonObject {
  return isObject(value) && detectFormat(value, undefined).sure;
}

function linesOf(text: string): string[] | undefined {
  const examples: JsonValue[] = [];
  for (let at = skipSpace(text, text.startsWith('\ufeff') ? 1 : 0); at < text.length; ) {
    const end = endOfValue(text, at);
    const value = parseExactly(text.slice(at, end));
    if (value === undefined) return undefined;
    for (const example of examplesIn(value)) examples.push(example);
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return examples.map(stringifyExactly);
}

const DEEPEST_LIST = 8;

/** Of all lists of examples inside a value, such as one for training and one for validation. */
function examplesIn(value: JsonValue): JsonValue[] {
  if (isExample(value)) return [value];
  const found = listsIn(value, 0).flat();
  return found.length > 0 ? found : [value];
}

function listsIn(value: JsonValue, depth: number): JsonValue[][] {
  if (depth > DEEPEST_LIST) return [];
  if (Array.isArray(value) && isExample(value[0])) return [value];
  const inside = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return inside.flatMap((each) => listsIn(each, depth + 1));
}
