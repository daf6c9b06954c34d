// What makes two examples equal, and two inputs equal: all that a service would see. Plain examples are compared by
// their conversation, so that the order of keys, escapes and the format itself do not matter. Where the conversation
// does not hold all of an example (a speaker's name, a refusal, a second instance, digits that a double rounds), the
// raw example counts.

import type { DatasetFormat } from '../formats/format';
import { roundedNumbers } from '../json/exactNumbers';
import { canonicalJson, isObject, type JsonObject, type JsonPath, type JsonValue } from '../json/value';
import {
  CannotExpress,
  type Conversation,
  type Part,
  type RankedAnswer,
  splitAtAnswer,
  type Turn,
} from './conversation';
import { fold, Hash, hashOfJson } from './hash';

export interface ExampleKeys {
  /** Equal for examples that are equal when parsed, key order aside. */
  readonly whole: number;
  /** Equal for examples that ask the same; absent when the example is not valid. */
  readonly input?: number;
  /** Of preference data no whole number: see `contradict`. */
  readonly output?: number;
}

/** Tags between the texts; part of the contract with line/quick/quickLine.ts. */
export const TAGS = {
  system: 1,
  user: 2,
  model: 3,
  part: 8,
  tools: 16,
  extras: 17,
  answer: 18,
  raw: 19,
} as const;

/** @param text the line that `value` was parsed from, for the digits that parsing rounds */
export function keysOfExample(format: DatasetFormat, value: JsonObject, text: string): ExampleKeys {
  const exact = roundedNumbers(text);
  const seen = isObject(exact) ? exact : value;
  const conversation = format.toConversation(asSeen(format, value));
  const { answers } = conversation;
  const isTold = seen === value && tellsAll(format, value, conversation);
  const { question, answer } = isTold ? conversationHashes(conversation) : rawHashes(format, seen);
  const whole = fold(fold(new Hash(), question), answer);
  const extras = Object.keys(value).filter((key) => !format.conversationKeys.includes(key));
  if (extras.length > 0) fold(whole.mark(TAGS.extras), hashOfJson(pick(seen, extras)));
  const output = !answers ? answer.key : isTold ? rankingKey(answers) : halved(answer);
  return { whole: whole.key, input: question.key, output };
}

/** For examples that break the schema: only exact equality is known. */
export function keysOfValue(value: JsonValue, text: string): ExampleKeys {
  return { whole: new Hash().text(canonicalJson(roundedNumbers(text) ?? value)).key };
}

/**
 * Whether two outputs of the same input pull a model in two directions. Several pairs of ranked answers to one prompt
 * do not, unless they rank the same two answers the other way round.
 */
export function contradict(a: number, b: number): boolean {
  return isRanking(a) && isRanking(b) ? a === -b : a !== b;
}

export function isRanking(output: number): boolean {
  return !Number.isInteger(output);
}

/** A whole number and a half, the same for the same two answers; below zero for one of their two orders. */
function rankingKey(answers: readonly RankedAnswer[]): number {
  const [better = 0, worse = 0] = answers.map(({ turns }) => {
    const hash = new Hash();
    for (const turn of turns) fold(hash, turnHash(turn));
    return hash.key;
  });
  const both = new Hash();
  for (const key of [Math.min(better, worse), Math.max(better, worse)])
    both.word(Math.floor(key / 2 ** 32)).word(key >>> 0);
  return better < worse ? -halved(both) : halved(both);
}

/** 51 bits and a half: the most that a number holds. */
function halved({ key }: Hash): number {
  return Math.floor(key / 4) + 0.5;
}

/** The example can be written again from its conversation. */
function tellsAll(format: DatasetFormat, value: JsonObject, conversation: Conversation): boolean {
  try {
    const again = asSeen(format, format.fromConversation(conversation));
    const own = asSeen(format, pick(value, ownKeys(format, value)));
    return canonicalJson(again) === canonicalJson(own);
  } catch (error) {
    if (error instanceof CannotExpress) return false;
    throw error;
  }
}

function conversationHashes(conversation: Conversation): { question: Hash; answer: Hash } {
  const { input, output } = splitAtAnswer(conversation);
  const question = new Hash();
  if (conversation.system) fold(question, partsHash(TAGS.system, conversation.system));
  for (const turn of input) fold(question, turnHash(turn));
  if (conversation.tools) fold(question, hashOfTools(conversation.tools));
  const answer = new Hash();
  for (const turn of output) fold(answer, turnHash(turn));
  if (conversation.answers) answer.mark(TAGS.answer).text(answerShape(conversation));
  return { question, answer };
}

export function hashOfTools(tools: readonly JsonValue[]): Hash {
  return new Hash().mark(TAGS.tools).text(canonicalJson([...tools]));
}

function rawHashes(format: DatasetFormat, value: JsonObject): { question: Hash; answer: Hash } {
  const own = asSeen(format, pick(value, ownKeys(format, value)));
  const places = answerPlaces(format, own);
  const answers: JsonValue[] = [];
  const question = new Hash().mark(TAGS.raw).text(canonicalJson(takeOut(own, places, answers)));
  return { question, answer: new Hash().mark(TAGS.raw).text(canonicalJson(answers)) };
}

/** Where in an example stands what the model learns to say. */
function answerPlaces(format: DatasetFormat, value: JsonObject): JsonPath[] {
  const { turns, fields } = format.outline(value);
  const last = turns.at(-1);
  if (last && !format.roles?.endsWithUser) return last.role === format.roles?.model ? [last.path] : [];
  return fields
    .filter(({ side }) => side === 'output')
    .map(({ path }) => (format.roles?.endsWithUser ? path.slice(0, 1) : path));
}

/** The value with nothing at those places; what stood there is added to `taken`. */
function takeOut(value: JsonValue, places: readonly JsonPath[], taken: JsonValue[]): JsonValue {
  if (places.some((place) => place.length === 0)) {
    taken.push(value);
    return null;
  }
  const placesAt = new Map<string | number, JsonPath[]>();
  for (const [step = '', ...rest] of places) {
    const own = placesAt.get(step);
    if (own) own.push(rest);
    else placesAt.set(step, [rest]);
  }
  const inside = (step: string | number, each: JsonValue): JsonValue => {
    const own = placesAt.get(step);
    return own ? takeOut(each, own, taken) : each;
  };
  if (Array.isArray(value)) return value.map((each, index) => inside(index, each));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inside(key, each)]));
}

function asSeen(format: DatasetFormat, value: JsonObject): JsonObject {
  return format.asSeen?.(value) ?? value;
}

function ownKeys(format: DatasetFormat, value: JsonObject): string[] {
  return format.conversationKeys.filter((key) => Object.hasOwn(value, key));
}

function answerShape({ answers }: Conversation): string {
  return (answers ?? []).map((answer) => `${answer.score}:${answer.turns.length}`).join();
}

function turnHash({ speaker, parts, ...more }: Turn): Hash {
  const hash = partsHash(TAGS[speaker], parts);
  return Object.keys(more).length === 0 ? hash : hash.mark(TAGS.extras).text(canonicalJson({ ...more }));
}

function partsHash(tag: number, parts: readonly Part[]): Hash {
  const hash = new Hash().mark(tag);
  for (const part of parts) {
    if (part.kind === 'text' && !part.thought) hash.text(part.text);
    else fold(hash.mark(TAGS.part), hashOfJson({ ...part } as JsonObject));
  }
  return hash;
}

function pick(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, value[key] ?? null]));
}
