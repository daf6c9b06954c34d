// A model on disk: one line of JSON, then the weights column by column, deflated. The same file with the optimiser's
// column and a position is the state that an interrupted run resumes from.

import { readFileSync } from 'node:fs';
import { deflateSync, inflateSync } from 'node:zlib';
import { writeAtomically } from '../state/files';
import { LogLinearModel } from './model';
import type { Weights } from './weights';

const FORMAT = 'tunewright-learner-1';
/** Weights this small do not change which character wins; a finished model leaves them out. */
const NEGLIGIBLE = 0.01;

/** How far a run has come. `plan` is a digest, so that a state is never used for another plan. */
export interface Position {
  readonly step: number;
  readonly plan: string;
}

interface Header {
  readonly format: string;
  readonly vocabulary: readonly number[];
  readonly longestOutput: number;
  readonly weights: number;
  readonly position?: Position | undefined;
}

export function writeModel(file: string, model: LogLinearModel): void {
  write(file, model, undefined);
}

/** Everything needed to go on exactly as if nothing had happened. */
export function writeState(file: string, model: LogLinearModel, position: Position): void {
  write(file, model, position);
}

/** Throws an error that names the file when it is not a whole model file. */
export function readModel(file: string): { model: LogLinearModel; position?: Position | undefined } {
  const bytes = readFileSync(file);
  try {
    const headerEnd = bytes.indexOf('\n');
    const header = parseHeader(bytes.toString('utf8', 0, headerEnd));
    const body = inflateSync(bytes.subarray(headerEnd + 1));
    return { model: readBody(header, body), position: header.position };
  } catch (error) {
    throw new Error(`${file} is not a model of this sandbox: ${String(error)}`, { cause: error });
  }
}

function write(file: string, model: LogLinearModel, position: Position | undefined): void {
  const { weights } = model;
  const names = weights.namesOfEntries();
  const kept = names
    .map((_, entry) => entry)
    .filter((entry) => position !== undefined || matters(weights, entry));
  const columns = [
    kept.map((entry) => names[entry] ?? 0),
    kept.map((entry) => weights.character[entry] ?? 0),
    Float32Array.from(kept, (entry) => weights.value[entry] ?? 0),
  ];
  if (position !== undefined) columns.push(weights.squares.subarray(0, weights.count));
  const { vocabulary, longestOutput } = model;
  const header: Header = { format: FORMAT, vocabulary, longestOutput, weights: kept.length, position };
  const body = deflateSync(Buffer.concat(columns.map(bytesOf)), { level: 1 });
  // A reader, or a resume after a kill, sees the old file or the new one and never half of one.
  writeAtomically(file, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]));
}

function matters(weights: Weights, entry: number): boolean {
  return Math.abs(weights.value[entry] ?? 0) >= NEGLIGIBLE;
}

function readBody(header: Header, body: Buffer): LogLinearModel {
  const { weights: count, position } = header;
  const columnCount = position === undefined ? 3 : 4;
  if (body.length !== columnCount * 4 * count) throw new Error('the file ends early');
  const column = (index: number) =>
    Uint8Array.from(body.subarray(index * 4 * count, (index + 1) * 4 * count)).buffer;
  const names = new Uint32Array(column(0));
  const characters = new Uint32Array(column(1));
  const values = new Float32Array(column(2));
  const squares = position === undefined ? new Float32Array(count) : new Float32Array(column(3));

  const model = new LogLinearModel(header.vocabulary);
  model.longestOutput = header.longestOutput;
  for (let at = 0; at < count; at++) {
    const entry = model.weights.count;
    model.weights.include(names[at] ?? 0, characters[at] ?? 0);
    model.weights.value[entry] = values[at] ?? 0;
    model.weights.squares[entry] = squares[at] ?? 0;
  }
  return model;
}

function parseHeader(line: string): Header {
  const header: Header = JSON.parse(line);
  if (header.format !== FORMAT) throw new Error('it has another format');
  return header;
}

function bytesOf(column: Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
