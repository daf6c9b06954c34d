// Vertex AI preference tuning: `contents` up to the question, and two `completions` with scores.

import validate, { schema } from 'validator:./vertexPreference.schema.json';
import * as l10n from '@vscode/l10n';
import { CannotExpress, loseQuietly, refuseToLose } from '../example/conversation';
import { googleFunctionNames } from '../example/functionNames';
import { isObject, type JsonValue } from '../json/value';
import type { DatasetFormat, WrittenTurn } from './format';
import {
  readContent,
  readSystem,
  spelling,
  textFieldsOf,
  writeContent,
  writeSystem,
  writtenTurns,
} from './shared/content';
import { preferredPair } from './shared/preference';
import { googleReading } from './shared/protoSpelling';

export const vertexPreference: DatasetFormat = {
  id: 'vertexPreference',
  family: 'preference',
  label: l10n.t('Vertex AI preference (contents, completions)'),
  source: l10n.t('Vertex AI, preference tuning'),
  importOnly: false,
  hasMedia: true,
  functionNames: googleFunctionNames,
  validate,
  schema,
  conversationKeys: ['systemInstruction', 'system_instruction', 'contents', 'completions'],
  roles: { user: 'user', model: 'model', others: [], endsWithUser: true, absentMeansUser: true },
  sample: {
    contents: [{ role: 'user', parts: [{ text: '' }] }],
    completions: [
      { score: 1, completion: { role: 'model', parts: [{ text: '' }] } },
      { score: 0, completion: { role: 'model', parts: [{ text: '' }] } },
    ],
  },

  likeness: (value) => ('completions' in value ? 2 : 0),

  outline(value) {
    const system = spelling(value, 'systemInstruction', 'system_instruction');
    const turns = writtenTurns(value.contents, ['contents']);
    const fields = textFieldsOf(value[system], [system], 'system', 'input');
    for (const { path, role } of turns) {
      const [, index] = path;
      const content = Array.isArray(value.contents) ? value.contents[Number(index)] : undefined;
      for (const field of textFieldsOf(content, path, role === 'model' ? 'model' : 'user', 'input'))
        fields.push(field);
    }
    const answers: WrittenTurn[] = [];
    for (const [index, completion] of list(value.completions).entries()) {
      if (!isObject(completion)) continue;
      const path = ['completions', index, 'completion'];
      const role = isObject(completion.completion) ? completion.completion.role : undefined;
      if (isObject(completion.completion)) answers.push(typeof role === 'string' ? { path, role } : { path });
      for (const field of textFieldsOf(completion.completion, path, 'model', 'output')) fields.push(field);
    }
    return { fields, turns, answers };
  },

  asSeen(value) {
    const read = googleReading(value);
    const { completions } = read;
    if (!Array.isArray(completions)) return read;
    return { ...read, completions: [...completions].sort((a, b) => scoreOf(b) - scoreOf(a)) };
  },

  toConversation(value, leaveOut = loseQuietly) {
    const answers = list(value.completions).flatMap((completion) => {
      if (!isObject(completion)) return [];
      const turn = { ...readContent(completion.completion), speaker: 'model' as const };
      return [{ score: Number(completion.score), turns: [turn] }];
    });
    return { ...readSystem(value, leaveOut), turns: list(value.contents).map(readContent), answers };
  },

  fromConversation(conversation, leaveOut = refuseToLose) {
    const { better, worse } = preferredPair(conversation);
    if (conversation.tools?.length) leaveOut(l10n.t('declarations of functions'));
    const completions = [better, worse].map(({ score, turns }) => {
      const [turn, ...more] = turns;
      if (!turn || more.length > 0)
        throw new CannotExpress(l10n.t('In this format, each response must be a single turn.'));
      return { score, completion: writeContent(turn, leaveOut) };
    });
    return {
      ...writeSystem(conversation.system, leaveOut),
      // Only the answers are learned: the weights of earlier turns say nothing here.
      contents: conversation.turns.map(({ weight: _, ...turn }) => writeContent(turn, leaveOut)),
      completions,
    };
  },
};

function scoreOf(completion: JsonValue): number {
  return isObject(completion) && typeof completion.score === 'number' ? completion.score : 0;
}

function list(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
