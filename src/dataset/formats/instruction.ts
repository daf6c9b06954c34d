// `instruction`, `input`, `output` (Alpaca), and the same with a list of `instances` (Self-Instruct).

import validate, { schema } from 'validator:./instruction.schema.json';
import * as l10n from '@vscode/l10n';
import { loseQuietly, refuseToLose, type Turn, textTurn } from '../example/conversation';
import { isObject, type JsonObject, type JsonValue } from '../json/value';
import type { DatasetFormat, TextField } from './format';
import { fieldsOf, firstText, leaveOutOthers, singleExchange } from './shared/textPair';

const INPUTS = ['input', 'context'] as const;
const OUTPUTS = ['output', 'response', 'answer'] as const;

export const instruction: DatasetFormat = {
  id: 'instruction',
  family: 'other',
  label: l10n.t('Instruction, input, and output (Alpaca)'),
  source: 'Stanford Alpaca; Self-Instruct',
  importOnly: true,
  validate,
  schema,
  conversationKeys: ['instruction', ...INPUTS, ...OUTPUTS, 'instances', 'system', 'history'],
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
    leaveOutOthers(holder, INPUTS, leaveOut);
    leaveOutOthers(holder, OUTPUTS, leaveOut);
    for (const key of [...INPUTS, ...OUTPUTS])
      if (holder !== value && typeof value[key] === 'string' && value[key] !== '')
        leaveOut(l10n.t('"{0}" next to "instances"', key));
    for (const key of Object.keys(holder))
      if (holder !== value && ![...INPUTS, ...OUTPUTS].some((each) => each === key))
        leaveOut(l10n.t('"{0}" of an instance', key));
    if (instancesOf(value).length > 1) leaveOut(l10n.t('all instances but the first'));
    const input = firstText(
      holder,
      INPUTS.filter((key) => holder[key] !== ''),
    );
    const ask = firstText(value, ['instruction']);
    const output = firstText(holder, OUTPUTS);
    const system = firstText(value, ['system']);
    return {
      ...(system === '' ? {} : { system: [{ kind: 'text', text: system }] }),
      turns: [
        ...readHistory(value.history),
        textTurn('user', input === '' ? ask : `${ask}\n\n${input}`),
        textTurn('model', output),
      ],
    };
  },
  fromConversation(conversation, leaveOut = refuseToLose) {
    const { input, output } = singleExchange(conversation, leaveOut);
    return { instruction: input, input: '', output };
  },
};

/** Earlier questions and answers, in pairs. */
function readHistory(history: JsonValue | undefined): Turn[] {
  if (!Array.isArray(history)) return [];
  return history.flatMap((pair) =>
    Array.isArray(pair)
      ? [textTurn('user', String(pair[0] ?? '')), textTurn('model', String(pair[1] ?? ''))]
      : [],
  );
}

function ioFields(value: JsonObject): TextField[] {
  const input = fieldsOf(value, INPUTS, 'user', 'input').map((field) => ({ ...field, mayBeEmpty: true }));
  return [...input, ...fieldsOf(value, OUTPUTS, 'model', 'output')];
}

function instancesOf(value: JsonObject): JsonObject[] {
  return Array.isArray(value.instances) ? value.instances.filter(isObject) : [];
}
