import type { Conversation } from '../example/conversation';
import type { DatasetFormat } from '../formats/format';
import { type Spacing, spacingOf, stringify, wideSpacing } from '../json/spacing';

/** A conversation as a line of a file. Throws `CannotExpress` when the format has no way to write it. */
export function writtenExample(format: DatasetFormat, conversation: Conversation, spacing: Spacing): string {
  return stringify(format.fromConversation(conversation), spacing);
}

/** The spacing of the last line that holds an example, so that a new one looks like it. */
export function spacingLike(lines: readonly string[]): Spacing {
  const last = lines.findLast((line) => line.trimStart().startsWith('{'));
  return last === undefined ? wideSpacing : spacingOf(last);
}
