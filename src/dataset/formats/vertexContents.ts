// Vertex AI supervised tuning: `systemInstruction`, `contents`, `tools`, as in a generateContent request.

import validate, { schema } from 'validator:./vertexContents.schema.json';
import * as l10n from '@vscode/l10n';
import { CannotExpress, loseQuietly, refuseToLose } from '../example/conversation';
import { googleFunctionNames } from '../example/functionNames';
import { isObject } from '../json/value';
import type { DatasetFormat } from './format';
import {
  readContent,
  readSystem,
  spelling,
  textFieldsOf,
  writeContent,
  writeSystem,
  writtenTurns,
} from './shared/content';
import { readTools, writeTools } from './shared/googleTools';
import { googleReading } from './shared/protoSpelling';

export const vertexContents: DatasetFormat = {
  id: 'vertexContents',
  family: 'vertex_contents',
  label: l10n.t('Vertex AI (contents)'),
  source: l10n.t('Vertex AI, prepare supervised fine-tuning data'),
  importOnly: false,
  hasMedia: true,
  functionNames: googleFunctionNames,
  validate,
  schema,
  conversationKeys: ['systemInstruction', 'system_instruction', 'contents', 'tools'],
  roles: { user: 'user', model: 'model', others: [], absentMeansUser: true },
  sample: {
    systemInstruction: { role: 'system', parts: [{ text: '' }] },
    contents: [
      { role: 'user', parts: [{ text: '' }] },
      { role: 'model', parts: [{ text: '' }] },
    ],
  },

  likeness(value) {
    if ('completions' in value || 'references' in value) return 0;
    if ('contents' in value) return 2;
    return 'systemInstruction' in value || 'system_instruction' in value ? 1 : 0;
  },

  outline(value) {
    const system = spelling(value, 'systemInstruction', 'system_instruction');
    const { contents } = value;
    const list = Array.isArray(contents) ? contents : [];
    const turns = writtenTurns(contents, ['contents']);
    const fields = textFieldsOf(value[system], [system], 'system', 'input');
    for (const [index, content] of list.entries()) {
      const role = isObject(content) ? content.role : undefined;
      const speaker = role === 'model' ? 'model' : 'user';
      const side = speaker === 'model' && index === list.length - 1 ? 'output' : 'input';
      for (const field of textFieldsOf(content, ['contents', index], speaker, side)) fields.push(field);
    }
    return { fields, turns };
  },

  asSeen: googleReading,

  toConversation(value, leaveOut = loseQuietly) {
    const { contents } = value;
    const turns = Array.isArray(contents) ? contents.map(readContent) : [];
    return { ...readSystem(value, leaveOut), turns, ...readTools(value.tools) };
  },

  fromConversation({ system, turns, answers, tools }, leaveOut = refuseToLose) {
    if (answers) throw new CannotExpress(l10n.t("This format doesn't support ranked responses."));
    return {
      ...writeSystem(system, leaveOut),
      contents: turns.map((turn) => writeContent(turn, leaveOut)),
      ...writeTools(tools, leaveOut),
    };
  },
};
