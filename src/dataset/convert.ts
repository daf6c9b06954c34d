import { CannotExpress } from './conversation';
import type { DatasetFormat } from './format';
import { parse } from './json/parse';
import { isObject } from './json/value';

/** A line that did not come over, or not with all that it has. */
export interface ConversionNote {
  /** From 0. */
  readonly line: number;
  readonly text: string;
  readonly reason: string;
  /** The line is in the result, without some keys. */
  readonly partly: boolean;
}

export interface Conversion {
  /** The lines that came over, one example each. */
  readonly lines: readonly string[];
  readonly notes: readonly ConversionNote[];
}

/** Writes examples in another format. What the other format has no place for is noted with its line, never dropped silently. */
export function convert(lines: readonly string[], from: DatasetFormat, to: DatasetFormat): Conversion {
  const converted: string[] = [];
  const notes: ConversionNote[] = [];
  for (const [line, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const note = (reason: string, partly = false) => notes.push({ line, text, reason, partly });
    const value = parse(text);
    if (value === undefined || !isObject(value)) {
      note('The line is not a JSON object.');
      continue;
    }
    if (!from.validate(value)) {
      note('The example does not have the form of its format.');
      continue;
    }
    try {
      converted.push(JSON.stringify(to.fromConversation(from.toConversation(value))));
    } catch (error) {
      if (!(error instanceof CannotExpress)) throw error;
      note(error.message);
      continue;
    }
    const extras = Object.keys(value).filter((key) => !from.conversationKeys.includes(key));
    if (extras.length > 0) note(`Left out: ${extras.join(', ')}.`, true);
  }
  return { lines: converted, notes };
}
