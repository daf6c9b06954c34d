import { deleteLine } from '../checking/edits';
import type { GroupRule } from '../checking/rule';

export const leakage: GroupRule = {
  id: 'leakage',
  kind: 'duplicate',
  severity: 'warning',
  scope: 'group',
  title: 'Example is also in the paired file',
  description:
    'If an input appears in both the training file and the validation file, validation measures memorization instead of generalization (data leakage). Files are paired by name (`faq.train.jsonl`, or `faq.jsonl` alone, and `faq.validation.jsonl`), by a plan that names both, or with *Check for Overlap with Another File…*.',
  fix: (problem, lines) => ({ title: 'Delete line', edits: [deleteLine(lines, problem.line)] }),
};

export function leakageMessage(other: string): string {
  return `The same input is in ${other}.`;
}
