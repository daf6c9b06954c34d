import { deleteLine } from '../checking/edits';
import type { GroupRule } from '../checking/rule';

export const leakage: GroupRule = {
  id: 'leakage',
  kind: 'duplicate',
  severity: 'warning',
  scope: 'group',
  title: 'The example stands in the other file of the pair too',
  description:
    'When an input of the training file stands in the validation file as well, validation measures memory, not learning. A pair is known by the names of its files (`faq.train.jsonl` and `faq.validation.jsonl`), by a plan that names both, or when you name the other file (*Compare with Other File of Pair…*).',
  fix: (problem, lines) => ({ title: 'Delete this line', edits: [deleteLine(lines, problem.line)] }),
};

export function leakageMessage(other: string): string {
  return `The same input stands in ${other}.`;
}
