// `instruction`, `input`, `output` (Alpaca), and the same with a list of `instances` (Self-Instruct).
import validate, { schema } from 'validator:./instruction.schema.json';
import { textTurn } from '../conversation';
import type { DatasetFormat, TextField } from '../format';
import { isObject, type JsonObject } from '../json/value';
import { fieldsOf, firstText, singleExchange } from './textPair';

const OUTPUTS = ['output', 'response'] as const;

export const instruction: DatasetFormat = {
  id: 'instruction',
  family: 'other',
  label: 'Instruction, input and output',
  source: 'Stanford Alpaca; Self-Instruct',
  importOnly: true,
  validate,
  schema,
  conversationKeys: ['instruction', 'input', ...OUTPUTS, 'instances'],
  sample: { instruction: '', input: '', output: '' },
  likeness(value) {
    if (!('instruction' in value)) return 0;
    return [...OUTPUTS, 'instances'].some((key) => key in value) ? 2 : 0;
  },
  outline(value) {
    const fields = [
      ...fieldsOf(value, ['instruction'], 'user', 'input'),
      ...ioFields(value),
      ...instancesOf(value).flatMap((instance, index) =>
        ioFields(instance).map((field) => ({ ...field, path: ['instances', index, ...field.path] })),
      ),
    ];
    return { fields, turns: [] };
  },
  /** Of several instances the first. */
  toConversation(value) {
    const holder = instancesOf(value)[0] ?? value;
    const input = firstText(holder, ['input']);
    const ask = firstText(value, ['instruction']);
    const output = firstText(holder, OUTPUTS);
    return {
      turns: [textTurn('user', input === '' ? ask : `${ask}\n\n${input}`), textTurn('model', output)],
    };
  },
  fromConversation(conversation) {
    const { input, output } = singleExchange(conversation);
    return { instruction: input, input: '', output };
  },
};

function ioFields(value: JsonObject): TextField[] {
  const input = fieldsOf(value, ['input'], 'user', 'input').map((field) => ({ ...field, mayBeEmpty: true }));
  return [...input, ...fieldsOf(value, OUTPUTS, 'model', 'output')];
}

function instancesOf(value: JsonObject): JsonObject[] {
  return Array.isArray(value.instances) ? value.instances.filter(isObject) : [];
}
