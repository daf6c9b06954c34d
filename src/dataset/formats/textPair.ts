// Formats whose examples are one text in and one text out, each under a key of its own.
import { CannotExpress, type Conversation, textOf, textTurn } from '../conversation';
import type { DatasetFormat, TextField } from '../format';
import type { JsonObject } from '../json/value';

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
    toConversation: (value) => ({
      turns: [
        textTurn('user', firstText(value, keys.input)),
        textTurn('model', firstText(value, keys.output)),
      ],
    }),
    fromConversation(conversation) {
      const { input, output } = singleExchange(conversation);
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

/** One question and one answer in text, the system's text before the question. Throws `CannotExpress`. */
export function singleExchange({ system, turns, answers, tools }: Conversation): {
  input: string;
  output: string;
} {
  if (answers) throw new CannotExpress('This format has no place for ranked answers.');
  if (tools?.length) throw new CannotExpress('This format has no place for functions.');
  const [user, model, ...more] = turns;
  if (user?.speaker !== 'user' || model?.speaker !== 'model' || more.length > 0) {
    throw new CannotExpress('This format holds one question and one answer.');
  }
  const parts = [...(system ?? []), ...user.parts, ...model.parts];
  if (parts.some((part) => part.kind !== 'text')) throw new CannotExpress('This format holds text only.');
  const preamble = system?.length ? `${textOf(system)}\n\n` : '';
  return { input: preamble + textOf(user.parts), output: textOf(model.parts) };
}
