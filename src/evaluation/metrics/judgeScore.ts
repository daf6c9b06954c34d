import * as l10n from '@vscode/l10n';
import type { Metric } from './metric';

export const judgeScore: Metric = {
  id: 'judge',
  label: l10n.t('Judge score'),
  description: l10n.t(
    'Score that the judge model gives each response by your rubric, as a share of the maximum score.',
  ),
  better: 'higher',
  unit: 'share',
  ofNoAnswer: 0,
  isJudged: true,
  applies: () => true,
  isProposed: () => false, // it costs a request for each answer
  score: ({ judgement }) => judgement,
};
