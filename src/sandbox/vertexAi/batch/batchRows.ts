// The rows of a batch prediction: read from the input file, and written as Google writes them.
// An output of Google's, of November 2024:
// {"status":"","processed_time":"2024-11-05T15:45:17.583+00:00","request":{"contents":[…]},"response":{"candidates":[…],"modelVersion":"…","usageMetadata":{…}}}
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { findMessage } from '../../google/descriptors';
import { GoogleError } from '../../google/errors';
import { isObject, type JsonValue } from '../../google/protoJson/json';
import { readRequestMessage } from '../../google/protoJson/protoJson';
import type { GenerateContentRequest } from '../messages';

/** The job fails as a whole. */
export class InvalidBatchFile extends Error {}

/** `{"request": GenerateContentRequest}`, the request as it was written. */
export interface BatchRow {
  readonly request: JsonValue;
}

/** @throws InvalidBatchFile for a file that is no JSONL of such rows */
export async function readBatchRows(file: string): Promise<BatchRow[]> {
  const rows: BatchRow[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number++;
    if (line.trim() === '') continue;
    rows.push({ request: readLine(line, number) });
  }
  if (rows.length === 0) throw new InvalidBatchFile('Failed to import data. The input file has no rows.');
  return rows;
}

function readLine(line: string, number: number): JsonValue {
  let row: JsonValue;
  try {
    row = JSON.parse(line) as JsonValue;
  } catch {
    throw new InvalidBatchFile(`Failed to import data. Row ${number} is not valid JSON.`);
  }
  if (!isObject(row) || row.request === undefined)
    throw new InvalidBatchFile(`Failed to import data. Row ${number} has no field "request".`);
  return row.request;
}

/** The request of a row, in canonical form. @throws GoogleError 400 as `generateContent` answers it */
export function readRowRequest({ request }: BatchRow, model: string): GenerateContentRequest {
  const type = findMessage('vertexAi', 'google.cloud.aiplatform.v1.GenerateContentRequest');
  const { message, violations } = readRequestMessage(type, request);
  const [first] = violations;
  if (first) throw new GoogleError('INVALID_ARGUMENT', first.description);
  if (!Array.isArray(message.contents) || message.contents.length === 0)
    throw new GoogleError(
      'INVALID_ARGUMENT',
      'Unable to submit request because at least one contents field is required.',
    );
  return { ...(message as object), model };
}

export function answeredLine({ request }: BatchRow, response: object): string {
  return JSON.stringify({ status: '', processed_time: now(), request, response });
}

/** The error of a row stands in its `status`, as a text that holds the reply of `generateContent`. */
export function failedLine({ request }: BatchRow, error: GoogleError): string {
  const status = `Bad Request: ${JSON.stringify(error.toBody())}`;
  return JSON.stringify({ status, processed_time: now(), request, response: {} });
}

function now(): string {
  return new Date().toISOString().replace('Z', '+00:00');
}

/** The order that rows are answered in: not that of the file, as with Google, but the same each time. */
export function answeringOrder(count: number): number[] {
  const step = [7, 11, 13, 17].find((prime) => count % prime !== 0) ?? 1;
  return Array.from({ length: count }, (_, i) => (i * step + step) % count);
}
