import * as l10n from '@vscode/l10n';
import { ofExpectedCalls } from './callPairs';
import type { Metric } from './metric';

export const missingCall: Metric = {
  id: 'missing-call',
  label: l10n.t('Missing call'),
  description: l10n.t('Of the rows that expect a call, the share where the model calls no function.'),
  better: 'lower',
  unit: 'rightOrWrong',
  ofNoAnswer: 1,
  ...ofExpectedCalls,
  score: ({ expectedCalls = [], calls = [] }) =>
    expectedCalls.length === 0 ? undefined : Number(calls.length === 0),
};
