// A model on disk: one line of JSON, then the weights column by column, each deflated. The same file with the optimiser's
// column and a position is the state that an interrupted run resumes from.

import { readFileSync } from 'node:fs';
import { deflateSync, inflateSync } from 'node:zlib';
import { writeAtomically } from '../state/files';
import { LogLinearModel } from './model';
import { CELLS, CHARACTER, SQUARES, VALUE, type Weights } from './weights';

const FORMAT = 'tunewright-learner-2';
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
    return { model: modelOf(header, bytes.subarray(headerEnd + 1)), position: header.position };
  } catch (error) {
    throw new Error(`${file} isn't a sandbox model: ${String(error)}`, { cause: error });
  }
}

function write(file: string, model: LogLinearModel, position: Position | undefined): void {
  const { weights, vocabulary, longestOutput } = model;
  const isState = position !== undefined;
  const kept = entriesWritten(weights, isState);
  const header: Header = { format: FORMAT, vocabulary, longestOutput, weights: kept.length, position };
  // One column after the other, since a large model should not be in memory several times.
  const columns = columnsOf(weights, kept, isState).map((column) => deflated(column()));
  // A reader, or a resume after a kill, sees the old file or the new one and never half of one.
  writeAtomically(file, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...columns]));
}

function entriesWritten({ count, numbers }: Weights, isState: boolean): Uint32Array {
  const kept = new Uint32Array(count);
  let length = 0;
  for (let entry = 0; entry < count; entry++) {
    if (isState || Math.abs(numbers[entry * CELLS + VALUE] ?? 0) >= NEGLIGIBLE) kept[length++] = entry;
  }
  return kept.subarray(0, length);
}

/** The names of the features, the characters, the values, and in a state the optimiser's numbers. */
function columnsOf(weights: Weights, kept: Uint32Array, isState: boolean): (() => Uint32Array)[] {
  // Whatever a cell holds, its 32 bits.
  const bits = new Uint32Array(weights.cells.buffer);
  const column = (cell: number) => () => kept.map((entry) => bits[entry * CELLS + cell] ?? 0);
  const names = () => {
    const all = weights.namesOfEntries();
    return kept.map((entry) => all[entry] ?? 0);
  };
  return [names, column(CHARACTER), column(VALUE), ...(isState ? [column(SQUARES)] : [])];
}

/** Its length in bytes, 32 bits, then itself. */
function deflated({ buffer, byteOffset, byteLength }: Uint32Array): Buffer {
  const body = deflateSync(new Uint8Array(buffer, byteOffset, byteLength), { level: 1 });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

function readColumns(bytes: Buffer, count: number): Uint32Array[] {
  const columns: Uint32Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const begin = at + 4;
    at = begin + bytes.readUInt32LE(at);
    const column = inflateSync(bytes.subarray(begin, at));
    if (column.length !== count * 4) throw new Error('the file is truncated');
    columns.push(new Uint32Array(Uint8Array.from(column).buffer));
  }
  return columns;
}

function modelOf({ vocabulary, longestOutput, weights: count }: Header, bytes: Buffer): LogLinearModel {
  const [names, characters, values, squares] = readColumns(bytes, count);
  if (!names || !characters || !values) throw new Error('the file is truncated');
  const numbers = new Float32Array(values.buffer);
  const optimiser = squares && new Float32Array(squares.buffer);
  const model = new LogLinearModel(vocabulary);
  const { weights } = model;
  model.longestOutput = longestOutput;
  for (let at = 0; at < count; at++) {
    const cell = weights.count * CELLS;
    weights.include(names[at] ?? 0, characters[at] ?? 0);
    weights.numbers[cell + VALUE] = numbers[at] ?? 0;
    weights.numbers[cell + SQUARES] = optimiser?.[at] ?? 0;
  }
  return model;
}

function parseHeader(line: string): Header {
  const header: Header = JSON.parse(line);
  if (header.format !== FORMAT) throw new Error('unsupported format');
  return header;
}
