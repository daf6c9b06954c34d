// Holds answers to a JSON schema that comes out of a file. A thread of its own: a pattern in it may take for ever, and
// what judges by it is ended then (schemaJudge.ts). The only place where a schema of others becomes code.

import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import Ajv, { type ValidateFunction } from 'ajv';
import Ajv2019 from 'ajv/dist/2019';
import Ajv2020 from 'ajv/dist/2020';
import { speakAsStarter } from '../../base/language';
import { isObject, type JsonValue } from '../../dataset/json/value';
import { parseAnswer } from './jsonAnswer';
import type { SchemaReply } from './schemaJudge';

speakAsStarter();
const longestReason = 200;
const options = { strict: false, validateSchema: false, logger: false } as const;
const { schema }: { readonly schema: JsonValue } = workerData;
let validate: ValidateFunction | undefined;

parentPort?.on('message', (answers: readonly string[]) => parentPort?.postMessage(reply(answers)));
parentPort?.postMessage('ready'); // only now its time runs

function reply(answers: readonly string[]): SchemaReply {
  try {
    validate ??= compile(schema);
    return { kind: 'verdicts', verdicts: answers.map(matches) };
  } catch (error) {
    return { kind: 'unusable', why: reasonOf(error) };
  }
}

/** @throws Error when it is no JSON schema that answers can be held to */
function compile(value: JsonValue): ValidateFunction {
  if (!isObject(value)) throw new Error(l10n.t('not a JSON object'));
  if (value.$async !== undefined) throw new Error(l10n.t('it is asynchronous ($async)'));
  const { $schema } = value;
  const draft = typeof $schema === 'string' ? $schema : '';
  if (draft.includes('2020-12')) return new Ajv2020(options).compile(value);
  if (draft.includes('2019-09')) return new Ajv2019(options).compile(value);
  return new Ajv(options).compile(value);
}

function matches(answer: string): boolean {
  const value = parseAnswer(answer);
  if (value === undefined) return false;
  const result: unknown = validate?.(value);
  if (typeof result !== 'boolean') throw new Error(l10n.t("it doesn't accept or reject a value"));
  return result;
}

/** Of the library, or of JavaScript, in one line. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return l10n.t("it's nested too deeply, or refers to itself endlessly");
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/[\s\p{C}]+/gu, ' ').slice(0, longestReason);
}
