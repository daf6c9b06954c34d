// What this version understands of a results file. Another version may have written more, and a stranger anything: what
// isn't understood of a record is left out, and a record without what it must have is none.

import * as v from 'valibot';
import { isObject, type JsonObject, type JsonValue } from '../../dataset/json/value';
import type { FunctionCall, FunctionPart } from '../../tuning/contract/functions';
import { isPlainName } from '../../tuning/contract/plainName';
import type { Attachment, GenerationParameters, Turn } from '../../tuning/contract/service';
import type { EvaluationHeader, EvaluationTarget, FileRecord, RowRecord } from './records';

type Schema<T> = v.GenericSchema<unknown, T>;

/** More models than anybody compares: each row is held to each of them. */
const mostTargets = 100;

const text = v.fallback(v.string(), '');
const maybeText = maybe(v.string());
const maybeNumber = maybe(v.number());
const json = v.custom<JsonValue>(() => true);
const jsonObject = v.custom<JsonObject>((value) => isObject(value as JsonValue));
const parameters = v.custom<GenerationParameters>((value) => isObject(value as JsonValue));

const callParts = { name: v.string(), args: jsonObject, id: maybeText, signature: maybeText };
const call: Schema<FunctionCall> = known(callParts);

const functionPart: Schema<FunctionPart> = v.union([
  known({ kind: v.literal('call'), ...callParts }),
  known({ kind: v.literal('result'), name: v.string(), response: jsonObject, id: maybeText }),
]);

const attachment: Schema<Attachment> = v.union([
  v.looseObject({ kind: v.literal('data'), mimeType: v.string(), base64: v.string() }),
  v.looseObject({ kind: v.literal('file'), mimeType: v.string(), uri: v.string() }),
]);

const turn: Schema<Turn> = whole({
  role: v.fallback(v.picklist(['user', 'model']), 'user'),
  text: v.string(),
  attachments: maybe(listOf(attachment)),
  functions: maybe(listOf(functionPart)),
});

/** What is asked is kept whole, also what this version knows nothing of: rows are told apart by it. */
const prompt = v.pipe(
  whole({ systemInstruction: maybeText, turns: listOf(turn), tools: maybe(v.array(json)) }),
  v.transform((asked): RowRecord['prompt'] => ({ systemInstruction: undefined, ...asked })),
);

export const row: Schema<RowRecord> = known({
  kind: v.literal('row'),
  line: v.number(),
  prompt,
  expected: v.string(),
  expectedCalls: maybe(listOf(call)),
  seen: maybe(v.picklist(['exact', 'near'])),
});

const targetParts = {
  service: v.string(),
  model: v.pipe(v.string(), v.check(isPlainName)),
  label: maybeText,
  price: maybe(v.object({ prompt: v.number(), answer: v.number(), source: text })),
  training: v.optional(
    v.fallback(
      v.union([
        v.object({ kind: v.picklist(['file', 'hashes']), name: text }),
        v.object({ kind: v.literal('unknown') }),
      ]),
      { kind: 'unknown' },
    ),
  ),
  parameters: maybe(parameters),
};

const target: Schema<EvaluationTarget> = v.pipe(known(targetParts), v.transform(labelled));
const judge = v.pipe(known({ ...targetParts, rubric: v.string() }), v.transform(labelled));

export const header: Schema<EvaluationHeader> = known({
  kind: v.literal('evaluation'),
  version: v.literal(1),
  startedAt: v.string(),
  dataset: v.object({ path: text, format: text, sha256: text }),
  /** Answers name them by their places: none can be left out. */
  targets: v.pipe(v.array(v.unknown()), v.maxLength(mostTargets), v.array(target)),
  parameters: v.fallback(parameters, {}),
  metrics: listOf(v.string()),
  schema: v.optional(json),
  judge: maybe(judge),
  rows: v.number(),
  rowsBefore: maybe(listOf(v.number())),
});

const ofTarget = { line: v.number(), target: v.number() };

export const fileRecord: Schema<FileRecord> = v.variant('kind', [
  known({
    kind: v.literal('answer'),
    ...ofTarget,
    text: v.string(),
    calls: maybe(listOf(call)),
    finishReason: text,
    promptTokens: maybeNumber,
    outputTokens: maybeNumber,
    thoughtTokens: maybeNumber,
    milliseconds: maybeNumber,
  }),
  known({ kind: v.literal('failure'), ...ofTarget, reason: text, message: text }),
  known({ kind: v.literal('judgement'), ...ofTarget, score: maybeNumber, reason: text }),
  known({
    kind: v.literal('batch'),
    id: v.string(),
    name: text,
    sentAt: text,
    target: v.number(),
    lines: listOf(v.number()),
  }),
  known({ kind: v.literal('batchOver'), id: v.string() }),
]);

function labelled<T extends { readonly label?: string; readonly model: string }>(
  one: T,
): T & { readonly label: string } {
  return { ...one, label: one.label ?? one.model };
}

/** What a record need not say, and doesn't when it is written as anything else. */
function maybe<T>(schema: Schema<T>) {
  return v.fallback(v.optional(schema), undefined);
}

/** Those of a list that are understood. */
function listOf<T>(schema: Schema<T>) {
  return v.pipe(
    v.array(json),
    v.transform((list): T[] =>
      list.flatMap((one) => {
        const result = v.safeParse(schema, one, { abortEarly: true });
        return result.success ? [result.output] : [];
      }),
    ),
  );
}

/** Of an object only what is named here. */
function known<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(v.object(entries), v.transform(withoutUndefined));
}

/** An object with all that it says. */
function whole<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(v.looseObject(entries), v.transform(withoutUndefined));
}

type Said<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

function withoutUndefined<T extends object>(value: T): Said<T> {
  return Object.fromEntries(Object.entries(value).filter(([, said]) => said !== undefined)) as Said<T>;
}
