// Rows of Google's batch predictions: `request` as sent, `response` as returned, and `key` with the Gemini API.

import validate, { schema } from 'validator:./batchPrediction.schema.json';
import * as l10n from '@vscode/l10n';
import { CannotExpress, loseQuietly, refuseToLose } from '../example/conversation';
import { isObject, type JsonObject, type JsonValue } from '../json/value';
import type { DatasetFormat, TextField } from './format';
import { readContent, textFieldsOf } from './shared/content';
import { vertexContents } from './vertexContents';

export const batchPrediction: DatasetFormat = {
  id: 'batchPrediction',
  family: 'other',
  label: l10n.t('Batch prediction (request, response)'),
  source: l10n.t('Vertex AI and Gemini API, batch prediction'),
  importOnly: true,
  isForeign: true,
  validate,
  schema,
  conversationKeys: ['request', 'response', 'status', 'processed_time'],
  sample: written({ contents: [{ role: 'user', parts: [{ text: '' }] }] }, { parts: [{ text: '' }] }),

  likeness({ request, response, key }) {
    if (isObject(request) && 'contents' in request) return 2;
    return isObject(response) && 'candidates' in response && key !== undefined ? 2 : 0;
  },

  outline(value) {
    const { fields } = vertexContents.outline(objectOf(value.request));
    const asked = fields.map(
      (field): TextField => ({ ...field, path: ['request', ...field.path], side: 'input' }),
    );
    const path = ['response', 'candidates', 0, 'content'];
    return {
      fields: [...asked, ...textFieldsOf(candidatesOf(value)[0]?.content, path, 'model', 'output')],
      turns: [],
    };
  },

  teachesNothing(value) {
    if (!isObject(value.request)) return l10n.t('The line has a response, but not its request.');
    if (typeof value.status === 'string' && value.status !== '')
      return l10n.t('The request failed, so there is no response to learn.');
    const [first] = candidatesOf(value);
    if (!isObject(first?.content))
      return l10n.t('The line is a request without a response: there is nothing to learn.');
    const { finishReason = 'STOP' } = first;
    return finishReason === 'STOP'
      ? undefined
      : l10n.t('The response is incomplete ({0}).', String(finishReason));
  },

  toConversation(value, leaveOut = loseQuietly) {
    const request = objectOf(value.request);
    const [first, ...others] = candidatesOf(value);
    if (others.length > 0) leaveOut(l10n.t('the other candidates of the response'));
    // What the service keeps of its own work (probabilities, ratings) is no part of an example; sources may be.
    for (const key of SOURCES) if (first?.[key] !== undefined) leaveOut(l10n.t('"{0}" of the response', key));
    for (const key of Object.keys(request))
      if (!vertexContents.conversationKeys.includes(key)) leaveOut(l10n.t('"{0}" of the request', key));
    const asked = vertexContents.toConversation({ contents: [], ...request }, leaveOut);
    if (!isObject(first?.content)) return asked;
    return { ...asked, turns: [...asked.turns, { ...readContent(first.content), speaker: 'model' }] };
  },

  fromConversation(conversation, leaveOut = refuseToLose) {
    const { contents, ...rest } = vertexContents.fromConversation(conversation, leaveOut);
    const turns = Array.isArray(contents) ? contents : [];
    const answer = turns.at(-1);
    if (!isObject(answer) || answer.role !== 'model')
      throw new CannotExpress(l10n.t("The last turn isn't the model's."));
    return written({ contents: turns.slice(0, -1), ...rest }, answer);
  },
};

const SOURCES = ['groundingMetadata', 'citationMetadata', 'urlContextMetadata'];

function written(request: JsonObject, content: JsonObject): JsonObject {
  return { request, response: { candidates: [{ content: { role: 'model', ...content } }] } };
}

function candidatesOf({ response }: JsonObject): JsonObject[] {
  const { candidates } = objectOf(response);
  return Array.isArray(candidates) ? candidates.filter(isObject) : [];
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}
