import type { ExampleRule } from '../rule';
import { meantRole } from './role';

export const roleOrder: ExampleRule = {
  id: 'role-order',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: 'The turns are in the wrong order',
  description:
    'A conversation starts with the user, the speakers take turns, and the last word, which is what the model learns, is the model’s.',
  check(line, report) {
    const { roles } = line.format;
    if (!roles) return;
    const turns = line.outline.turns.flatMap((turn) => {
      const speaker = turn.role === undefined ? undefined : meantRole(turn.role, roles);
      return speaker === roles.user || speaker === roles.model ? [{ ...turn, speaker }] : [];
    });
    for (const [index, turn] of line.outline.turns.entries()) {
      if (index > 0 && turn.role !== undefined && roles.onlyFirst?.includes(turn.role)) {
        report(line.rangeOf([...turn.path, 'role']), `Only the first turn can be "${turn.role}".`);
      }
    }
    if (turns.length === 0) return;
    const roleAt = (turn: (typeof turns)[number]) => line.rangeOf([...turn.path, 'role']);
    const [first] = turns;
    const last = turns.at(-1);
    if (first && first.speaker !== roles.user) {
      report(roleAt(first), `The first turn must be the user's ("${roles.user}").`);
    }
    for (const [index, turn] of turns.entries()) {
      const before = turns[index - 1];
      if (before?.speaker === turn.speaker && !roles.mayRepeat) {
        report(
          roleAt(turn),
          `Two turns of "${turn.speaker}" follow each other; the speakers must alternate.`,
        );
      }
    }
    const wanted = roles.endsWithUser ? roles.user : roles.model;
    if (last && last.speaker !== wanted) {
      const whose = roles.endsWithUser
        ? "the user's: the answers stand in their own list"
        : "the model's: it is what the model learns to say";
      report(roleAt(last), `The last turn must be ${whose} ("${wanted}").`);
    }
  },
};
