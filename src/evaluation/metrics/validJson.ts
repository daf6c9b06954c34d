import { parseAnswer } from './jsonAnswer';
import type { Metric } from './metric';

export const validJson: Metric = {
  id: 'valid-json',
  label: 'Valid JSON',
  description: 'Share of responses that are valid JSON, with or without a Markdown code fence.',
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  applies: () => true,
  isProposed: ({ isJson, hasSchema }) => isJson || hasSchema,
  score: ({ answer }) => (parseAnswer(answer) === undefined ? 0 : 1),
};
