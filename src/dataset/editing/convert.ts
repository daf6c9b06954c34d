import * as l10n from '@vscode/l10n';
import {
  CannotExpress,
  type Conversation,
  type LeaveOut,
  type Part,
  type Turn,
} from '../example/conversation';
import type { DatasetFormat } from '../formats/format';
import { isOpenaiPart, withoutSignature } from '../formats/shared/content';
import { belongsToNoCall, hasOddArguments } from '../formats/shared/taggedCalls';
import { parseExactly, stringifyExactly } from '../json/exactNumbers';
import { canonicalJson, isObject, type JsonObject } from '../json/value';
import { type LineReading, readLine } from '../line/checkLine';
import { untoldKeys } from './untold';

/** A line that did not come over, or not with all that it has. */
export interface ConversionNote {
  /** From 0. */
  readonly line: number;
  readonly text: string;
  readonly reason: string;
  /** The line is in the result, without what the reason names. */
  readonly partly: boolean;
}

export interface ConvertedExample {
  /** The line that it comes from, from 0. */
  readonly line: number;
  readonly text: string;
}

export interface Conversion {
  readonly examples: readonly ConvertedExample[];
  /** At most one for a line. */
  readonly notes: readonly ConversionNote[];
}

/**
 * Writes examples in another format. What the other format has no place for is noted with its line, never dropped
 * silently, and nothing is written that our own checks call an error.
 */
