// Exports of Google's AutoML for text: classification, sentiment, and extraction of entities.

import validate, { schema } from 'validator:./automl.schema.json';
import * as l10n from '@vscode/l10n';
import { CannotExpress, type LeaveOut, loseQuietly, refuseToLose, textTurn } from '../example/conversation';
import { isObject, type JsonObject, type JsonValue } from '../json/value';
import type { DatasetFormat } from './format';
import { fieldsOf, firstText, singleExchange } from './shared/textPair';

const ANNOTATIONS = [
  'classificationAnnotation',
  'classificationAnnotations',
  'sentimentAnnotation',
  'textSegmentAnnotations',
] as const;

export const automl: DatasetFormat = {
  id: 'automl',
  family: 'other',
  label: l10n.t('AutoML text export'),
  source: l10n.t('Vertex AI, prepare text training data for AutoML (retired)'),
  importOnly: true,
  isForeign: true,
  validate,
  schema,
  conversationKeys: ['textContent', ...ANNOTATIONS],
  sample: { classificationAnnotation: { displayName: '' }, textContent: '' },
  likeness(value) {
    const isAnnotated = ANNOTATIONS.some((key) => key in value);
    return isAnnotated && ('textContent' in value || 'textGcsUri' in value) ? 2 : 0;
  },
  outline: (value) => ({
    fields: [
      ...fieldsOf(value, ['textContent'], 'user', 'input'),
      ...fieldsOf(objectOf(value.classificationAnnotation), ['displayName'], 'model', 'output').map(
        (field) => ({
          ...field,
          path: ['classificationAnnotation', ...field.path],
        }),
      ),
    ],
    turns: [],
  }),
  toConversation(value, leaveOut = loseQuietly) {
    if (typeof value.textContent !== 'string')
      throw new CannotExpress(l10n.t('The text is in another file ("textGcsUri").'));
    return { turns: [textTurn('user', value.textContent), textTurn('model', answerOf(value, leaveOut))] };
  },
  fromConversation(conversation, leaveOut = refuseToLose) {
    const { input, output } = singleExchange(conversation, leaveOut);
    return { classificationAnnotation: { displayName: output }, textContent: input };
  },
};

/** The class; several classes in a list; the sentiment; or the entities as JSON. */
function answerOf(value: JsonObject, leaveOut: LeaveOut): string {
  const [taken = 'textSegmentAnnotations', ...others] = ANNOTATIONS.filter((key) => key in value);
  for (const other of others) leaveOut(l10n.t('"{0}" ("{1}" was taken)', other, taken));
  const annotations = listOf(value[taken]).map(objectOf);
  const used = USED[taken];
  for (const annotation of annotations)
    for (const key of Object.keys(annotation))
      if (!used.includes(key)) leaveOut(l10n.t('"{0}" of an annotation', key));
  if (taken === 'sentimentAnnotation') return String(annotations[0]?.sentiment ?? '');
  if (taken !== 'textSegmentAnnotations')
    return annotations.map((each) => firstText(each, ['displayName'])).join(', ');
  const text = [...firstText(value, ['textContent'])];
  const found = annotations.map(({ startOffset, endOffset, displayName }) => ({
    text: text.slice(Number(startOffset ?? 0), Number(endOffset)).join(''),
    label: displayName ?? '',
  }));
  return JSON.stringify(found);
}

/** What the answer is made of. */
const USED: Readonly<Record<(typeof ANNOTATIONS)[number], readonly string[]>> = {
  classificationAnnotation: ['displayName'],
  classificationAnnotations: ['displayName'],
  sentimentAnnotation: ['sentiment'],
  textSegmentAnnotations: ['startOffset', 'endOffset', 'displayName'],
};

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function objectOf(value: JsonObject[string] | undefined): JsonObject {
  return isObject(value) ? value : {};
}
