import { deleteLine } from '../checking/edits';
import type { GroupRule } from '../checking/rule';

export const duplicateExample: GroupRule = {
  id: 'duplicate-example',
  kind: 'duplicate',
  severity: 'warning',
  scope: 'group',
  title: 'Duplicate example',
  description:
    'Identical examples (regardless of key order) get more weight in training, usually by accident. Reported on the second and later lines.',
  fix: (problem, lines) => ({ title: 'Delete duplicate', edits: [deleteLine(lines, problem.line)] }),
};

export function duplicateMessage(first: number): string {
  return `Duplicate of line ${first + 1}.`;
}
