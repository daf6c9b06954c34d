import * as l10n from '@vscode/l10n';
import { parseAnswer } from './jsonAnswer';
import type { Metric } from './metric';

export const validJson: Metric = {
  id: 'valid-json',
  label: l10n.t('Valid JSON'),
  description: l10n.t('Share of responses that are valid JSON, with or without a Markdown code fence.'),
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  applies: () => true,
  isProposed: ({ isJson, hasSchema }) => isJson || hasSchema,
  score: ({ answer }) => (parseAnswer(answer) === undefined ? 0 : 1),
};
