import * as l10n from '@vscode/l10n';
import { callPairs, ofExpectedCalls } from './callPairs';
import type { Metric } from './metric';

export const rightFunction: Metric = {
  id: 'right-function',
  label: l10n.t('Right functions'),
  description: l10n.t(
    'Of the rows that expect calls, the share that calls exactly those functions, each as often, whatever the arguments.',
  ),
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  ...ofExpectedCalls,
  score({ expectedCalls = [], calls = [] }) {
    if (expectedCalls.length === 0) return undefined;
    return Number(callPairs(expectedCalls, calls).every(({ expected, given }) => expected && given));
  },
};
