import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { Problem } from '../../dataset/checking/problem';
import { contextFor, type DocumentOptions } from '../../dataset/document/documentOptions';
import { splitLines } from '../../dataset/document/splitLines';
import { ExampleLine } from '../../dataset/example/exampleLine';
import { sampleFormat } from '../../dataset/formats/detection/sampleFormat';
import type { DatasetFormat } from '../../dataset/formats/format';
import { findFormat } from '../../dataset/formats/index';
import { parse, withoutMark } from '../../dataset/json/parse';
import { isObject } from '../../dataset/json/value';
import { atLine, isReadable, readLine } from '../../dataset/line/checkLine';
import { contextOf } from '../../dataset/line/scanSettings';
import { FactTable } from '../../dataset/rows/factTable';
import { LineStarts } from '../../dataset/rows/lineStarts';
import { ProblemTable } from '../../dataset/rows/problemTable';
import { rowBytes } from '../../dataset/rows/rowBytes';
import { type RowsMessage, runRowsJob, type ToldProblem } from '../../dataset/rows/rowsJob';
import type { TextQuery } from '../../dataset/rows/rowTypes';
import { findRule } from '../../dataset/rules/index';
import { findTarget } from '../../dataset/targets/target';
import { countExactly } from '../../dataset/tokens/countExactly';
import { kindOf, plain, type ReadRow, type RowChange, type RowSource } from './rowSource';

/** Bytes of a row that is read; of a longer one only the start is shown. */
const longestRow = 8 << 20;
const shownOfLong = 4096;
const sampleBytes = 1 << 20;
/** Milliseconds: a writer writes more than once. */
const settling = 300;

