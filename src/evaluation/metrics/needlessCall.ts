import * as l10n from '@vscode/l10n';
import { ofCalls } from './callPairs';
import type { Metric } from './metric';

export const needlessCall: Metric = {
  id: 'needless-call',
  label: l10n.t('Needless call'),
  description: l10n.t(
    'Of the rows that declare functions and expect a text response, the share where the model calls a function instead.',
  ),
  better: 'lower',
  unit: 'rightOrWrong',
  ...ofCalls,
  score: ({ hasTools, expectedCalls = [], calls = [] }) =>
    !hasTools || expectedCalls.length > 0 ? undefined : Number(calls.length > 0),
};
