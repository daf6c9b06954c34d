import type { JsonValue } from '../../../dataset/json/value';
import type { FunctionCall } from '../../../tuning/contract/functions';
import type { Attachment, Turn } from '../../../tuning/contract/service';
import {
  type Draft,
  emptyDraft,
  type PlaygroundAttachment,
  type PlaygroundOrigin,
  type PlaygroundResult,
  type PlaygroundTarget,
  type PlaygroundTurn,
} from '../protocol/playgroundState.protocol';
import type { KeptConversation } from './playgroundSession';
import { writeTools } from './playgroundTools';

/** What a conversation begins with. */
export interface PlaygroundStart {
  readonly systemInstruction?: string | undefined;
  readonly tools?: readonly JsonValue[];
  /** The last one, when it is the user's, waits to be sent. */
  readonly turns: readonly Turn[];
  /** The answer that is hoped for, of the turn that waits. */
  readonly expected?: string | undefined;
  /** The dataset line that this was read from; `line` from 0. */
  readonly origin?: Omit<PlaygroundOrigin, 'expected'> | undefined;
}

export function startConversation(
  targets: readonly PlaygroundTarget[],
  start: PlaygroundStart | undefined,
  newId: () => string,
): KeptConversation {
  const data: Record<string, Attachment> = {};
  const keep = (attachment: Attachment): PlaygroundAttachment => {
    const id = newId();
    data[id] = attachment;
    const { mimeType } = attachment;
    return attachment.kind === 'data'
      ? { id, name: mimeType, mimeType, bytes: Math.floor((attachment.base64.length * 3) / 4) }
      : { id, name: attachment.uri, mimeType, bytes: undefined };
  };
  const asDraft = ({ text, attachments = [], functions = [] }: Turn): Draft => {
    const results = functions.flatMap((part): PlaygroundResult[] =>
      part.kind === 'result'
        ? [{ name: part.name, ...idOf(part), text: JSON.stringify(part.response, undefined, 2) }]
        : [],
    );
    return { text, attachments: attachments.map(keep), ...(results.length > 0 ? { results } : {}) };
  };
  const said = [...(start?.turns ?? [])];
  const waiting = said.at(-1)?.role === 'user' ? said.pop() : undefined;
  const turns = said.map(
    (turn, index): PlaygroundTurn =>
      turn.role === 'user'
        ? { kind: 'user', id: index + 1, ...asDraft(turn) }
        : { kind: 'given', id: index + 1, text: turn.text, ...callsOf(turn) },
  );
  const origin = start?.origin && { ...start.origin, expected: start.expected };
  return {
    state: {
      id: newId(),
      targets,
      systemInstruction: start?.systemInstruction ?? '',
      tools: writeTools(start?.tools),
      parameters: {},
      turns,
      draft: waiting ? { ...asDraft(waiting), ...(origin ? { fromOrigin: true } : {}) } : emptyDraft,
      origin,
      correction: undefined,
    },
    data,
  };
}

function idOf({ id }: { readonly id?: string }): { readonly id?: string } {
  return id === undefined ? {} : { id };
}

function callsOf({ functions = [] }: Turn): { readonly calls?: readonly FunctionCall[] } {
  const calls = functions.flatMap((part): FunctionCall[] =>
    part.kind === 'call' ? [{ name: part.name, args: part.args, ...idOf(part) }] : [],
  );
  return calls.length > 0 ? { calls } : {};
}
