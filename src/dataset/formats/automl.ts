// Exports of Google's AutoML for text: classification, sentiment, and extraction of entities.

import validate, { schema } from 'validator:./automl.schema.json';
import * as l10n from '@vscode/l10n';
import { CannotExpress, refuseToLose, textTurn } from '../example/conversation';
import { isObject, type JsonObject } from '../json/value';
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
  toConversation(value) {
    if (typeof value.textContent !== 'string')
      throw new CannotExpress(l10n.t('The text is in another file ("textGcsUri").'));
    return { turns: [textTurn('user', value.textContent), textTurn('model', answerOf(value))] };
  },
  fromConversation(conversation, leaveOut = refuseToLose) {
    const { input, output } = singleExchange(conversation, leaveOut);
    return { classificationAnnotation: { displayName: output }, textContent: input };
  },
};

/** The class; several classes in a list; the sentiment; or the entities as JSON. */
function answerOf(value: JsonObject): string {
  const {
    classificationAnnotations: classes,
    sentimentAnnotation: sentiment,
    textSegmentAnnotations: entities,
  } = value;
  if (isObject(value.classificationAnnotation))
    return firstText(value.classificationAnnotation, ['displayName']);
  if (Array.isArray(classes))
    return classes.map((each) => firstText(objectOf(each), ['displayName'])).join(', ');
  if (isObject(sentiment)) return String(sentiment.sentiment ?? '');
  const text = [...firstText(value, ['textContent'])];
  const found = (Array.isArray(entities) ? entities : []).map((each) => {
    const { startOffset, endOffset, displayName } = objectOf(each);
    return {
      text: text.slice(Number(startOffset ?? 0), Number(endOffset)).join(''),
      label: displayName ?? '',
    };
  });
  return JSON.stringify(found);
}

function objectOf(value: JsonObject[string] | undefined): JsonObject {
  return isObject(value) ? value : {};
}
