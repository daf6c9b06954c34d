import * as l10n from '@vscode/l10n';
import { callPairs, ofExpectedCalls, rightArguments } from './callPairs';
import type { Metric } from './metric';

export const rightCall: Metric = {
  id: 'right-call',
  label: l10n.t('Right calls'),
  description: l10n.t(
    'Of the rows that expect calls, the share with exactly those: the same functions with the same arguments (equal JSON), in any order, and no others.',
  ),
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  ...ofExpectedCalls,
  score({ expectedCalls = [], calls = [] }) {
    if (expectedCalls.length === 0) return undefined;
    const isRight = callPairs(expectedCalls, calls).every(
      ({ expected, given }) => expected && given && rightArguments(expected.args, given.args) === 1,
    );
    return Number(isRight);
  },
};
