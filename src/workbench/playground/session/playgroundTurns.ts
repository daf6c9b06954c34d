import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import { parse } from '../../../dataset/json/parse';
import { isObject, type JsonObject, type JsonValue } from '../../../dataset/json/value';
import type { FunctionCall, FunctionPart } from '../../../tuning/contract/functions';
import type { Attachment, Turn } from '../../../tuning/contract/service';
import {
  type Answer,
  type AnswersTurn,
  answersTurns,
  type Draft,
  type PlaygroundResult,
  type PlaygroundState,
} from '../protocol/playgroundState.protocol';

/** What a target is told before it answers in the turn `answers`, or in the next one: its own answers, else those that another gave. */
export function turnsFor(
  state: PlaygroundState,
  answers: number | undefined,
  target: string,
  dataOf: (id: string) => Attachment | undefined,
): Turn[] {
  const end = state.turns.findIndex(({ id }) => id === answers);
  const before = state.turns.slice(0, answers === undefined ? undefined : end);
  const turns: Turn[] = [];
  for (const [index, turn] of before.entries()) {
    if (turn.kind === 'user') {
      turns.push(userTurn(turn, dataOf));
    } else if (turn.kind === 'given') {
      turns.push(modelTurn(turn.text, turn.calls));
    } else {
      const next = before[index + 1];
      const results =
        next?.kind === 'user' ? next.results : answers === undefined ? state.draft.results : undefined;
      const said = saidTo(turn, target, results);
      if (said === undefined)
        turns.pop(); // a prompt without an answer is left out with it
      else turns.push(said);
    }
  }
  return turns;
}

export function userTurn(
  { text, attachments, results }: Draft,
  dataOf: (id: string) => Attachment | undefined,
): Turn {
  const data = attachments.flatMap(({ id }) => dataOf(id) ?? []);
  return {
    role: 'user',
    text,
    ...(data.length > 0 ? { attachments: data } : {}),
    ...(results?.length ? { functions: results.map(toResult) } : {}),
  };
}

function modelTurn(text: string, calls: readonly FunctionCall[] | undefined): Turn {
  const functions = calls?.map((call): FunctionPart => ({ kind: 'call', ...call }));
  return { role: 'model', text, ...(functions?.length ? { functions } : {}) };
}

function toResult({ name, id, text }: PlaygroundResult): FunctionPart {
  return { kind: 'result', name, ...(id === undefined ? {} : { id }), response: readResponse(name, text) };
}

/** A response is an object; what is none goes into one, under the key that Google advises. @throws UserError for broken JSON */
export function readResponse(name: string, text: string): JsonObject {
  const written = text.trim();
  if (written === '')
    throw new UserError(
      l10n.t('Enter the result of "{0}", such as {"output": "sunny"}, before you send.', name),
      'NO_RESPONSE',
    );
  const value = parse(written);
  if (value === undefined && /^[[{]/.test(written))
    throw new UserError(l10n.t('The result of "{0}" isn\'t valid JSON.', name), 'BAD_RESPONSE');
  return isObject(value) ? value : { output: value ?? (written as JsonValue) };
}

/** What the model said: the target itself, else another. When calls were answered, one that made them. */
function saidTo(
  turn: AnswersTurn,
  target: string,
  results: readonly PlaygroundResult[] | undefined,
): Turn | undefined {
  const usable = (answer: Answer | undefined) =>
    answer &&
    (answer.text !== '' || answer.calls) &&
    answer.outcome.kind !== 'failed' &&
    fits(answer, results)
      ? answer
      : undefined;
  const own = usable(answerOf(turn, target));
  if (own) return modelTurn(own.text, own.calls);
  const chosen = turn.best === undefined ? undefined : usable(answerOf(turn, turn.best));
  const other = chosen ?? turn.answers.map(usable).find((answer) => answer !== undefined);
  return other && modelTurn(other.text, other.calls?.map(unsigned));
}

function fits({ calls = [] }: Answer, results: readonly PlaygroundResult[] = []): boolean {
  return (
    results.length === 0 || results.map(({ name }) => name).join() === calls.map(({ name }) => name).join()
  );
}

/** Another model's signature says nothing to this one. */
function unsigned({ signature: _, ...call }: FunctionCall): FunctionCall {
  return call;
}

export function answerOf(turn: AnswersTurn, target: string): Answer | undefined {
  return turn.answers.find((answer) => answer.target === target);
}

/** The last answers that were asked for. */
export function lastAnswers(state: PlaygroundState): AnswersTurn | undefined {
  return answersTurns(state).at(-1);
}
