// The canonical form of an example, between all formats.
import * as l10n from '@vscode/l10n';
import type { JsonObject, JsonValue } from '../json/value';

export type Speaker = 'user' | 'model';

export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly thought?: boolean }
  | { readonly kind: 'call'; readonly name: string; readonly args: JsonObject; readonly id?: string }
  | { readonly kind: 'result'; readonly name: string; readonly response: JsonObject; readonly id?: string }
  /** `extras` of a file: what only its own platform says of it, such as OpenAI's `detail`. */
  | { readonly kind: 'file'; readonly mimeType?: string; readonly uri: string; readonly extras?: JsonObject }
  | {
      readonly kind: 'data';
      readonly mimeType?: string;
      readonly base64: string;
      readonly extras?: JsonObject;
    }
  /** A part that only its own format knows, kept as it is. */
  | { readonly kind: 'other'; readonly value: JsonValue };

export interface Turn {
  readonly speaker: Speaker;
  readonly parts: readonly Part[];
  /** How much the turn counts in training (OpenAI); absent means fully. */
  readonly weight?: number;
  /** What only its own platform says of a turn, by its keys there: `name`, `audio`. */
  readonly extras?: JsonObject;
}

/** One of several answers to the same turns, in preference data. */
export interface RankedAnswer {
  readonly score: number;
  readonly turns: readonly Turn[];
}

export interface Conversation {
  readonly system?: readonly Part[];
  readonly turns: readonly Turn[];
  /** Only in preference data: then `turns` ends with the user's. Best first. */
  readonly answers?: readonly RankedAnswer[];
  /**
   * Function declarations, as `{name, description?, parameters?}` with JSON Schema for `parameters`; other tools as
   * their platform writes them.
   */
  readonly tools?: readonly JsonValue[];
}

/** Thrown by `fromConversation` when a format has no way to write a conversation; the message says why. */
export class CannotExpress extends Error {
  override readonly name = 'CannotExpress';
}

/** Told what a format has no place for; it is then left out. The words go on "Left out: …". */
export type LeaveOut = (what: string) => void;

/** For a single example, of which nothing may be lost. */
export const refuseToLose: LeaveOut = (what) => {
  throw new CannotExpress(l10n.t("This format doesn't support {0}.", what));
};

/** For readers of an example who only look at it. */
export const loseQuietly: LeaveOut = () => undefined;

export function textTurn(speaker: Speaker, text: string): Turn {
  return { speaker, parts: [{ kind: 'text', text }] };
}

/** What is said; a model's thoughts are no part of it. */
export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === 'text' && !part.thought ? part.text : '')).join('');
}

/** What the model learns to answer from, and what it learns to answer. */
export function splitAtAnswer(conversation: Conversation): { input: Turn[]; output: Turn[] } {
  const { turns, answers } = conversation;
  if (answers) return { input: [...turns], output: answers.flatMap((answer) => answer.turns) };
  const last = turns.at(-1);
  if (last?.speaker !== 'model') return { input: [...turns], output: [] };
  return { input: turns.slice(0, -1), output: [last] };
}
