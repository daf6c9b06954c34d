// Single edits of a conversation: what a person does to one part or one turn.
import type { Conversation, Part, RankedAnswer, Turn } from '../example/conversation';

export type TurnPlace =
  | { readonly in: 'system' }
  | { readonly in: 'turns'; readonly at: number }
  | { readonly in: 'answers'; readonly answer: number; readonly at: number };

export type ConversationEdit =
  /** `was` is the text that the new one is for. */
  | {
      readonly kind: 'text';
      readonly turn: TurnPlace;
      readonly part: number;
      readonly was: string;
      readonly text: string;
    }
  /** Puts a turn without words before the turn `at`. A system instruction stands alone: of it `at` says nothing. */
  | { readonly kind: 'add'; readonly speaker: 'system' | 'user' | 'model'; readonly at: number }
  | { readonly kind: 'remove'; readonly turn: TurnPlace }
  /** Lets a turn and the one before (-1) or after it (1) change places. */
  | { readonly kind: 'move'; readonly turn: TurnPlace; readonly by: -1 | 1 };

/** Undefined when the conversation has not what the edit speaks of. */
export function edited(conversation: Conversation, edit: ConversationEdit): Conversation | undefined {
  switch (edit.kind) {
    case 'text':
      return withParts(conversation, edit.turn, (parts) => {
        const part = parts[edit.part];
        if (part?.kind !== 'text' || part.text !== edit.was) return undefined;
        return parts.with(edit.part, { ...part, text: withLineEndsOf(edit.was, edit.text) });
      });
    case 'add':
      return added(conversation, edit.speaker, edit.at);
    case 'remove':
      return removed(conversation, edit.turn);
    case 'move':
      return moved(conversation, edit.turn, edit.by);
  }
}

/** What a text field changes when it is only opened: it knows one line end, and no halves of pairs. */
export function isEditableText(text: string): boolean {
  if (/\p{Surrogate}/u.test(text)) return false;
  const plain = text.replaceAll('\r\n', '');
  return !plain.includes('\r') && (plain === text || !plain.includes('\n'));
}

/** A text as a text field gives it back, with the line ends of the text that it was made of. */
function withLineEndsOf(was: string, text: string): string {
  const plain = text.replace(/\r\n?/g, '\n');
  return was.includes('\r\n') ? plain.replaceAll('\n', '\r\n') : plain;
}

function withParts(
  conversation: Conversation,
  place: TurnPlace,
  change: (parts: readonly Part[]) => readonly Part[] | undefined,
): Conversation | undefined {
  if (place.in === 'system') {
    const system = conversation.system && change(conversation.system);
    return system && { ...conversation, system };
  }
  return withTurns(conversation, place, (turns) => {
    const turn = turns[place.at];
    const parts = turn && change(turn.parts);
    return turn && parts && turns.with(place.at, { ...turn, parts });
  });
}

/** With other turns in the list that a place is in. */
function withTurns(
  conversation: Conversation,
  place: Exclude<TurnPlace, { in: 'system' }>,
  change: (turns: readonly Turn[]) => readonly Turn[] | undefined,
): Conversation | undefined {
  if (place.in === 'turns') {
    const turns = change(conversation.turns);
    return turns && { ...conversation, turns };
  }
  const answers: readonly RankedAnswer[] = conversation.answers ?? [];
  const answer = answers[place.answer];
  const turns = answer && change(answer.turns);
  return answer && turns && { ...conversation, answers: answers.with(place.answer, { ...answer, turns }) };
}

function added(
  conversation: Conversation,
  speaker: 'system' | 'user' | 'model',
  at: number,
): Conversation | undefined {
  const parts = [{ kind: 'text', text: '' }] as const;
  if (speaker === 'system')
    return conversation.system?.length ? undefined : { ...conversation, system: parts };
  const { turns } = conversation;
  if (at > turns.length) return undefined;
  return { ...conversation, turns: turns.toSpliced(at, 0, { speaker, parts }) };
}

function removed(conversation: Conversation, place: TurnPlace): Conversation | undefined {
  if (place.in === 'system') {
    const { system, ...rest } = conversation;
    return system && rest;
  }
  return withTurns(conversation, place, (turns) =>
    place.at < turns.length ? turns.toSpliced(place.at, 1) : undefined,
  );
}

function moved(conversation: Conversation, place: TurnPlace, by: -1 | 1): Conversation | undefined {
  if (place.in === 'system') return undefined;
  return withTurns(conversation, place, (turns) => {
    const [own, other] = [turns[place.at], turns[place.at + by]];
    return own && other && turns.with(place.at, other).with(place.at + by, own);
  });
}
