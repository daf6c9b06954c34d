import { deleteLine } from '../checking/edits';
import type { GroupRule } from '../checking/rule';

export const duplicateExample: GroupRule = {
  id: 'duplicate-example',
  kind: 'duplicate',
  severity: 'warning',
  scope: 'group',
  title: 'The same example stands in the file already',
  description:
    'Equal examples (the order of keys aside) weigh more in training than the others, mostly by accident. Reported on the second and later lines.',
  fix: (problem, lines) => ({ title: 'Delete this duplicate', edits: [deleteLine(lines, problem.line)] }),
};

export function duplicateMessage(first: number): string {
  return `This example is the same as on line ${first + 1}.`;
}
