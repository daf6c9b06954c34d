import * as l10n from '@vscode/l10n';
import { callPairs, ofExpectedCalls, rightArguments } from './callPairs';
import type { Metric } from './metric';

export const argumentAccuracy: Metric = {
  id: 'argument-accuracy',
  label: l10n.t('Right arguments'),
  description: l10n.t(
    'Of the arguments that a row expects or the model gives, the share that is expected and given with equal JSON; a call that is missing or not expected counts as none right. Mean over the rows that expect calls.',
  ),
  better: 'higher',
  unit: 'share',
  ofNoAnswer: 0,
  ...ofExpectedCalls,
  score({ expectedCalls = [], calls = [] }) {
    if (expectedCalls.length === 0) return undefined;
    const pairs = callPairs(expectedCalls, calls);
    const shares = pairs.map(({ expected, given }) =>
      expected && given ? rightArguments(expected.args, given.args) : 0,
    );
    return shares.reduce((sum, share) => sum + share, 0) / pairs.length;
  },
};
