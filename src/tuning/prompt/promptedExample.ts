import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError';
import { type Conversation, type Part, splitAtAnswer, textOf } from '../../dataset/example/conversation';
import { withoutSignature } from '../../dataset/formats/shared/content';
import { canonicalJson, type JsonValue } from '../../dataset/json/value';
import type { FunctionCall, FunctionPart } from '../contract/functions';
import type { Attachment, Prompt, Turn } from '../contract/service';

/** What is said to a model, without settings. */
export type Said = Pick<Prompt, 'systemInstruction' | 'turns' | 'tools'>;

/** What a model said aloud and called, in parts of text and calls. */
export type AnswerParts = readonly Extract<Part, { kind: 'text' | 'call' }>[];

/** An example as a prompt, and the answer that it wants: of preference data, the preferred one. */
export interface PromptedExample extends Said {
  /** Undefined when the example has no answer, or one of more than text and calls. */
  readonly answer: AnswerParts | undefined;
}

/** @throws UserError when the example says what no prompt of ours can */
export function promptedExample(conversation: Conversation): PromptedExample {
  const { system, tools } = conversation;
  const best = conversation.answers?.toSorted((a, b) => b.score - a.score).slice(0, 1);
  const { input, output } = splitAtAnswer(best ? { ...conversation, answers: best } : conversation);
  const turns = input.map(({ speaker, parts }) => toTurn(speaker, parts.map(withoutSignature)));
  if (turns.at(-1)?.role !== 'user') throw cannotPrompt(l10n.t('no user turn comes before the response'));
  const answer = output.flatMap(({ parts }) => parts.map(withoutSignature).filter(isSaid));
  return {
    systemInstruction: system?.length ? textIn(system) : undefined,
    turns,
    ...(tools?.length ? { tools } : {}),
    answer: answer.length > 0 && answer.every(isTextOrCall) ? answer : undefined,
  };
}

/** What a model has answered, as parts of an example; how its calls were signed is no part of it. */
export function answerParts(text: string, calls: readonly FunctionCall[] = []): AnswerParts {
  return [
    ...(text === '' && calls.length > 0 ? [] : [{ kind: 'text' as const, text }]),
    ...calls.map(({ signature: _, ...call }) => ({ kind: 'call' as const, ...call })),
  ];
}

/** The calls among the parts of an answer. */
export function callsIn(parts: AnswerParts): FunctionCall[] {
  return parts.flatMap((part) => {
    if (part.kind !== 'call') return [];
    const { kind: _, ...call } = part;
    return [call];
  });
}

/** The example that a prompt and an answer make. */
export function exampleOf(said: Said, answer: AnswerParts): Conversation {
  const { turns, ...rest } = conversationOf(said);
  return { ...rest, turns: [...turns, { speaker: 'model', parts: answer }] };
}

/** Examples for preference tuning: the best answer against each of the others that says something else. */
export function preferenceExamples(
  said: Said,
  best: AnswerParts,
  others: readonly AnswerParts[],
): Conversation[] {
  const keyOf = (parts: AnswerParts) => canonicalJson(JSON.parse(JSON.stringify(parts)) as JsonValue);
  const worse = new Map(others.filter(saysSomething).map((parts) => [keyOf(parts), parts]));
  worse.delete(keyOf(best));
  return [...worse.values()].map((parts) => ({
    ...conversationOf(said),
    answers: [
      { score: 1, turns: [{ speaker: 'model', parts: best }] },
      { score: 0, turns: [{ speaker: 'model', parts }] },
    ],
  }));
}

export function saysSomething(parts: AnswerParts): boolean {
  return parts.some((part) => part.kind === 'call' || part.text.trim() !== '');
}

function conversationOf({ systemInstruction, turns, tools }: Said): Conversation {
  return {
    ...(systemInstruction ? { system: [{ kind: 'text', text: systemInstruction }] } : {}),
    turns: turns.map(({ role, text, attachments = [], functions = [] }) => ({
      speaker: role,
      parts: [
        ...attachments,
        ...(text === '' && attachments.length + functions.length > 0
          ? []
          : [{ kind: 'text' as const, text }]),
        ...functions.map(unsignedCall),
      ],
    })),
    ...(tools?.length ? { tools } : {}),
  };
}

function unsignedCall(part: FunctionPart): Part {
  if (part.kind === 'result') return part;
  const { signature: _, ...call } = part;
  return call;
}

function toTurn(role: Turn['role'], parts: readonly Part[]): Turn {
  const attachments: Attachment[] = [];
  const functions: FunctionPart[] = [];
  for (const part of parts) {
    if (part.kind === 'call' || part.kind === 'result') functions.push(part);
    else if (part.kind === 'data' || part.kind === 'file') attachments.push(toAttachment(role, part));
    else if (part.kind === 'other')
      throw cannotPrompt(l10n.t('it contains content other than text, files, and calls'));
  }
  return {
    role,
    text: textOf(parts),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(functions.length > 0 ? { functions } : {}),
  };
}

function toAttachment(role: Turn['role'], part: Extract<Part, { kind: 'data' | 'file' }>): Attachment {
  const { mimeType } = part;
  if (mimeType === undefined) throw cannotPrompt(l10n.t('a file has no MIME type'));
  if (role === 'model') throw cannotPrompt(l10n.t("the model's response is a file"));
  return part.kind === 'data'
    ? { kind: 'data', mimeType, base64: part.base64 }
    : { kind: 'file', mimeType, uri: part.uri };
}

function textIn(parts: readonly Part[]): string {
  if (!parts.every(({ kind }) => kind === 'text')) {
    throw cannotPrompt(l10n.t('its system instruction contains more than text'));
  }
  return textOf(parts);
}

/** A model's thoughts are no part of what it says. */
function isSaid(part: Part): boolean {
  return part.kind !== 'text' || part.thought !== true;
}

function isTextOrCall(part: Part): part is AnswerParts[number] {
  return part.kind === 'text' || part.kind === 'call';
}

function cannotPrompt(why: string): UserError {
  return new UserError(l10n.t("Can't send this example as a prompt: {0}.", why), 'CANNOT_PROMPT');
}