export function convert(lines: readonly string[], from: DatasetFormat, to: DatasetFormat): Conversion {
  const examples: ConvertedExample[] = [];
  const notes: ConversionNote[] = [];
  for (const [line, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const lost = new Set<string>();
    const named = () => l10n.t('Not converted: {0}.', [...lost].join('; '));
    try {
      const written = convertLine(text, from, to, lost);
      for (const own of written) examples.push({ line, text: own });
      if (lost.size > 0) notes.push({ line, text, reason: named(), partly: true });
    } catch (error) {
      if (!(error instanceof CannotExpress)) throw error;
      const reason = lost.size > 0 ? `${error.message} ${named()}` : error.message;
      notes.push({ line, text, reason, partly: false });
    }
  }
  return { examples, notes };
}

/** The lines of a conversion: all, or only those that came over whole. */
export function linesOf({ examples, notes }: Conversion, wholeOnly: boolean): string[] {
  const partly = new Set(notes.map(({ line }) => line));
  return examples.filter(({ line }) => !wholeOnly || !partly.has(line)).map(({ text }) => text);
}

/** @param lost gets what is left out. Throws `CannotExpress` */
function convertLine(text: string, from: DatasetFormat, to: DatasetFormat, lost: Set<string>): string[] {
  const value = parseExactly(text);
  if (!isObject(value)) throw new CannotExpress(l10n.t("The line isn't a JSON object."));
  const wrong = errorsOf(text, from).find(({ rule }) => READ_RULES.has(rule.id));
  if (wrong) throw new CannotExpress(l10n.t('The line has an error: {0}', wrong.message));
  const nothing = from.teachesNothing?.(value);
  if (nothing !== undefined) throw new CannotExpress(nothing);
  const leaveOut: LeaveOut = (what) => lost.add(what);
  const written = (from.split?.(value) ?? [value]).map((each) => {
    const read = from.toConversation(each, leaveOut);
    if (lost.size === 0) for (const key of untoldKeys(each, from, read)) leaveOut(`"${key}"`);
    const conversation = to.hasMedia ? read : withoutSignatures(read, leaveOut);
    if (!to.hasCallIds) refuseNamelessResults(conversation);
    const fitting = to.hasCallIds ? conversation : withoutCallIds(conversation, leaveOut);
    const example = to.fromConversation(fitting, leaveOut);
    nameDifferences(fitting, to.toConversation(example), lost);
    return checked(stringifyExactly(example), to);
  });
  for (const key of extrasOf(value, from)) leaveOut(`"${key}"`);
  return written;
}

function extrasOf(value: JsonObject, format: DatasetFormat): string[] {
  return Object.keys(value).filter((key) => !format.conversationKeys.includes(key));
}

/** What must be right for a line to be read at all; anything else shows in what is written. */
const READ_RULES = new Set(['invalid-json', 'schema', 'misspelt-key', 'role', 'too-deep', 'other-format']);

/** What our own checks call an error in a line, as the reason why it is left out. */
export function errorIn(text: string, format: DatasetFormat): string | undefined {
  const [error] = errorsOf(text, format);
  return error && l10n.t('The line has an error: {0}', error.message);
}

function errorsOf(text: string, format: DatasetFormat): LineReading['problems'] {
  const { problems } = readLine(text, { format, target: undefined, severities: {} });
  return problems.filter(({ severity }) => severity === 'error');
}

function checked(text: string, format: DatasetFormat): string {
  const [error] = errorsOf(text, format);
  if (error) throw new CannotExpress(l10n.t('The result would have an error: {0}', error.message));
  return text;
}

/** A result of no call that was read, in a format that knows calls by their ids. */
function refuseNamelessResults({ turns }: Conversation): void {
  const parts = turns.flatMap((turn) => turn.parts);
  if (!parts.some((part) => part.kind === 'result' && part.name === '')) return;
  throw parts.some(isUnreadCall) ? hasOddArguments() : belongsToNoCall();
}

function isUnreadCall(part: Part): boolean {
  return part.kind === 'other' && isOpenaiPart(part.value) && part.value.type === 'function';
}

/** Google's formats alone hold what a thinking model signs its parts with; the parts are the same without. */
function withoutSignatures(conversation: Conversation, leaveOut: LeaveOut): Conversation {
  const unsigned = (part: Part): Part => {
    const bare = withoutSignature(part);
    if (bare !== part) leaveOut(l10n.t('the signatures of parts ("thoughtSignature")'));
    return bare;
  };
  return withParts(conversation, (turn) => ({ ...turn, parts: turn.parts.map(unsigned) }));
}

function withParts(conversation: Conversation, change: (turn: Turn) => Turn): Conversation {
  const turns = conversation.turns.map(change);
  const answers = conversation.answers?.map((answer) => ({ ...answer, turns: answer.turns.map(change) }));
  return { ...conversation, turns, ...(answers ? { answers } : {}) };
}

/** Without ids, results belong to the calls before them in their order. */
function withoutCallIds(conversation: Conversation, leaveOut: LeaveOut): Conversation {
  let order: (string | undefined)[] = [];
  const withoutIds = (turn: Turn): Turn => {
    const calls = turn.parts.filter((part) => part.kind === 'call');
    if (calls.length > 0) order = calls.map(({ id }) => id);
    return { ...turn, parts: inOrder(turn.parts, order).map(withoutId) };
  };
  const withoutId = (part: Part): Part => {
    if ((part.kind !== 'call' && part.kind !== 'result') || part.id === undefined) return part;
    leaveOut(l10n.t('the IDs of calls (results are matched by their order)'));
    const { id: _, ...rest } = part;
    return rest;
  };
  return withParts(conversation, withoutIds);
}

/** Results of several calls in the order of the calls; other parts keep their places. */
function inOrder(parts: readonly Part[], order: readonly (string | undefined)[]): Part[] {
  const results = parts.filter((part) => part.kind === 'result');
  const places = new Map(order.map((id, index) => [id, index]));
  const place = (part: Part) => (part.kind === 'result' ? (places.get(part.id) ?? -1) : -1);
  if (results.some((part) => place(part) === -1)) return [...parts];
  const sorted = results.toSorted((a, b) => place(a) - place(b));
  return parts.map((part) => (part.kind === 'result' ? (sorted.shift() ?? part) : part));
}

/** The last net: what is read back must be what was to be written, or be named. */
function nameDifferences(before: Conversation, after: Conversation, lost: Set<string>): void {
  const isNamed = lost.size > 0;
  const same = (key: keyof Conversation) => canonical(before[key]) === canonical(after[key]);
  const movesToQuestion = before.system !== undefined && after.system === undefined;
  if (movesToQuestion)
    lost.add(l10n.t('the separate system instruction (it is now at the start of the prompt)'));
  else if (!same('system')) lost.add(l10n.t('the boundaries between the parts of the system instruction'));
  if (isNamed) return;
  if (!same('tools') && before.tools?.length)
    lost.add(l10n.t('the original notation of function parameters'));
  const isJoined = countParts(before) !== countParts(after);
  if (isJoined || (!movesToQuestion && !(same('turns') && same('answers'))))
    lost.add(l10n.t('the boundaries between the parts of a turn'));
}

function countParts({ turns, answers = [] }: Conversation): number {
  return [...turns, ...answers.flatMap((answer) => answer.turns)].reduce(
    (sum, { parts }) => sum + parts.length,
    0,
  );
}

/** Without ids of calls, which a format makes up where another has none, and weights, which its writer names. */
function canonical(value: unknown): string {
  if (value === undefined) return '';
  return canonicalJson(
    JSON.parse(JSON.stringify(value, (key, own) => (key === 'id' || key === 'weight' ? undefined : own))),
  );
}
