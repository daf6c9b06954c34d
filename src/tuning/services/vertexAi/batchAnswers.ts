// What a batch prediction job has written, brought back to the prompts. Google keeps no order and takes no key of ours:
// a line holds the request itself as it was sent, so the request is the key. Labels in the requests could carry one,
// but Google advises against labels of many values. A line of November 2024:
// {"status":"","processed_time":"2024-11-05T15:45:17.583+00:00","request":{"contents":[…]},"response":{"candidates":[…],"usageMetadata":{…}}}

import type { protos } from '@google-cloud/aiplatform';
import * as l10n from '@vscode/l10n';
import { parse } from '../../../dataset/json/parse';
import { canonicalJson, isObject, type JsonObject, type JsonValue } from '../../../dataset/json/value';
import type { BatchAnswer } from '../../contract/batch';
import type { Wire } from '../../google/wire';
import { readParts } from '../requestContents';

type Response = Wire<protos.google.cloud.aiplatform.v1.IGenerateContentResponse>;

/** Takes lines of the output in any order. */
export class BatchAnswers {
  readonly answers: BatchAnswer[];
  readonly #byRequest: WaitingRows;
  /** When Google writes a request back in other words than it was sent. */
  readonly #byContents: WaitingRows;

  /** @param requests as they were sent, without `{"request": …}` around them */
  constructor(requests: readonly JsonValue[]) {
    this.answers = requests.map(() => ({ kind: 'missing' }));
    this.#byRequest = new WaitingRows(requests.map(canonicalJson));
    this.#byContents = new WaitingRows(requests.map(contentsKey));
  }

  /** @returns false for a line that answers none of the requests */
  add(line: string): boolean {
    const value = parse(line);
    if (!isObject(value) || value.request === undefined) return false;
    const { request } = value;
    const isOpen = (row: number) => this.answers[row]?.kind === 'missing';
    const row =
      this.#byRequest.take(canonicalJson(request), isOpen) ??
      this.#byContents.take(contentsKey(request), isOpen);
    if (row === undefined) return false;
    this.answers[row] = toAnswer(value);
    return true;
  }
}

/** Rows that wait for an answer, by key. Equal requests are answered in their order: they cannot be told apart. */
class WaitingRows {
  readonly #rows = new Map<string, number[]>();

  constructor(keys: readonly string[]) {
    for (const [row, key] of keys.entries()) {
      const rows = this.#rows.get(key);
      if (rows) rows.push(row);
      else this.#rows.set(key, [row]);
    }
  }

  take(key: string, isOpen: (row: number) => boolean): number | undefined {
    const rows = this.#rows.get(key) ?? [];
    for (let row = rows.shift(); row !== undefined; row = rows.shift()) if (isOpen(row)) return row;
    return undefined;
  }
}

/** Only what is said, whatever else a request has: roles and texts. */
function contentsKey(request: JsonValue): string {
  if (!isObject(request)) return canonicalJson(request);
  const system = request.systemInstruction ?? request.system_instruction ?? null;
  const contents = Array.isArray(request.contents) ? request.contents : [];
  return JSON.stringify([textsOf(system), ...contents.map((turn) => [roleOf(turn), ...textsOf(turn)])]);
}

function roleOf(turn: JsonValue): string {
  return isObject(turn) && typeof turn.role === 'string' ? turn.role.toLowerCase() : 'user';
}

function textsOf(content: JsonValue): JsonValue[] {
  if (!isObject(content)) return [];
  const parts = Array.isArray(content.parts) ? content.parts : [content.parts ?? null];
  return parts.map((part) =>
    isObject(part) && typeof part.text === 'string' ? part.text : canonicalJson(part),
  );
}

function toAnswer({ status, response }: JsonObject): BatchAnswer {
  if (typeof status === 'string' && status !== '') return { kind: 'failure', message: messageOf(status) };
  const {
    candidates,
    promptFeedback,
    usageMetadata: usage,
  } = (isObject(response) ? response : {}) as Response;
  const [candidate] = candidates ?? [];
  const refused = promptFeedback?.blockReason;
  if (!candidate && !refused) return { kind: 'failure', message: l10n.t('No response for this prompt.') };
  const { text, calls } = readParts(candidate?.content?.parts as Parameters<typeof readParts>[0]);
  return {
    kind: 'answer',
    text,
    ...(calls.length > 0 ? { calls } : {}),
    finishReason: String(refused ?? candidate?.finishReason ?? 'FINISH_REASON_UNSPECIFIED'),
    usage: usage && {
      promptTokens: usage.promptTokenCount,
      outputTokens: usage.candidatesTokenCount,
      thoughtTokens: usage.thoughtsTokenCount,
    },
  };
}

/** `Bad Request: {"error": {"message": "…"}}` → the message. */
function messageOf(status: string): string {
  const start = status.indexOf('{');
  const value = start === -1 ? undefined : parse(status.slice(start));
  const error = isObject(value) ? value.error : undefined;
  return isObject(error) && typeof error.message === 'string' ? error.message : status;
}
