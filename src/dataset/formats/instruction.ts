// `instruction`, `input`, `output` (Alpaca), and the same with a list of `instances` (Self-Instruct).
import validate, { schema } from 'validator:./instruction.schema.json';
import { loseQuietly, refuseToLose, textTurn } from '../conversation';
import type { DatasetFormat, TextField } from '../format';
import { isObject, type JsonObject } from '../json/value';
import { fieldsOf, firstText, leaveOutOthers, singleExchange } from './textPair';

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
      ...(Array.isArray(value.instances) ? value.instances : []).flatMap((instance, index) =>
        (isObject(instance) ? ioFields(instance) : []).map((field) => ({
          ...field,
          path: ['instances', index, ...field.path],
        })),
      ),
    ];
    return { fields, turns: [] };
  },
  split(value) {
    const instances = instancesOf(value);
    return instances.length > 1
      ? instances.map((instance) => ({ ...value, instances: [instance] }))
      : [value];
  },
  /** Of several instances the first. */
  toConversation(value, leaveOut = loseQuietly) {
    const holder = instancesOf(value)[0] ?? value;
    leaveOutOthers(holder, OUTPUTS, leaveOut);
    for (const key of ['input', ...OUTPUTS])
      if (holder !== value && typeof value[key] === 'string' && value[key] !== '')
        leaveOut(`“${key}” beside “instances”`);
    for (const key of Object.keys(holder))
      if (holder !== value && key !== 'input' && !OUTPUTS.some((each) => each === key))
        leaveOut(`“${key}” of an instance`);
    if (instancesOf(value).length > 1) leaveOut('all instances but the first');
    const input = firstText(holder, ['input']);
    const ask = firstText(value, ['instruction']);
    const output = firstText(holder, OUTPUTS);
    return {
      turns: [textTurn('user', input === '' ? ask : `${ask}\n\n${input}`), textTurn('model', output)],
    };
  },
  fromConversation(conversation, leaveOut = refuseToLose) {
    const { input, output } = singleExchange(conversation, leaveOut);
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
