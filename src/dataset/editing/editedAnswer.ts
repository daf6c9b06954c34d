// The answer of a model as text that people edit: plain where it is one text, else parts under headings (`## call`), as
// in conversationText.ts.
import type { Part } from '../example/conversation';
import { readConversation, writeConversation } from '../reading/conversationText';

const HEADING = '# model\n';
const SECTION = /^\\*## +(?:text|thought|call|result|file|data|other)\b/;

export function writeAnswer(parts: readonly Part[]): string {
  const [first] = parts;
  const isPlain = parts.length === 1 && first?.kind === 'text' && !first.thought;
  if (isPlain && !SECTION.test(first.text)) return first.text;
  const forced: readonly Part[] = isPlain ? [first, { kind: 'text', text: '' }] : parts;
  return writeConversation({ turns: [{ speaker: 'model', parts: forced }] })
    .slice(HEADING.length)
    .trim();
}

/** Throws `SectionError` where a part cannot be read. */
export function readAnswer(text: string): readonly Part[] {
  if (!SECTION.test(text.trimStart())) return [{ kind: 'text', text }];
  const [turn] = readConversation(`${HEADING}\n${text.trim()}\n`).turns;
  return (turn?.parts ?? []).filter((part) => part.kind !== 'text' || part.text !== '');
}
