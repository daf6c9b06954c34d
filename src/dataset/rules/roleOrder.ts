import * as l10n from '@vscode/l10n';
import type { ColumnRange } from '../checking/problem';
import type { ExampleRule } from '../checking/rule';
import { joinTurns, removeTurns, swapRoles, swapTurns } from '../checking/turnEdits';
import { answerBesideTurns } from '../example/answerBesideTurns';
import type { ExampleLine } from '../example/exampleLine';
import { type SpokenTurn, spokenTurns } from '../example/speakers';
import type { RoleNames } from '../formats/format';

export const roleOrder: ExampleRule = {
  id: 'role-order',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Turns are in the wrong order'),
  description: l10n.t(
    'A conversation must start with a user turn, alternate between user and model, and end with a model turn, which is what the model learns.',
  ),
  check(line, report) {
    const { roles } = line.format;
    if (!roles) return;
    for (const [index, { turn }] of spokenTurns(line).entries()) {
      if (index > 0 && turn.role !== undefined && roles.onlyFirst?.includes(turn.role)) {
        report(
          line.rangeOf([...turn.path, 'role']),
          l10n.t('Only the first turn can have the role "{0}".', turn.role),
        );
      }
    }
    for (const { range, message } of mistakes(line, roles)) report(range, message);
  },
  fix(problem, lines) {
    const line = lines.exampleAt(problem.line);
    const roles = line?.format.roles;
    if (!line || !roles) return undefined;
    const found = mistakes(line, roles).find(({ range }) => range.start === problem.range.start);
    if (!found) return undefined;
    const { kind, run } = found;
    const several = run.last > run.first;
    switch (kind) {
      case 'repeated': {
        const edits = joinTurns(line, problem.line, run.first, run.last);
        return edits && { title: l10n.t('Join these turns'), edits };
      }
      case 'swapped': {
        const roleEdits = swapRoles(line, problem.line);
        const turnEdits = swapTurns(line, problem.line);
        return [
          { title: l10n.t('Swap the two turns'), edits: turnEdits, asksPerson: true },
          ...(roleEdits ? [{ title: l10n.t('Swap the two roles'), edits: roleEdits, asksPerson: true }] : []),
        ];
      }
      case 'first':
      case 'last': {
        const edit = removeTurns(line, problem.line, run.first, run.last);
        return edit && { title: dropTitle(kind, several), edits: [edit] };
      }
    }
  },
};

function dropTitle(kind: 'first' | 'last', several: boolean): string {
  if (kind === 'first') return several ? l10n.t('Drop the first turns') : l10n.t('Drop the first turn');
  return several ? l10n.t('Drop the last turns') : l10n.t('Drop the last turn');
}

/** Turns of one speaker in a row, by their indexes in the outline. */
interface Run {
  readonly speaker: SpokenTurn['speaker'];
  readonly first: number;
  readonly last: number;
}

interface Mistake {
  readonly kind: 'first' | 'last' | 'repeated' | 'swapped';
  readonly run: Run;
  readonly range: ColumnRange;
  readonly message: string;
}

/** One for each run of turns that is wrong, whatever follows from it. */
function mistakes(line: ExampleLine, roles: RoleNames): Mistake[] {
  const spoken = spokenTurns(line);
  const runs = runsOf(spoken);
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) return [];
  const at = (index: number): ColumnRange => {
    const { path = [], role } = spoken[index]?.turn ?? {};
    return role === undefined ? line.openingOf(path) : line.rangeOf([...path, 'role']);
  };
  const isFirstWrong = first.speaker === 'model';
  const isLastWrong =
    last.speaker === (roles.endsWithUser ? 'model' : 'user') && answerBesideTurns(line) === undefined;
  const found: Mistake[] = [];
  if (isFirstWrong) {
    const isSwapped = isLastWrong && runs.length === 2 && spoken.length === 2;
    const message = l10n.t('The first turn must have the role "{0}".', roles.user);
    found.push({ kind: isSwapped ? 'swapped' : 'first', run: first, range: at(first.first), message });
    if (isSwapped) return found;
  }
  for (const run of roles.mayRepeat ? [] : runs) {
    const isOther = (run === first && isFirstWrong) || (run === last && isLastWrong);
    if (isOther || run.last === run.first) continue;
    const name = run.speaker === 'user' ? roles.user : roles.model;
    const message = l10n.t('Two consecutive "{0}" turns. Roles must alternate.', name);
    found.push({ kind: 'repeated', run, range: at(run.first + 1), message });
  }
  if (isLastWrong && !(isFirstWrong && first === last)) {
    const message = roles.endsWithUser
      ? l10n.t('The last turn must have the role "{0}" (responses are in a separate list).', roles.user)
      : l10n.t('The last turn must have the role "{0}" (it\'s what the model learns).', roles.model);
    found.push({ kind: 'last', run: last, range: at(last.last), message });
  }
  return found;
}

/** Turns whose speaker is not known are runs of their own: what they follow is not wrong because of them. */
function runsOf(spoken: readonly SpokenTurn[]): Run[] {
  const runs: Run[] = [];
  for (const [index, { speaker }] of spoken.entries()) {
    if (speaker === 'aside') continue;
    const before = runs.at(-1);
    if (before && before.speaker === speaker && speaker !== 'unknown')
      runs[runs.length - 1] = { ...before, last: index };
    else runs.push({ speaker, first: index, last: index });
  }
  return runs;
}
