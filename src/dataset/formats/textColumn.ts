// One `text` column that holds a whole chat, with a template already applied.

import validate, { schema } from 'validator:./textColumn.schema.json';
import * as l10n from '@vscode/l10n';
import { CannotExpress, refuseToLose, textTurn } from '../example/conversation';
import type { DatasetFormat } from './format';
import { readTemplate } from './shared/chatTemplates';
import { fieldsOf, firstText, joinedText, leaveOutExtras } from './shared/textPair';

export const textColumn: DatasetFormat = {
  id: 'textColumn',
  family: 'other',
  label: l10n.t('Text column with a chat template'),
  source: l10n.t('trainers of open models (ChatML, Llama, Gemma, Human and Assistant)'),
  importOnly: true,
  isForeign: true,
  validate,
  schema,
  conversationKeys: ['text'],
  sample: { text: '<|im_start|>user\n<|im_end|>\n<|im_start|>assistant\n<|im_end|>' },
  likeness: (value) => (typeof value.text === 'string' && readTemplate(value.text) ? 2 : 0),
  outline: (value) => ({ fields: fieldsOf(value, ['text'], 'model', 'output'), turns: [] }),
  toConversation(value) {
    const read = readTemplate(firstText(value, ['text']));
    if (!read) throw new CannotExpress(l10n.t("The text isn't a chat in a known chat template."));
    return {
      ...(read.system === '' ? {} : { system: [{ kind: 'text', text: read.system }] }),
      turns: read.said.map(({ speaker, text }) => textTurn(speaker, text)),
    };
  },
  /** As ChatML. */
  fromConversation({ system, turns, answers, tools }, leaveOut = refuseToLose) {
    if (answers) throw new CannotExpress(l10n.t("This format doesn't support ranked responses."));
    if (tools?.length) leaveOut(l10n.t('declarations of functions'));
    const said = turns.map((turn) => {
      leaveOutExtras(turn, leaveOut);
      return written(turn.speaker === 'model' ? 'assistant' : 'user', joinedText(turn.parts, leaveOut));
    });
    const start = system?.length ? [written('system', joinedText(system, leaveOut))] : [];
    return { text: [...start, ...said].join('\n') };
  },
};

function written(role: string, text: string): string {
  if (text.includes('<|im_'))
    throw new CannotExpress(l10n.t('The text contains markers of the chat template.'));
  return `<|im_start|>${role}\n${text}<|im_end|>`;
}
