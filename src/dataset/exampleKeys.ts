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

/** Tags between the texts; part of the contract with scan/fastLine.ts. */
export const TAGS = { system: 1, user: 2, model: 3, part: 8, tools: 16, extras: 17, answer: 18 } as const;

export function keysOfExample(format: DatasetFormat, value: JsonObject): ExampleKeys {
  const conversation = format.toConversation(value);
  const { input, output } = splitAtAnswer(conversation);
  const question = new Hash();
  if (conversation.system) addParts(question.mark(TAGS.system), conversation.system);
  for (const turn of input) addTurn(question, turn);
  if (conversation.tools) question.mark(TAGS.tools).text(canonicalJson([...conversation.tools]));
  const answer = new Hash();
  for (const turn of output) addTurn(answer, turn);
  if (conversation.answers) answer.mark(TAGS.answer).text(answerShape(conversation));

  const whole = new Hash().word(question.a).word(question.b).word(answer.a).word(answer.b);
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

function addTurn(hash: Hash, turn: Turn): void {
  addParts(hash.mark(TAGS[turn.speaker]), turn.parts);
  if (turn.weight !== undefined) hash.text(String(turn.weight));
}

function addParts(hash: Hash, parts: readonly Part[]): void {
  for (const part of parts) {
    if (part.kind === 'text' && !part.thought) hash.text(part.text);
    else hash.mark(TAGS.part).text(canonicalJson({ ...part } as JsonObject));
  }
}

function pick(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, value[key] ?? null]));
}
