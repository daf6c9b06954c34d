import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Content, flattenPrompt, roleOf, textOf } from '../../generation/prompt';
import { isObject, type JsonObject, type JsonValue } from '../../google/protoJson/json';
import { readRequestMessage } from '../../google/protoJson/protoJson';
import { findRowMessage } from '../../google/rowMessages';
import type { TrainingExample } from '../../learner/types';
import { hasMedia } from './rowMedia';

/** A row of a training file, as the service understands it. */
export interface TrainingRow {
  /** From 1, counting rows. */
  readonly index: number;
  readonly systemInstruction: Content | undefined;
  readonly contents: readonly Content[];
  /** `mediaResolution` of the row's generation config. */
  readonly resolution?: string;
  /** Of a reinforcement row: what its rewards look for. */
  readonly references?: Readonly<Record<string, string>>;
  /** Of a preference row: every answer with its score, best first; the first one also ends `contents`. */
  readonly completions?: readonly Completion[];
}

export type RowContent = Omit<TrainingRow, 'index'>;

export interface Completion {
  readonly completion: Content;
  readonly score: number;
}

/** A row that is left out of the training, which goes on without it. */
export interface DroppedRow {
  /** From 1, counting rows. */
  readonly index: number;
  readonly reason: string;
  /** Something is wrong with a row that shows a video. */
  readonly isVideo: boolean;
}

export interface TrainingFile {
  readonly rows: readonly TrainingRow[];
  readonly dropped: readonly DroppedRow[];
}

/** `messages`: as gemini-1.0 took them, beside `contents`; no later model does. */
export type RowKind = 'supervised' | 'preference' | 'reinforcement' | 'messages';

/** A file that cannot be trained on. The message names the first rows that are wrong. */
export class InvalidTrainingFile extends Error {}

const SHOWN_ERRORS = 10;
const MOST_ROWS = 10_000_000;
/** When some have files. */
const MOST_ROWS_WITH_MEDIA = 300_000;
const ROLES = ['user', 'model'];

/**
 * Reads a JSONL file with `contents` rows (a GenerateContentRequest of any version each), with gemini-1.0's `messages` rows, or with
 * preference rows (`contents` and scored `completions`). Rows that `findFault` names a reason for are dropped.
 * @throws InvalidTrainingFile
 */
export async function readTrainingFile(
  file: string,
  kind: RowKind,
  findFault: (row: RowContent) => string | undefined,
): Promise<TrainingFile> {
  const rows: TrainingRow[] = [];
  const dropped: DroppedRow[] = [];
  const errors: string[] = [];
  let isFirst = true;
  /** Google counts rows from 0 here, and blank lines are none. */
  let at = -1;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const text = isFirst ? line.replace(/^\uFEFF/, '') : line;
    isFirst = false;
    if (text.trim() === '') continue;
    at++;
    const row = readRow(text, kind);
    const fault = typeof row === 'string' ? undefined : findFault(row);
    const index = rows.length + dropped.length + 1;
    if (fault !== undefined && typeof row !== 'string')
      dropped.push({ index, reason: fault, isVideo: hasMedia(row.contents, /^video/) });
    else if (typeof row !== 'string') rows.push({ ...row, index });
    else if (errors.length < SHOWN_ERRORS) errors.push(`Row: ${at}. ${row}`);
  }
  if (errors.length > 0) throw new InvalidTrainingFile(`Dataset validation failed. ${errors.join(' ')}`);
  if (rows.length === 0) {
    const why = dropped[0] ? `All were dropped: ${dropped[0].reason}` : 'The dataset has no examples.';
    throw new InvalidTrainingFile(`Dataset validation failed. ${why}`);
  }
  const most = rows.some((row) => hasMedia(row.contents)) ? MOST_ROWS_WITH_MEDIA : MOST_ROWS;
  if (rows.length > most) throw new InvalidTrainingFile(`The dataset has more than ${most} examples.`);
  return { rows, dropped };
}

/**
 * One learner example for each turn of the model, with everything before it as its input; of a preference row only for
 * the last.
 */
export function toExamples({
  index,
  systemInstruction,
  contents,
  completions,
}: TrainingRow): TrainingExample[] {
  if (completions) {
    const input = flattenPrompt(systemInstruction, contents.slice(0, -1));
    const rejected = textOf(completions.at(-1)?.completion);
    return [{ input, output: textOf(contents.at(-1)), rejected, row: index }];
  }
  return contents.flatMap((turn, i) =>
    roleOf(turn) === 'model'
      ? [
          {
            input: flattenPrompt(systemInstruction, contents.slice(0, i)),
            output: textOf(turn),
            row: index,
          },
        ]
      : [],
  );
}

