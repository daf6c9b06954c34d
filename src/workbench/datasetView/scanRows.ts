import { open } from 'node:fs/promises';
import type { DocumentOptions } from '../../dataset/document/documentOptions';
import { splitLines } from '../../dataset/document/splitLines';
import { encodingOf, type WideEncoding } from '../../dataset/files/encodings';
import { sampleFormat } from '../../dataset/formats/detection/sampleFormat';
import type { DatasetFormat } from '../../dataset/formats/format';
import type { LineEnds } from '../../dataset/rows/editedBytes';
import type { FactTable } from '../../dataset/rows/factTable';
import type { LineStarts } from '../../dataset/rows/lineStarts';
import { ProblemTable } from '../../dataset/rows/problemTable';
import { type RowsMessage, runRowsJob, type ToldProblem } from '../../dataset/rows/rowsJob';
import { plain } from './rowSource';

const sampleBytes = 1 << 20;

/** What is found in a file, by the numbers of its rows. */
export interface ScannedRows {
  readonly problems: ProblemTable;
  readonly told: Map<number, ToldProblem[]>;
  /** As soon as somebody has asked for them. */
  facts: FactTable | undefined;
}

export function newScan(): ScannedRows {
  return { problems: new ProblemTable(), told: new Map(), facts: undefined };
}

/** What a file is by its start and its end. */
export interface FileLook {
  readonly size: number;
  readonly ends: LineEnds;
  readonly encoding: WideEncoding | undefined;
  readonly format: DatasetFormat | undefined;
}

export async function lookAtFile(path: string): Promise<FileLook> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(size, sampleBytes)), 0);
    const head = buffer.subarray(0, bytesRead);
    const lines = splitLines(head.toString('utf8'));
    if (bytesRead < size) lines.pop();
    const { buffer: last } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const newline = head.indexOf(0x0a);
    const lineEnd = newline > 0 && head[newline - 1] === 0x0d ? '\r\n' : '\n';
    const ends: LineEnds = { lineEnd, isLastEnded: size === 0 || last[0] === 0x0a };
    return { size, ends, encoding: encodingOf(head), format: sampleFormat(lines) };
  } finally {
    await file.close();
  }
}

export function indexRows(
  path: string,
  starts: LineStarts,
  onMore: () => void,
  signal: AbortSignal,
): Promise<void> {
  const onMessage = (message: RowsMessage) => {
    if (message.kind === 'starts') starts.add(message.starts);
    if (message.kind === 'size') starts.finish(message.size);
    onMore();
  };
  return runRowsJob({ kind: 'index', path }, onMessage, signal).done;
}

/** @param tell what is known by now: of the format of the file, or of its problems, up to a byte */
export function checkRows(
  path: string,
  { severities, target, addedTargets, format }: DocumentOptions,
  { problems, told: known }: ScannedRows,
  tell: (what: { readonly format: string | undefined } | { readonly bytes?: number }) => void,
  signal: AbortSignal,
): Promise<void> {
  const options = {
    ...(severities ? { severities: plain(severities) } : {}),
    ...(target === undefined ? {} : { target }),
    ...(addedTargets ? { addedTargets: plain(addedTargets) } : {}),
    ...(format === undefined ? {} : { format }),
  };
  const onMessage = (message: RowsMessage) => {
    if (message.kind === 'format') tell({ format: message.format });
    if (message.kind === 'checked') tell({ bytes: message.bytes });
    if (message.kind !== 'problems') return;
    problems.add(message.batch);
    for (const told of message.told) {
      const others = known.get(told.line);
      if (others) others.push(told);
      else known.set(told.line, [told]);
    }
    tell({});
  };
  return runRowsJob({ kind: 'check', path, options }, onMessage, signal).done;
}
