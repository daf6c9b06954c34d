import type { JsonValue } from './value';
import { members, skipSpace } from './walk';

/** How a line sets its JSON: Python's `json.dumps` puts spaces, JavaScript's `JSON.stringify` none. */
export interface Spacing {
  readonly colon: ':' | ': ';
  readonly comma: ',' | ', ';
  /** Other letters than ASCII are written as `\uXXXX`. */
  readonly asciiOnly: boolean;
}

export const wideSpacing: Spacing = { colon: ': ', comma: ', ', asciiOnly: false };

/** The spacing of a line that holds an object. */
export function spacingOf(text: string): Spacing {
  const [first, second] = members(text, skipSpace(text, 0));
  if (!first) return wideSpacing;
  const isWide = text[first.valueRange.start - 1] === ' ';
  const comma = second ? text[second.keyRange.start - 1] === ' ' : isWide;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  const asciiOnly = /\\u[0-9a-f]{4}/i.test(text) && /^[\x00-\x7f]*$/.test(text);
  return { colon: isWide ? ': ' : ':', comma: comma ? ', ' : ',', asciiOnly };
}

export function stringify(value: JsonValue, spacing: Spacing): string {
  if (typeof value === 'string') return stringifyText(value, spacing);
  if (Array.isArray(value))
    return `[${value.map((element) => stringify(element, spacing)).join(spacing.comma)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const written = Object.entries(value).map(
    ([key, member]) => `${stringifyText(key, spacing)}${spacing.colon}${stringify(member, spacing)}`,
  );
  return `{${written.join(spacing.comma)}}`;
}

export function stringifyText(text: string, { asciiOnly }: Spacing): string {
  const json = JSON.stringify(text);
  if (!asciiOnly) return json;
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
