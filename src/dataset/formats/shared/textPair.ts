// Formats whose examples are one text in and one text out, each under a key of its own.
import * as l10n from '@vscode/l10n';
import { grouped } from '../../../base/numbers';
import {
  CannotExpress,
  type Conversation,
  type LeaveOut,
  loseQuietly,
  type Part,
  refuseToLose,
  type Turn,
  textTurn,
} from '../../example/conversation';
import type { JsonObject } from '../../json/value';
import type { DatasetFormat, TextField } from '../format';

/** Keys in the order of preference; an example is written with the first ones. */
export interface PairKeys {
  readonly input: readonly [string, ...string[]];
  readonly output: readonly [string, ...string[]];
}

type PairMembers = Pick<
  DatasetFormat,
  'conversationKeys' | 'sample' | 'outline' | 'toConversation' | 'fromConversation'
>;

export function textPair(keys: PairKeys): PairMembers {
  return {
    conversationKeys: [...keys.input, ...keys.output],
    sample: { [keys.input[0]]: '', [keys.output[0]]: '' },
    outline: (value) => ({
      fields: [
        ...fieldsOf(value, keys.input, 'user', 'input'),
        ...fieldsOf(value, keys.output, 'model', 'output'),
      ],
      turns: [],
    }),
    toConversation(value, leaveOut = loseQuietly) {
      leaveOutOthers(value, keys.input, leaveOut);
      leaveOutOthers(value, keys.output, leaveOut);
      return {
        turns: [
          textTurn('user', firstText(value, keys.input)),
          textTurn('model', firstText(value, keys.output)),
        ],
      };
    },
    fromConversation(conversation, leaveOut = refuseToLose) {
      const { input, output } = singleExchange(conversation, leaveOut);
      return { [keys.input[0]]: input, [keys.output[0]]: output };
    },
  };
}

export function fieldsOf(
  value: JsonObject,
  keys: readonly string[],
  speaker: TextField['speaker'],
  side: TextField['side'],
): TextField[] {
  return keys.flatMap((key): TextField[] => {
    const text = value[key];
    return typeof text === 'string' ? [{ path: [key], text, speaker, side }] : [];
  });
}

export function firstText(value: JsonObject, keys: readonly string[]): string {
  for (const key of keys) if (typeof value[key] === 'string') return value[key];
  return '';
}

/** Of several keys that say the same thing, the first one is taken. */
export function leaveOutOthers(value: JsonObject, keys: readonly string[], leaveOut: LeaveOut): void {
  const [taken, ...others] = keys.filter((key) => typeof value[key] === 'string');
  for (const other of others)
    if (value[other] !== value[taken ?? ''])
      leaveOut(l10n.t('"{0}" ("{1}" was taken)', other, String(taken)));
}

/** One question and one answer in text, the system's text before the question. Throws `CannotExpress`. */
export function singleExchange(
  { system, turns, answers, tools }: Conversation,
  leaveOut: LeaveOut,
): { input: string; output: string } {
  if (answers) throw new CannotExpress(l10n.t("This format doesn't support ranked responses."));
  if (tools?.length) leaveOut(l10n.t('declarations of functions'));
  const [user, model, ...more] = turns;
  if (user?.speaker !== 'user' || model?.speaker !== 'model' || more.length > 0) {
    throw new CannotExpress(l10n.t('This format supports only one prompt and one response.'));
  }
  for (const turn of [user, model]) leaveOutExtras(turn, leaveOut);
  const preamble = system?.length ? `${joinedText(system, leaveOut)}\n\n` : '';
  return { input: preamble + joinedText(user.parts, leaveOut), output: joinedText(model.parts, leaveOut) };
}

/** A turn in a format that holds text only; several texts become paragraphs. Throws `CannotExpress`. */
export function joinedText(parts: readonly Part[], leaveOut: LeaveOut): string {
  if (parts.some((part) => part.kind === 'text' && part.thought)) leaveOut(l10n.t('a thought of the model'));
  const said = parts.filter((part) => part.kind !== 'text' || !part.thought);
  const texts = said.map((part) => {
    if (part.kind !== 'text') throw new CannotExpress(l10n.t('This format supports text only.'));
    return part.text;
  });
  if (texts.length === 0) throw new CannotExpress(l10n.t('A turn would be empty in this format.'));
  return texts.join('\n\n');
}

/** What only OpenAI's format says of a turn. */
export function leaveOutExtras({ speaker, weight, extras = {} }: Turn, leaveOut: LeaveOut): void {
  if (speaker === 'model' && weight !== undefined && weight !== 1)
    leaveOut(l10n.t('the weight {0} of a response (the model would learn it)', grouped(weight)));
  for (const key of Object.keys(extras)) leaveOut(l10n.t('"{0}" of a message', key));
}
