// All that a launch asks of a training file, found by reading it from disk: the same as of a document, in flat memory.
import { statSync } from 'node:fs';
import type { Severity } from '../../../dataset/checking/problem';
import { type DocumentOptions, NO_FORMAT } from '../../../dataset/document/documentOptions';
import type { Conversation } from '../../../dataset/example/conversation';
import { type Task, taskOf } from '../../../dataset/example/task';
import type { DatasetFormat } from '../../../dataset/formats/format';
import { parse } from '../../../dataset/json/parse';
import { isObject } from '../../../dataset/json/value';
import type { ScanSettings } from '../../../dataset/line/scanSettings';
import type { BlockResult } from '../../../dataset/scan/blockResult';
import { type ScannedFile, ScanPool } from '../../../dataset/scan/blocks';
import { byteLines } from '../../../dataset/scan/byteLines';
import { FileScan, readFile } from '../../../dataset/scan/fileScan';
import type { Pass } from '../../../dataset/scan/scanTotals';
import type { LineMap } from '../../droppedExamples/lineMap';
import { hashedLines } from './trainingBytes';

/** Plain data, for it comes from a thread. */
export interface Survey {
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
  /** Id; undefined when the file is no training data. */
  readonly format: string | undefined;
  readonly examples: number;
  readonly mediaExamples: number;
  readonly inputCharacters: number;
  readonly outputCharacters: number;
  readonly severities: Readonly<Record<Severity, number>>;
  readonly firstError: { readonly line: number; readonly message: string } | undefined;
  readonly media: ReadonlyMap<string, number>;
  readonly lines: LineMap;
  /** Keys of the inputs of all examples, ascending. */
  readonly inputs: Float64Array;
  readonly hasCalls: boolean;
  readonly task: Task | undefined;
}

export type SurveyOptions = Pick<DocumentOptions, 'severities' | 'target' | 'addedTargets' | 'format'>;

/** Examples that are looked at to tell the task: from all of the file. */
export const mostLooked = 400;
/** Calls of functions, as they are written. */
export const callPattern = /"function_?[cC]all"\s*:/;
/** Of the whole work, reading the file for the rules. */
const SCAN_SHARE = 0.6;

/**
 * Reads a file three times. Rejects when it cannot be read.
 * @param report told the share that is done
 * @returns undefined when it was changed meanwhile
 */
export async function surveyOf(
  path: string,
  options: SurveyOptions,
  report: (share: number) => void,
): Promise<Survey | undefined> {
  const before = stampOf(path);
  const pool = new ReportingPool((share) => report(share * SCAN_SHARE));
  try {
    const reading = await readFile(pool, path, options);
    const scan = new FileScan(reading);
    const format = options.format === NO_FORMAT ? undefined : scan.exampleFormat;
    const { pass, file } = reading;
    const bytes = await hashedLines(path, (read) =>
      report(SCAN_SHARE + (1 - SCAN_SHARE) * (read / (file.size + 1))),
    );
    const looked = format
      ? await lookAt(path, format, pass.lines - pass.blankLines)
      : { hasCalls: false, task: undefined };
    const { severities } = scan;
    const firstError = severities.error > 0 ? await firstErrorOf(scan) : undefined;
    if (stampOf(path) !== before) return undefined;
    return {
      ...bytes,
      ...looked,
      format: format?.id,
      examples: pass.examples,
      mediaExamples: [...pass.media.values()].reduce((sum, count) => sum + count, 0),
      inputCharacters: pass.input.total,
      outputCharacters: pass.output.total,
      severities,
      firstError,
      media: pass.media,
      inputs: inputsOf(pass),
    };
  } finally {
    await pool.close();
  }
}

class ReportingPool extends ScanPool {
  constructor(private readonly report: (share: number) => void) {
    super();
  }

  override async *blocks(file: ScannedFile, settings: ScanSettings): AsyncGenerator<BlockResult> {
    let blocks = 0;
    for await (const block of super.blocks(file, settings)) {
      if (++blocks % 16 === 0) this.report(Math.min(1, (blocks * 2 ** 20) / file.size));
      yield block;
    }
  }
}

function stampOf(path: string): string {
  const { size, mtimeMs, ino } = statSync(path);
  return `${size} ${mtimeMs} ${ino}`;
}

/** @param count lines that are not blank */
async function lookAt(
  path: string,
  format: DatasetFormat,
  count: number,
): Promise<Pick<Survey, 'hasCalls' | 'task'>> {
  const every = Math.max(1, Math.ceil(count / mostLooked));
  const conversations: Conversation[] = [];
  let hasCalls = false;
  let at = 0;
  for await (const batch of byteLines(path)) {
    for (const bytes of batch) {
      const mayCall: boolean =
        !hasCalls && (bytes.includes('"functionCall"') || bytes.includes('"function_call"'));
      if (mayCall) hasCalls = callPattern.test(bytes.toString('utf8'));
      if (isBlank(bytes)) continue;
      const value = at++ % every === 0 ? parse(bytes.toString('utf8')) : undefined;
      if (isObject(value)) conversations.push(format.toConversation(value));
    }
  }
  return { hasCalls, task: taskOf(conversations) };
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

async function firstErrorOf(scan: FileScan): Promise<Survey['firstError']> {
  for await (const problems of scan.problems()) {
    const error = problems.find(({ severity }) => severity === 'error');
    if (error) return { line: error.line, message: error.message };
  }
  return undefined;
}

function inputsOf(pass: Pass): Float64Array {
  const inputs = new Float64Array(pass.lines);
  let count = 0;
  for (const keys of pass.groups.keys())
    for (let i = 1; i < keys.length; i += 3) if (keys[i] !== -1) inputs[count++] = keys[i] as number;
  return inputs.slice(0, count).sort();
}
