import type { GroupRule } from '../checking/rule';

export const conflictingExamples: GroupRule = {
  id: 'conflicting-examples',
  kind: 'conflict',
  severity: 'warning',
  scope: 'group',
  title: 'The same input has different outputs',
  description:
    'Examples with equal inputs and different outputs pull the model in two directions. Keep the better one, or say in the input what makes the difference. Reported on every line of the group.',
};

export function conflictMessage(other: number): string {
  return `The same input has another output on line ${other + 1}.`;
}
