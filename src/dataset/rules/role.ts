import { replaceOnLine } from '../edits';
import type { RoleNames } from '../format';
import type { Problem } from '../problem';
import type { ExampleRule, Fix, Lines } from '../rule';

/** Names that other platforms and people give to the two speakers. */
const USER_NAMES = new Set(['user', 'human', 'prompter', 'customer', 'question', 'input', 'client']);
const MODEL_NAMES = new Set([
  'model',
  'assistant',
  'bot',
  'ai',
  'gpt',
  'chatbot',
  'answer',
  'output',
  'agent',
  'chatgpt',
]);

export const role: ExampleRule = {
  id: 'role',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: 'A turn has no role, or one that the format does not know',
  description:
    'Each turn says who speaks. Google writes `user` and `model`, in small letters; `assistant`, `human` and `USER` come from other platforms.',
  check(line, report) {
    const { roles } = line.format;
    if (!roles) return;
    const missing = new Set(
      line.schemaErrors
        .filter((error) => error.missing === 'role')
        .map((error) => JSON.stringify(error.path)),
    );
    const { turns, answers = [] } = line.outline;
    for (const [index, turn] of [...turns, ...answers].entries()) {
      const isAnswer = index >= turns.length;
      const known = isAnswer ? [roles.model] : [roles.user, roles.model, ...roles.others];
      if (turn.role === undefined) {
        if (!missing.has(JSON.stringify(turn.path))) {
          report(line.openingOf(turn.path), `This turn has no role. It must be ${list(known)}.`);
        }
        continue;
      }
      if (known.includes(turn.role)) continue;
      const meant = meantRole(turn.role, roles);
      const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      report(
        line.rangeOf([...turn.path, 'role']),
        `The role must be ${list(known)}, not "${turn.role}".${hint}`,
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
  const { turns, answers = [] } = example.outline;
  for (const [index, turn] of [...turns, ...answers].entries()) {
    if (turn.role === undefined) {
      const opening = example.openingOf(turn.path);
      if (opening.start !== problem.range.start) continue;
      const before = turns[index - 1]?.role;
      const isUsers = index < turns.length && (before === undefined || before === roles.model);
      const role = JSON.stringify(isUsers ? roles.user : roles.model);
      const isEmpty = /^\{\s*\}/.test(example.text.slice(opening.start, example.rangeOf(turn.path).end));
      const edit = replaceOnLine(problem.line, opening, `{"role": ${role}${isEmpty ? '' : ', '}`);
      return { title: `Add the role ${role}`, edits: [edit] };
    }
    if (example.rangeOf([...turn.path, 'role']).start !== problem.range.start) continue;
    const meant = meantRole(turn.role, roles);
    if (meant === undefined) return undefined;
    return {
      title: `Change to "${meant}"`,
      edits: [replaceOnLine(problem.line, problem.range, JSON.stringify(meant))],
    };
  }
  return undefined;
}

function list(roles: readonly string[]): string {
  return roles.map((each) => `"${each}"`).join(' or ');
}

export function meantRole(written: string, roles: RoleNames): string | undefined {
  const plain = written.trim().toLowerCase();
  if (plain === roles.user || USER_NAMES.has(plain)) return roles.user;
  if (plain === roles.model || MODEL_NAMES.has(plain)) return roles.model;
  return roles.others.find((other) => other === plain);
}
