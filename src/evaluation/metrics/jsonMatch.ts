import * as l10n from '@vscode/l10n';
import { canonicalExactly } from '../../dataset/json/exactNumbers';
import { parseAnswerExactly } from './jsonAnswer';
import type { Metric } from './metric';

export const jsonMatch: Metric = {
  id: 'json-match',
  label: l10n.t('JSON match'),
  description: l10n.t(
    'Share of responses that contain the expected JSON, ignoring whitespace and key order.',
  ),
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  applies: ({ isJson }) => isJson,
  isProposed: ({ isJson }) => isJson,
  score({ answer, expected }) {
    const [theirs, ours] = [parseAnswerExactly(answer), parseAnswerExactly(expected)];
    if (ours === undefined) return undefined;
    return theirs !== undefined && canonicalExactly(theirs) === canonicalExactly(ours) ? 1 : 0;
  },
};
