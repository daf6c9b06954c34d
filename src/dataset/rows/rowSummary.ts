// A row of a dataset at a glance: what is asked, what is answered, and how large it is.
import { loseQuietly, type Part, splitAtAnswer } from '../example/conversation';
import type { ExampleLine } from '../example/exampleLine';
import type { TextField } from '../formats/format';
import type { RowSummary } from './rowTypes';

/** Characters of a cell. */
const LONGEST = 300;
const BETWEEN_ANSWERS = ' ↔ ';

/** Breaks its format so much that nothing can be told of it, neither turns nor tokens. */
export function isUntold({ valid, outline, files }: ExampleLine): boolean {
  return !valid && outline.fields.length + outline.turns.length + files.length === 0;
}

export function summaryOf(example: ExampleLine): RowSummary {
  const { format, value, outline, valid } = example;
  const conversation = valid ? format.toConversation(value, loseQuietly) : undefined;
  const parts = conversation?.turns.flatMap((turn) => turn.parts) ?? [];
  const asked = outline.fields.findLast(({ side, speaker }) => side === 'input' && speaker === 'user');
  const answers = outline.fields.filter(({ side }) => side === 'output');
  const called = conversation ? splitAtAnswer(conversation).output.flatMap((turn) => turn.parts) : [];
  return {
    prompt: glance(asked?.text ?? ''),
    answer: answers.length > 0 ? glance(joined(answers)) : glance(called.map(callText).join(' ')),
    turns: conversation ? conversation.turns.length + (conversation.answers ? 1 : 0) : outline.turns.length,
    hasTools:
      (conversation?.tools?.length ?? 0) > 0 ||
      parts.some(({ kind }) => kind === 'call' || kind === 'result'),
    files: conversation
      ? parts.filter(({ kind }) => kind === 'file' || kind === 'data').length
      : example.files.length,
  };
}

/** Texts of one answer follow each other; those of another stand elsewhere. */
function joined(answers: readonly TextField[]): string {
  let before: string | undefined;
  let text = '';
  for (const { path, text: own } of answers) {
    const place = path.slice(0, 2).join('/');
    const between = before === undefined ? '' : path.length > 2 && place === before ? ' ' : BETWEEN_ANSWERS;
    text += between + own.slice(0, LONGEST);
    before = place;
  }
  return text;
}

function callText(part: Part): string {
  return part.kind === 'call' ? `${part.name}(${JSON.stringify(part.args)})` : '';
}

/** One line, cut. */
export function glance(text: string): string {
  const line = text
    .slice(0, LONGEST * 2)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…`;
}
