// What makes two examples equal, and two inputs equal.
import { type Conversation, type Part, splitAtAnswer, type Turn } from './conversation';
import type { DatasetFormat } from './format';
import { Hash } from './hash';
import { canonicalJson, type JsonObject, type JsonValue } from './json/value';

export interface ExampleKeys {
  /** Equal for examples that are equal when parsed, key order aside. */
  readonly whole: number;
  /** Equal for examples that ask the same; absent when the example is not valid. */
  readonly input?: number;
  readonly output?: number;
}

/** Tags between the texts; part of the contract with scan/quickLine.ts. */
export const TAGS = { system: 1, user: 2, model: 3, part: 8, tools: 16, extras: 17, answer: 18 } as const;

export function keysOfExample(format: DatasetFormat, value: JsonObject): ExampleKeys {
  const conversation = format.toConversation(value);
  const { input, output } = splitAtAnswer(conversation);
  const question = new Hash();
  if (conversation.system) fold(question, partsHash(TAGS.system, conversation.system));
  for (const turn of input) fold(question, turnHash(turn));
  if (conversation.tools) {
    fold(question, new Hash().mark(TAGS.tools).text(canonicalJson([...conversation.tools])));
  }
  const answer = new Hash();
  for (const turn of output) fold(answer, turnHash(turn));
  if (conversation.answers) answer.mark(TAGS.answer).text(answerShape(conversation));

  const whole = fold(fold(new Hash(), question), answer);
  const extras = Object.keys(value).filter((key) => !format.conversationKeys.includes(key));
  if (extras.length > 0) whole.mark(TAGS.extras).text(canonicalJson(pick(value, extras)));
  return { whole: whole.key, input: question.key, output: answer.key };
}

/** For examples that break the schema: only exact equality is known. */
export function keysOfValue(value: JsonValue): ExampleKeys {
  return { whole: new Hash().text(canonicalJson(value)).key };
}

function answerShape({ answers }: Conversation): string {
  return (answers ?? []).map((answer) => `${answer.score}:${answer.turns.length}`).join();
}

function fold(hash: Hash, other: Hash): Hash {
  return hash.word(other.a).word(other.b);
}

function turnHash(turn: Turn): Hash {
  const hash = partsHash(TAGS[turn.speaker], turn.parts);
  return turn.weight === undefined ? hash : hash.text(String(turn.weight));
}

function partsHash(tag: number, parts: readonly Part[]): Hash {
  const hash = new Hash().mark(tag);
  for (const part of parts) {
    if (part.kind === 'text' && !part.thought) hash.text(part.text);
    else hash.mark(TAGS.part).text(canonicalJson({ ...part } as JsonObject));
  }
  return hash;
}

function pick(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, value[key] ?? null]));
}
