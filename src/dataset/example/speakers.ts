// Who speaks each turn of an example, as far as it can be known when roles are missing or wrong.

import type { RoleNames, WrittenTurn } from '../formats/format';
import { isObject, valueAt } from '../json/value';
import type { ExampleLine } from './exampleLine';

/** Names that other platforms and people give to the two speakers. A function's result is given to the model. */
const USER_NAMES = new Set(
  'user human prompter customer question input client function tool tool_response observation'.split(' '),
);
const MODEL_NAMES = new Set('model assistant bot ai gpt chatbot answer output agent chatgpt'.split(' '));

export interface SpokenTurn {
  readonly turn: WrittenTurn;
  /** `unknown`: the role is wrong in a way that leaves it open. `aside`: takes no part in the order, such as a system message. */
  readonly speaker: 'user' | 'model' | 'unknown' | 'aside';
  /** The turn says no role where it must. */
  readonly lacksRole: boolean;
}

export function spokenTurns(line: ExampleLine): SpokenTurn[] {
  const { roles } = line.format;
  if (!roles) return [];
  const spoken: SpokenTurn[] = [];
  let before: SpokenTurn['speaker'] | undefined;
  for (const turn of line.outline.turns) {
    const own = speakerOf(line, turn, roles, before);
    spoken.push({ turn, ...own });
    if (own.lacksRole) before = before === 'user' ? 'model' : 'user';
    else if (own.speaker !== 'aside') before = own.speaker;
  }
  return spoken;
}

function speakerOf(
  line: ExampleLine,
  turn: WrittenTurn,
  roles: RoleNames,
  before: SpokenTurn['speaker'] | undefined,
): Pick<SpokenTurn, 'speaker' | 'lacksRole'> {
  if (turn.role === undefined) {
    // Google reads a turn without a role as the user's, and writes the results of functions so.
    const isUsers = roles.absentMeansUser === true && (before !== 'user' || isResult(line, turn));
    return isUsers ? { speaker: 'user', lacksRole: false } : { speaker: 'unknown', lacksRole: true };
  }
  const meant = meantRole(turn.role, roles);
  if (meant === undefined) return { speaker: 'unknown', lacksRole: false };
  if (meant === roles.user || roles.results?.includes(meant)) return { speaker: 'user', lacksRole: false };
  return { speaker: meant === roles.model ? 'model' : 'aside', lacksRole: false };
}

function isResult(line: ExampleLine, { path }: WrittenTurn): boolean {
  const turn = valueAt(line.value, path);
  const parts = isObject(turn) && Array.isArray(turn.parts) ? turn.parts : [];
  return parts.some((part) => isObject(part) && ('functionResponse' in part || 'function_response' in part));
}

/** The format's own name for a role; undefined for one that nobody has. */
export function meantRole(written: string, roles: RoleNames): string | undefined {
  const plain = written.trim().toLowerCase();
  const other = roles.others.find((each) => each === plain);
  if (other !== undefined) return other;
  if (plain === roles.user || USER_NAMES.has(plain)) return roles.user;
  return plain === roles.model || MODEL_NAMES.has(plain) ? roles.model : undefined;
}
