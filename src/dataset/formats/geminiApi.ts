// Gemini API `TuningExample` (google/ai/generativelanguage/v1beta/tuned_model.proto): one turn, text only.
import validate, { schema } from 'validator:./geminiApi.schema.json';
import { CannotExpress, textOf, textTurn } from '../conversation';
import type { DatasetFormat, TextField } from '../format';
import { closest } from '../spelling';

/** Google reads both spellings of the proto field; examples are written with the first. */
const INPUT_KEYS = ['text_input', 'textInput'];

export const geminiApi: DatasetFormat = {
  id: 'geminiApi',
  family: 'gemini_api',
  label: 'Gemini API (text_input, output)',
  source: 'google.ai.generativelanguage.v1beta.TuningExample',
  importOnly: false,
  validate,
  schema,
  conversationKeys: [...INPUT_KEYS, 'output'],
  sample: { text_input: '', output: '' },

  likeness(value) {
    if (INPUT_KEYS.some((key) => key in value)) return 2;
    const keys = Object.keys(value);
    if (keys.length > 3) return 0;
    const near = keys.some((key) => closest(key, INPUT_KEYS) !== undefined);
    return near || (keys.length === 1 && keys[0] === 'output') ? 1 : 0;
  },

  outline(value) {
    const fields: TextField[] = [];
    for (const key of INPUT_KEYS) {
      const text = value[key];
      if (typeof text === 'string') fields.push({ path: [key], text, speaker: 'user', side: 'input' });
    }
    const { output } = value;
    if (typeof output === 'string') {
      fields.push({ path: ['output'], text: output, speaker: 'model', side: 'output' });
    }
    return { fields, turns: [] };
  },

  toConversation(value) {
    const { text_input: input, textInput, output } = value;
    return { turns: [textTurn('user', String(input ?? textInput)), textTurn('model', String(output))] };
  },

  fromConversation({ system, turns, answers, tools }) {
    const [user, model, ...more] = turns;
    if (answers) throw new CannotExpress('This format has no place for ranked answers.');
    if (tools?.length) throw new CannotExpress('This format has no place for functions.');
    if (user?.speaker !== 'user' || model?.speaker !== 'model' || more.length > 0) {
      throw new CannotExpress('This format holds one question and one answer.');
    }
    const parts = [...(system ?? []), ...user.parts, ...model.parts];
    if (parts.some((part) => part.kind !== 'text')) {
      throw new CannotExpress('This format holds text only.');
    }
    const preamble = system ? `${textOf(system)}\n\n` : '';
    return { text_input: preamble + textOf(user.parts), output: textOf(model.parts) };
  },
};
