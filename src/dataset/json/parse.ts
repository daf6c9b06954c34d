import type { JsonValue } from './value';

/** `JSON.parse` that also reads past a byte order mark; undefined when the line is not JSON. */
export function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(withoutMark(text)) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The line with a space for its byte order mark, so that columns stay. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
}
