import * as l10n from '@vscode/l10n';
import type { GroupRule } from '../checking/rule';

/** Found by an evaluation (*Fix the Rows That Failed*), for a model must be asked. */
export const wrongAnswer: GroupRule = {
  id: 'wrong-answer',
  kind: 'conflict',
  severity: 'info',
  scope: 'group',
  title: l10n.t('Wrong response in an evaluation'),
  description: l10n.t(
    "A model's response to the example didn't reach the best score. Either the expected response is wrong, or the training data needs more examples like this one. Marked on demand: *Fix the Rows That Failed* on the results page of an evaluation.",
  ),
};

/** Of an answer, so much is shown. */
const longest = 200;

export function wrongAnswerMessage(model: string, answer: string): string {
  return l10n.t('{0} responded: {1}', model, shortened(answer.replace(/\s+/g, ' ').trim()));
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
