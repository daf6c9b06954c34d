import * as l10n from '@vscode/l10n';
import { anyOf } from '../../base/numbers';
import { replaceOnLine } from '../checking/edits';
import type { Problem } from '../checking/problem';
import type { ExampleRule, Fix, Lines } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { meantRole, spokenTurns } from '../example/speakers';
import type { RoleNames, WrittenTurn } from '../formats/format';
import type { JsonPath } from '../json/value';

export const role: ExampleRule = {
  id: 'role',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Turn has a missing or unknown role'),
  description: l10n.t(
    "Each turn must have a role. Google uses `user` and `model` in lowercase. `assistant`, `human`, `USER`, `function`, and `tool` come from other platforms. Google reads a turn without a role as the user's, as in its own samples of function results.",
  ),
  check(line, report) {
    const { roles } = line.format;
    if (!roles) return;
    const missing = new Set(
      line.schemaErrors
        .filter((error) => error.missing === 'role')
        .map((error) => JSON.stringify(error.path)),
    );
    for (const { turn, known, lacksRole } of heldTurns(line, roles)) {
      if (lacksRole) {
        if (missing.has(JSON.stringify(turn.path))) continue;
        report(line.openingOf(turn.path), l10n.t('Missing role. Must be {0}.', list(known)));
        continue;
      }
      if (turn.role === undefined || known.includes(turn.role)) continue;
      const meant = meantOf(turn.role, roles, known);
      report(
        line.rangeOf([...turn.path, 'role']),
        meant === undefined
          ? l10n.t('Unknown role "{0}". Must be {1}.', turn.role, list(known))
          : l10n.t('Unknown role "{0}". Must be {1}. Did you mean "{2}"?', turn.role, list(known), meant),
      );
    }
  },
  fixOnSave: true,
  fix: mendRole,
};

/** The name that the format has for the speaker; for a turn without a role, the one whose turn it is. */
function mendRole(problem: Problem, lines: Lines): Fix | undefined {
  const example = lines.exampleAt(problem.line);
  const roles = example?.format.roles;
  if (!example || !roles) return undefined;
  for (const { turn, known, lacksRole } of heldTurns(example, roles)) {
    if (lacksRole) {
      const opening = example.openingOf(turn.path);
      if (opening.start !== problem.range.start) continue;
      return writeRole(example, problem.line, turn.path, known[0] ?? roles.user);
    }
    if (turn.role === undefined) continue;
    if (example.rangeOf([...turn.path, 'role']).start !== problem.range.start) continue;
    const meant = meantOf(turn.role, roles, known);
    if (meant === undefined) return undefined;
    return {
      title: l10n.t('Change to "{0}"', meant),
      edits: [replaceOnLine(problem.line, problem.range, JSON.stringify(meant))],
    };
  }
  return undefined;
}

/** Adds the role to a turn that has none, or an empty one. */
export function writeRole(line: ExampleLine, number: number, path: JsonPath, name: string): Fix {
  const text = JSON.stringify(name);
  const title = l10n.t('Add role {0}', text);
  const own = [...path, 'role'];
  if (line.has(own)) return { title, edits: [replaceOnLine(number, line.rangeOf(own), text)] };
  const opening = line.openingOf(path);
  const isEmpty = /^\{\s*\}/.test(line.text.slice(opening.start, line.rangeOf(path).end));
  return { title, edits: [replaceOnLine(number, opening, `{"role": ${text}${isEmpty ? '' : ', '}`)] };
}

function list(roles: readonly string[]): string {
  return anyOf(roles.map((each) => `"${each}"`));
}

interface HeldTurn {
  readonly turn: WrittenTurn;
  /** The roles that it may have. */
  readonly known: readonly string[];
  readonly lacksRole: boolean;
}

function heldTurns(line: ExampleLine, roles: RoleNames): HeldTurn[] {
  const known = [roles.user, roles.model, ...roles.others];
  // Where a role may be left out for the user's, only the model's can be missing.
  const missing = roles.absentMeansUser ? [roles.model] : known;
  const turns = spokenTurns(line).map(({ turn, lacksRole }) => ({
    turn,
    known: lacksRole ? missing : known,
    lacksRole,
  }));
  const answers = (line.outline.answers ?? []).map((turn) => ({
    turn,
    known: [roles.model],
    lacksRole: turn.role === undefined,
  }));
  return [...turns, ...answers];
}

function meantOf(written: string, roles: RoleNames, known: readonly string[]): string | undefined {
  const meant = meantRole(written, roles);
  return meant !== undefined && known.includes(meant) ? meant : undefined;
}
