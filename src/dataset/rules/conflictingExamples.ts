import type { GroupRule } from '../checking/rule';

export const conflictingExamples: GroupRule = {
  id: 'conflicting-examples',
  kind: 'conflict',
  severity: 'warning',
  scope: 'group',
  title: 'Same input with different outputs',
  description:
    'Examples with the same input but different outputs teach the model contradictory behavior. Keep the better one, or make the inputs different. Reported on every line of the group.',
};

export function conflictMessage(other: number): string {
  return `The same input has a different output on line ${other + 1}.`;
}
