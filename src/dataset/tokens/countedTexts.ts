// What of an example costs tokens. Texts are counted as they are. Of calls, results and declarations of functions the
// JSON is counted, for how a service writes them to the model is not published; of files what Google publishes, where it is known.
import type { DatasetFormat } from '../formats/format';
import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../json/value';
import { mediaFiles, rowResolution } from '../media/mediaFiles';
import { tokensOfFile } from '../media/mediaTokens';
import type { Target } from '../targets/target';

export interface CountedTexts {
  readonly texts: readonly string[];
  /** Of files, as the target's model counts them: an estimate. */
  readonly fileTokens: number;
  /** All of the example is counted as the service counts it. */
  readonly isExact: boolean;
  /** What is left out of the count. */
  readonly notCounted: readonly NotCounted[];
}

/** Files whose length is not known, or which the target has no figures for. */
export type NotCounted = 'files';

export function countedTexts(
  format: DatasetFormat,
  value: JsonObject,
  target: Target | undefined,
): CountedTexts {
  const { fields, turns, answers = [] } = format.outline(value);
  const texts = fields.map(({ text }) => text);
  const said = texts.length;
  let hasFiles = false;
  let hasOthers = false;
  const system = ['systemInstruction', 'system_instruction']
    .filter((key) => key in value)
    .map((key) => [key]);
  for (const path of [...system, ...[...turns, ...answers].map((turn) => turn.path)]) {
    const more = besideTexts(value, path);
    for (const text of more.texts) texts.push(text);
    hasFiles ||= more.hasFiles;
    hasOthers ||= more.hasOthers;
  }
  for (const key of ['tools', 'functions'])
    for (const tools of [value[key], isObject(value.input) ? value.input[key] : undefined])
      if (Array.isArray(tools) && tools.length > 0) texts.push(JSON.stringify(tools));
  const files = format.hasMedia ? mediaFiles(value) : [];
  const row = rowResolution(value);
  const counts = files.map((file) => tokensOfFile(file, row, target?.mediaTokens?.value));
  const isCounted = !hasOthers && (!hasFiles || (files.length > 0 && !counts.includes(undefined)));
  return {
    texts,
    fileTokens: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    isExact: texts.length === said && !hasFiles && !hasOthers,
    notCounted: isCounted ? [] : ['files'],
  };
}

/** Keys of OpenAI's messages that the model reads or writes, besides their content. */
const SPOKEN = ['tool_calls', 'function_call', 'refusal', 'reasoning_content'];

interface Beside {
  readonly texts: readonly string[];
  readonly hasFiles: boolean;
  /** Files inside of what a function gave back. */
  readonly hasOthers: boolean;
}

function besideTexts(value: JsonObject, path: JsonPath): Beside {
  const turn = valueAt(value, path);
  const texts: string[] = [];
  if (!isObject(turn)) return { texts, hasFiles: false, hasOthers: false };
  let hasFiles = 'audio' in turn;
  let hasOthers = false;
  const withoutFiles = (key: string, own: JsonValue) => {
    if (!googleFile.test(key) || !isObject(own)) return own;
    hasOthers = true;
    return undefined;
  };
  const parts = turn.parts ?? turn.content;
  for (const part of Array.isArray(parts) ? parts : []) {
    if (!isObject(part)) continue;
    if (typeof part.text === 'string') {
      if (part.thought === true) texts.push(part.text);
    } else if (isFile(part)) hasFiles = true;
    else texts.push(JSON.stringify(part, withoutFiles));
  }
  for (const key of SPOKEN) if (hasValue(turn[key])) texts.push(textOf(turn[key]));
  return { texts, hasFiles, hasOthers };
}

const googleFile = /^(?:inline_?data|file_?data)$/i;
const anyFile = /^(?:inline_?data|file_?data|image_url|input_audio|file)$/i;

function isFile(part: JsonObject): boolean {
  return Object.keys(part).some((key) => anyFile.test(key));
}

function hasValue(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined && value !== null && value !== '';
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
