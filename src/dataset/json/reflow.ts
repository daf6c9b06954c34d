// JSON that is spread over several lines, or that holds many examples in one list, as JSONL.

import { parse } from './parse';
import { endOfString } from './walk';

/** Deeper values are refused, and a file of opening brackets would be followed to its end from each of its lines. */
const DEEPEST = 100;
/** How far a value that starts on one line is followed. */
const MOST_LINES_OF_OBJECT = 2_000;
const MOST_LINES_OF_LIST = 200_000;

export interface Reflowed {
  /** How many lines the value covers, the first included. */
  readonly count: number;
  /** One line for each object. */
  readonly texts: readonly string[];
}

/** Follows a value that starts on `line` to the line where its brackets close. Undefined when they never do. */
export function reflow(
  line: number,
  lineCount: number,
  textOf: (line: number) => string,
): Reflowed | undefined {
  const pieces: string[] = [];
  let depth = 0;
  const most = textOf(line).trimStart().startsWith('[') ? MOST_LINES_OF_LIST : MOST_LINES_OF_OBJECT;
  for (let at = line; at < lineCount && at < line + most; at++) {
    const text = textOf(at);
    pieces.push(text);
    depth += bracketsOf(text);
    if (depth < 0 || depth > DEEPEST) return undefined;
    if (depth > 0) continue;
    const value = parse(pieces.join('\n').trimEnd().replace(/,$/, ''));
    if (value === undefined) return undefined;
    const values = Array.isArray(value) ? value : [value];
    return { count: at - line + 1, texts: values.map((each) => JSON.stringify(each)) };
  }
  return undefined;
}

/** Brackets opened minus brackets closed outside of texts. */
function bracketsOf(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
  }
  return depth;
}