/** The row, or what is wrong with it. */
export function readRow(text: string, kind: RowKind): RowContent | string {
  let json: JsonValue;
  try {
    json = JSON.parse(text) as JsonValue;
  } catch {
    return 'it is not valid JSON.';
  }
  if (!isObject(json)) return 'it is not a JSON object.';
  if (kind === 'preference') return readPreference(json);
  if (kind === 'reinforcement') return readReinforcement(json);
  const row = kind === 'messages' && 'messages' in json ? readMessages(json) : readContents(json);
  return typeof row === 'string' ? row : (findRoleError(row) ?? row);
}

function readContents(json: JsonObject): RowContent | string {
  if (!('contents' in json)) return 'Missing required `contents` field.';
  const type = findRowMessage('GenerateContentRequest');
  const { message, violations } = readRequestMessage(type, json);
  const first = violations[0];
  if (first) return first.description;
  const { contents, systemInstruction, generationConfig } = message as {
    contents?: Content[];
    systemInstruction?: Content;
    generationConfig?: { mediaResolution?: string };
  };
  const { mediaResolution: resolution } = generationConfig ?? {};
  return { systemInstruction, contents: contents ?? [], ...(resolution ? { resolution } : {}) };
}

/** `{"systemInstruction"?, "contents": […, user], "completions": [{"score": 1, "completion": Content}, …]}` */
function readPreference({ completions, ...prompt }: JsonObject): RowContent | string {
  const row = readContents(prompt);
  if (typeof row === 'string') return row;
  if (!Array.isArray(completions) || completions.length !== 2) return 'it must have exactly two completions.';
  const type = findRowMessage('GeminiPreferenceExampleCompletion');
  const read = completions.map((completion) => readRequestMessage(type, completion));
  const violation = read.flatMap(({ violations }) => violations)[0];
  if (violation) return violation.description;
  const scored = read.map(({ message }) => message as { completion?: Content; score?: number });
  const [best, worst] = scored
    .map(({ completion = {}, score = 0 }) => ({ completion, score }))
    .sort((a, b) => b.score - a.score);
  if (!best || !worst || best.score === worst.score) return 'the scores of its completions must differ.';
  if (![best, worst].every(({ completion }) => completion.role === 'model'))
    return 'each completion must have the role model.';
  const whole = { ...row, contents: [...row.contents, best.completion], completions: [best, worst] };
  return findRoleError(whole) ?? whole;
}

/** `{"systemInstruction"?, "contents": […, user], "references"?: {"key": "text"}}`: REST's ReinforcementTuningExample has no tools. */
function readReinforcement({ references = {}, ...prompt }: JsonObject): RowContent | string {
  if ('tools' in prompt) return 'Unknown field `tools`.';
  const row = readContents(prompt);
  if (typeof row === 'string') return row;
  if (!isObject(references) || Object.values(references).some((text) => typeof text !== 'string'))
    return 'references must be a map of texts.';
  return findRoleError(row, 'user') ?? { ...row, references: references as Record<string, string> };
}

/** `{"messages": [{"role": "system" | "user" | "model", "content": "…"}]}` */
function readMessages({ messages }: JsonObject): RowContent | string {
  if (!Array.isArray(messages)) return 'messages must be a list.';
  const contents: Content[] = [];
  for (const message of messages) {
    if (!isObject(message) || typeof message.role !== 'string' || typeof message.content !== 'string') {
      return 'each message must have a role and a content.';
    }
    contents.push({ role: message.role, parts: [{ text: message.content }] });
  }
  const system = contents[0]?.role === 'system' ? contents.shift() : undefined;
  return { systemInstruction: system, contents };
}

function findRoleError({ contents }: RowContent, last: 'user' | 'model' = 'model'): string | undefined {
  if (contents.length === 0) return 'contents must not be empty.';
  // A prompt may say USER; the page on preparing data has these two, in small letters.
  const roles = contents.map(({ role }) => role || 'user');
  const unknown = roles.find((role) => !ROLES.includes(role));
  if (unknown !== undefined) return `Please use a valid role: user, model. Found "${unknown}".`;
  if (contents.some((content) => (content.parts ?? []).length === 0)) return 'each content must have parts.';
  if (roles[0] !== 'user') return 'the first content must have the role user.';
  if (roles.at(-1) !== last) return `the last content must have the role ${last}.`;
  const repeats = roles.findIndex((role, i) => i > 0 && role === roles[i - 1]);
  return repeats < 0
    ? undefined
    : `contents[${repeats}] repeats the role ${roles[repeats]}: user and model must alternate.`;
}