/** The rows of a file on disk, of any size: only where they start is kept, and what was found wrong with them. */
export class FileRows implements RowSource {
  readonly kind = 'file';
  readonly countsTokens = false; // it takes too long
  readonly #changed = new vscode.EventEmitter<RowChange>();
  readonly #watcher: vscode.Disposable;
  #reading = new AbortController();
  #starts = new LineStarts();
  #problems = new ProblemTable();
  #told = new Map<number, ToldProblem[]>();
  /** As soon as somebody has asked for them. */
  #facts: { table?: FactTable } = {};
  #format: DatasetFormat | undefined;
  #isCounting = true;
  #checked = 0;
  #trouble: string | undefined;
  #stamp = '';
  #due: NodeJS.Timeout | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly uri: vscode.Uri,
    private readonly options: () => DocumentOptions,
    private readonly onFailure: (error: unknown) => void,
  ) {
    const folder = vscode.Uri.joinPath(uri, '..');
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    // A file that is written beside and renamed is created anew.
    const look = (changed: vscode.Uri) => {
      if (changed.fsPath !== uri.fsPath) return;
      clearTimeout(this.#due);
      this.#due = setTimeout(() => void this.#readAgain(), settling);
    };
    this.#watcher = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(look),
      watcher.onDidCreate(look),
      watcher.onDidDelete(look),
    );
  }

  dispose(): void {
    clearTimeout(this.#due);
    this.#reading.abort();
    this.#watcher.dispose();
    this.#changed.dispose();
  }

  get count(): number {
    return this.#starts.count;
  }

  get isCounting(): boolean {
    return this.#isCounting;
  }

  get checked(): number {
    return this.#checked;
  }

  get format(): DatasetFormat | undefined {
    return this.#format;
  }

  get problems(): ProblemTable {
    return this.#problems;
  }

  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Starts to read the file. The first rows are there within a moment, the rest follows. */
  async start(): Promise<void> {
    this.#reading.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.#starts = new LineStarts();
    this.#problems = new ProblemTable();
    this.#told = new Map();
    this.#facts = {};
    this.#isCounting = true;
    this.#checked = 0;
    this.#trouble = undefined;
    const isSame = false; // nobody knows which row of another file one would be
    this.#changed.fire({ kind: 'rows', follow: (lines) => lines.map((line) => ({ line, isSame })) });
    try {
      const size = await this.#look();
      const job = { kind: 'index', path: this.uri.fsPath } as const;
      const index = runRowsJob(job, (message) => this.#indexed(message), reading.signal);
      await index.done;
      if (reading.signal.aborted) return;
      this.#isCounting = false;
      this.#changed.fire({ kind: 'more' });
      await this.#check(size, reading.signal);
    } catch (error) {
      if (reading.signal.aborted) return;
      this.#isCounting = false;
      this.#trouble = vscode.l10n.t(
        "{0} can't be read. It might have been moved, deleted, or locked.",
        path.basename(this.uri.fsPath),
      );
      this.#changed.fire({ kind: 'rows' });
      this.onFailure(error);
    }
  }

  async read(lines: readonly number[]): Promise<ReadRow[]> {
    const file = await open(this.uri.fsPath, 'r');
    try {
      const rows: ReadRow[] = [];
      for (const line of lines) {
        const row = await this.#readRow(file, line);
        if (row) rows.push(row);
      }
      return rows;
    } finally {
      await file.close();
    }
  }

  written(lines: Iterable<number>): AsyncIterable<Uint8Array> {
    return writtenNow(this.uri.fsPath, this.#stamp, rowBytes(this.uri.fsPath, this.#starts, lines));
  }

  search(
    query: TextQuery,
    report: (share: number, found: Uint32Array) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const starts = this.#starts;
    const size = Math.max(1, this.#size);
    const onMessage = (message: RowsMessage) => {
      if (message.kind !== 'found') return;
      report(
        message.done / size,
        Uint32Array.from(message.starts, (start) => starts.lineAt(start)),
      );
    };
    const job = { kind: 'search', path: this.uri.fsPath, query, format: this.#format?.id } as const;
    return runRowsJob(job, onMessage, signal).done;
  }

  async facts(report: (share: number) => void, signal: AbortSignal): Promise<FactTable> {
    const kept = this.#facts; // of the file and its format as they are now
    if (kept.table) return kept.table;
    const facts = new FactTable();
    const size = Math.max(1, this.#size);
    const onMessage = (message: RowsMessage) => {
      if (message.kind !== 'facts') return;
      facts.add(message.batch);
      report(message.done / size);
    };
    const { target } = contextFor(this.#format, this.options());
    const settings = { format: this.#format?.id, target: plain(target), isExact: this.countsTokens };
    await runRowsJob({ kind: 'facts', path: this.uri.fsPath, ...settings }, onMessage, signal).done;
    kept.table = facts;
    return facts;
  }

  /** Bytes. */
  get #size(): number {
    return this.#starts.rangeOf(this.count - 1)?.end ?? 0;
  }

  async #readAgain(): Promise<void> {
    const before = this.#stamp;
    const now = await stampOf(this.uri.fsPath);
    if (now !== before) await this.start();
  }

  /** What the file is, by its start. @returns its size in bytes */
  async #look(): Promise<number> {
    this.#stamp = await stampOf(this.uri.fsPath);
    const file = await open(this.uri.fsPath, 'r');
    try {
      const { size } = await file.stat();
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(size, sampleBytes)), 0);
      const lines = splitLines(buffer.toString('utf8', 0, bytesRead));
      if (bytesRead < size) lines.pop();
      const { format } = this.options();
      this.#format = format === undefined ? sampleFormat(lines) : findFormat(format);
      return size;
    } finally {
      await file.close();
    }
  }

  #indexed(message: RowsMessage): void {
    if (message.kind === 'starts') this.#starts.add(message.starts);
    if (message.kind === 'size') this.#starts.finish(message.size);
    this.#changed.fire({ kind: 'more' });
  }

  async #check(size: number, signal: AbortSignal): Promise<void> {
    const { severities, target, addedTargets, format } = this.options();
    const options = {
      ...(severities ? { severities: plain(severities) } : {}),
      ...(target === undefined ? {} : { target }),
      ...(addedTargets ? { addedTargets: plain(addedTargets) } : {}),
      ...(format === undefined ? {} : { format }),
    };
    const onMessage = (message: RowsMessage) => {
      if (message.kind === 'checked') this.#checked = Math.min(0.99, message.bytes / Math.max(1, size));
      if (message.kind === 'format') this.#setFormat(message.format);
      if (message.kind === 'problems') {
        this.#problems.add(message.batch);
        for (const told of message.told) {
          const known = this.#told.get(told.line);
          if (known) known.push(told);
          else this.#told.set(told.line, [told]);
        }
      }
      this.#changed.fire({ kind: 'problems' });
    };
    await runRowsJob({ kind: 'check', path: this.uri.fsPath, options }, onMessage, signal).done;
    this.#checked = 1;
    this.#changed.fire({ kind: 'checked' });
  }

  #setFormat(id: string | undefined): void {
    const format = id === undefined ? undefined : findFormat(id);
    if (format === this.#format) return;
    this.#format = format;
    this.#facts = {};
    this.#changed.fire({ kind: 'rows' });
  }

  async #readRow(file: FileHandle, line: number): Promise<ReadRow | undefined> {
    const range = this.#starts.rangeOf(line);
    if (!range) return undefined;
    const length = range.end - range.start;
    const isLong = length > longestRow;
    const { bytesRead, buffer } = await file.read({
      buffer: Buffer.allocUnsafe(Math.max(1, isLong ? shownOfLong : length)),
      length: isLong ? shownOfLong : length,
      position: range.start,
    });
    const text = buffer.toString('utf8', 0, bytesRead).replace(/\r?\n$/, '');
    const told = this.#toldOf(line);
    if (isLong) return { line, text, kind: 'long', example: undefined, problems: told };
    const { severities, target: targetId, addedTargets } = this.options();
    const target = targetId === undefined ? undefined : findTarget(targetId, addedTargets);
    const context = contextOf({ format: this.#format?.id, target, severities: severities ?? {} });
    const reading = readLine(text, { ...context, countTokens: countExactly });
    const value = context.format && reading.kind === 'value' && isReadable(text) ? parse(text) : undefined;
    const example =
      context.format && isObject(value)
        ? new ExampleLine(withoutMark(text), value, context.format, context.target)
        : undefined;
    const problems = [...reading.problems.map((problem) => atLine(problem, line)), ...told];
    return { line, text, kind: kindOf(reading, example), example, problems };
  }

  /** Problems that speak of other rows, or of the whole file. */
  #toldOf(line: number): Problem[] {
    return (this.#told.get(line) ?? []).flatMap(({ rule: id, message }) => {
      const rule = findRule(id);
      const severity = this.#problems.severityOf(id);
      if (!rule || !severity) return [];
      return [{ rule: id, kind: rule.kind, severity, message, line, range: { start: 0, end: 0 } }];
    });
  }
}

/** Rows of one version of a file; of another one they would be other rows. */
async function* writtenNow(
  file: string,
  stamp: string,
  rows: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const requireSame = async () => {
    if ((await stampOf(file)) === stamp) return;
    const name = path.basename(file);
    throw new UserError(
      vscode.l10n.t('{0} was changed in the meantime, so no rows were exported. Try again.', name),
      'CHANGED',
    );
  };
  await requireSame();
  yield* rows;
  await requireSame();
}

/** Tells one version of a file from another; empty when there is none. */
async function stampOf(file: string): Promise<string> {
  try {
    const { size, mtime } = await vscode.workspace.fs.stat(vscode.Uri.file(file));
    return `${size} ${mtime}`;
  } catch {
    return '';
  }
}
