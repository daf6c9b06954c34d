import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { isSameStamp, stampOf } from '../../base/files/fileStamp';
import { UserError } from '../../base/userError';
import type { Problem } from '../../dataset/checking/problem';
import { contextFor, type DocumentOptions } from '../../dataset/document/documentOptions';
import { ExampleLine } from '../../dataset/example/exampleLine';
import type { WideEncoding } from '../../dataset/files/encodings';
import type { DatasetFormat } from '../../dataset/formats/format';
import { findFormat } from '../../dataset/formats/index';
import { parse, withoutMark } from '../../dataset/json/parse';
import { isObject } from '../../dataset/json/value';
import { atLine, isReadable, readLine } from '../../dataset/line/checkLine';
import { contextOf } from '../../dataset/line/scanSettings';
import { type EditBackup, isForFile } from '../../dataset/rows/editBackup';
import type { LineEnds } from '../../dataset/rows/editedBytes';
import { EditedRows, type Follow, type RowSplice } from '../../dataset/rows/editedRows';
import { FactTable } from '../../dataset/rows/factTable';
import { LineStarts } from '../../dataset/rows/lineStarts';
import type { ProblemTable } from '../../dataset/rows/problemTable';
import { rowBytes } from '../../dataset/rows/rowBytes';
import { FactReader } from '../../dataset/rows/rowFacts';
import { RowFile } from '../../dataset/rows/rowFile';
import { type RowPick, type RowsMessage, runRowsJob, type ToldProblem } from '../../dataset/rows/rowsJob';
import type { TextQuery } from '../../dataset/rows/rowTypes';
import { findRule } from '../../dataset/rules/index';
import { findTarget } from '../../dataset/targets/target';
import { countExactly } from '../../dataset/tokens/countExactly';
import { groupTexts, handOutTexts, pickTexts } from './handOutTexts';
import type { RowEdits } from './rowEdits';
import { kindOf, plain, type ReadRow, type RowChange, type RowSource, type RowWithTexts } from './rowSource';
import { checkRows, indexRows, lookAtFile, newScan, type ScannedRows } from './scanRows';

/** Bytes of a row that is read; of a longer one only the start is shown. */
const longestRow = 8 << 20;
const shownOfLong = 4096;
/** Milliseconds: a writer writes more than once. */
const settling = 300;
/** Characters of new texts: they are in memory until the file is saved. */
export const mostCharacters = 64 << 20;

/**
 * The rows of a file on disk, of any size: only where they start is kept, and what was found wrong with them. Rows that were
 * edited are read again each; what was found of the others stays, also what compares rows, until the file is saved.
 */
export class FileRows implements RowSource {
  readonly kind = 'file';
  readonly countsTokens = false; // it takes too long
  readonly file: RowFile;
  /** Given by who makes the rows. */
  edits?: RowEdits;
  readonly #changed = new vscode.EventEmitter<RowChange>();
  readonly #watcher: vscode.Disposable;
  #reading = new AbortController();
  #starts = new LineStarts();
  #scanned: ScannedRows = newScan();
  /** Undefined until all rows are counted. */
  #rows: EditedRows | undefined;
  /** With edits; made when asked for. */
  #shown: { problems?: ProblemTable; facts?: FactTable } = {};
  /** Of texts that are not in the file, by their origins. */
  readonly #textProblems = new Map<number, readonly Problem[]>();
  #textFacts: { readonly reader: FactReader; readonly table: FactTable; read: number } | undefined;
  #ends: LineEnds = { lineEnd: '\n', isLastEnded: true };
  #encoding: WideEncoding | undefined;
  /** Edits of a version of the file that is no more. */
  #stranded: EditBackup | undefined;
  #isReplaced = false;
  /** The last of the saves that wait for each other. */
  #saved: Promise<void> = Promise.resolve();
  #saves = 0;
  #version = 0;
  #ready = Promise.resolve();
  #format: DatasetFormat | undefined;
  #checked = 0;
  #trouble: string | undefined;
  #due: NodeJS.Timeout | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(
    readonly uri: vscode.Uri,
    readonly options: () => DocumentOptions,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.file = new RowFile(uri.fsPath);
    const folder = vscode.Uri.joinPath(uri, '..');
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    // A file that is written beside and renamed is created anew.
    const look = (changed: vscode.Uri) => {
      if (changed.fsPath === uri.fsPath) this.#lookSoon();
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
    void this.file.release();
  }

  get count(): number {
    return this.#rows?.count ?? this.#starts.count;
  }

  get isCounting(): boolean {
    return this.#rows === undefined && this.#trouble === undefined;
  }

  get checked(): number {
    return this.#checked;
  }

  get format(): DatasetFormat | undefined {
    return this.#format;
  }

  get problems(): ProblemTable {
    const rows = this.#rows;
    if (!rows?.isEdited) return this.#scanned.problems;
    this.#shown.problems ??= this.#scanned.problems.rearranged(
      { rows: rows.rows, runs: rows.runs() },
      (origin) => this.#problemsOfText(rows, origin),
    );
    return this.#shown.problems;
  }

  get trouble(): string | undefined {
    return this.#trouble;
  }

  get remark(): string {
    return this.#rows?.isEdited
      ? vscode.l10n.t(
          'Unsaved edits. Problems that compare rows, such as duplicates, are updated when you save.',
        )
      : vscode.l10n.t('Read from disk because the file is large. Edits are written when you save.');
  }

  get warning(): string | undefined {
    if (this.#stranded && !this.isCounting)
      return vscode.l10n.t(
        "{0} was overwritten on disk, so your unsaved edits can't be shown. Save the file to keep or discard them.",
        this.name,
      );
    if (!this.#isReplaced) return undefined;
    return vscode.l10n.t(
      '{0} changed on disk. Your unsaved edits are still here. When you save, you can choose which version to keep.',
      this.name,
    );
  }

  get name(): string {
    return path.basename(this.uri.fsPath);
  }

  get version(): number {
    return this.#version;
  }

  get rows(): EditedRows | undefined {
    return this.#rows;
  }

  get starts(): LineStarts {
    return this.#starts;
  }

  get ends(): LineEnds {
    return this.#ends;
  }

  get encoding(): WideEncoding | undefined {
    return this.#encoding;
  }

  /** Edits that can't be applied any more; only their texts can be kept. */
  get stranded(): EditBackup | undefined {
    return this.#stranded;
  }

  /**
   * Reads the file, without edits. The first rows are there within a moment, the rest follows.
   * @param backup of edits to go on with
   */
  start(backup?: EditBackup): Promise<void> {
    this.#ready = this.#start(backup);
    return this.#ready;
  }

  /** All rows are counted. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  async #start(backup: EditBackup | undefined): Promise<void> {
    this.#reading.abort();
    const reading = new AbortController();
    const { signal } = reading;
    this.#reading = reading;
    this.#starts = new LineStarts();
    this.#scanned = newScan();
    this.#rows = undefined;
    this.#isReplaced = false;
    this.#stranded = backup;
    this.#forgetTexts();
    this.#checked = 0;
    this.#trouble = undefined;
    const isSame = false; // nobody knows which row of another file one would be
    this.#tell((lines) => lines.map((line) => ({ line, isSame })));
    try {
      await this.file.release();
      await this.#look();
      await indexRows(this.uri.fsPath, this.#starts, () => this.#changed.fire({ kind: 'more' }), signal);
      if (signal.aborted) return;
      await this.#restore(backup);
      this.#changed.fire({ kind: this.rows?.isEdited ? 'rows' : 'more' });
      void this.#check(this.#scanned, signal);
    } catch (error) {
      this.#failed(error, signal);
    }
  }

  #failed(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#trouble = vscode.l10n.t(
      "{0} can't be read. It might have been moved, deleted, or locked.",
      this.name,
    );
    this.#changed.fire({ kind: 'rows' });
    this.onFailure(error);
  }

  async #restore(backup: EditBackup | undefined): Promise<void> {
    this.#rows = new EditedRows(this.#starts.count);
    if (!backup) return;
    const isHeld = await this.file.hold();
    if (!isHeld || !isForFile(backup, this.file.version) || backup.edits.rows !== this.#rows.rows) return;
    this.#stranded = undefined;
    this.#rows = EditedRows.of(backup.edits);
    this.#ends = backup.ends;
    this.#version++;
  }

  /** What a backup keeps; undefined when there are no edits. */
  backup(): EditBackup | undefined {
    if (this.#stranded) return this.#stranded;
    const { version: file } = this.file;
    return file && this.#rows?.isEdited ? { file, ends: this.#ends, edits: this.#rows.kept() } : undefined;
  }

  /** One step that can be undone. Stands behind `hold`. */
  edit(splices: readonly RowSplice[]): void {
    const rows = this.#rows;
    if (!rows) return;
    const added = splices.flatMap(({ texts }) => texts).reduce((sum, text) => sum + text.length, 0);
    if (rows.characters + added > mostCharacters) throw this.tooMany();
    this.#tell(rows.edit(splices));
  }

  tooMany(): UserError {
    return new UserError(
      vscode.l10n.t(
        'These changes need too much memory. Save {0} first, or change fewer rows at once.',
        this.name,
      ),
      'TOO_LARGE',
    );
  }

  /** @throws UserError when there is nothing to undo: the file was read again since */
  async undo(way: 'undo' | 'redo'): Promise<void> {
    await this.hold();
    const follow = this.#rows?.[way]();
    if (!follow)
      throw new UserError(
        vscode.l10n.t("This edit can't be undone or redone because {0} was read again from disk.", this.name),
        'NOT_EDITED',
      );
    this.#tell(follow);
  }

  /** Stands before each edit: its rows are kept as they are, whatever happens to the file. @throws UserError when it is another one by now */
  async hold(): Promise<void> {
    await this.#settled();
    if (this.#rows && !this.#stranded && (await this.file.hold())) return;
    this.#lookSoon();
    throw new UserError(
      vscode.l10n.t("Can't change {0}. It's read-only or was changed in the meantime. Try again.", this.name),
      'NOT_EDITED',
    );
  }

  /** Without its line end. @throws UserError when it is not UTF-8: its characters would be lost */
  textAt(line: number): string {
    return withoutEnd(this.writtenAt(line));
  }

  /** As it is written. */
  writtenAt(line: number): string {
    const origin = this.#rows ? this.#rows.originAt(line) : line;
    const text = origin === undefined ? '' : this.#rows?.textOf(origin);
    if (text !== undefined) return text;
    const range = this.#starts.rangeOf(origin ?? -1);
    const bytes = range ? this.file.bytesNow(range) : Buffer.alloc(0);
    if (isUtf8(bytes)) return bytes.toString('utf8');
    throw new UserError(
      vscode.l10n.t("Line {0} isn't encoded in UTF-8, so it can't be changed here.", line + 1),
      'WRONG_ENCODING',
    );
  }

  /** At once, for an edit. */
  readNow(line: number): ReadRow {
    return this.#rowOf(line, this.textAt(line));
  }

  async read(lines: readonly number[]): Promise<ReadRow[]> {
    const rows = this.#rows;
    const found: ReadRow[] = [];
    await this.file.reading(async (file) => {
      for (const line of lines) {
        if (rows !== this.#rows) return; // saved meanwhile, or read again: it stands elsewhere
        const row = await this.#readRow(file, line);
        if (row) found.push(row);
      }
    });
    return rows === this.#rows ? found : this.read(lines);
  }

  /** Of one version of a file; of another one they would be other rows. */
  written(lines: Iterable<number>): AsyncIterable<Uint8Array> {
    const { source, stamp } = this.file;
    const rows = this.#rows;
    const wanted = rows?.isEdited ? Array.from(lines, (line) => originOf(rows, line)) : lines;
    const requireSame = async () => {
      if (stamp && isSameStamp(await stampOf(source).catch(() => undefined), stamp)) return;
      const message = vscode.l10n.t(
        '{0} was changed in the meantime, so no rows were exported. Try again.',
        this.name,
      );
      throw new UserError(message, 'CHANGED');
    };
    return guarded(rowBytes(source, this.#starts, wanted), requireSame);
  }

  async search(
    query: TextQuery,
    report: (share: number, found: Uint32Array) => void,
    signal: AbortSignal,
  ): Promise<void> {
    this.#requireNotReplaced();
    const starts = this.#starts;
    const rows = this.#rows?.isEdited ? this.#rows : undefined;
    const isFound = new Uint8Array(rows ? rows.rows + rows.texts.length : 0);
    const size = Math.max(1, this.#size);
    const onMessage = (message: RowsMessage) => {
      if (message.kind !== 'found') return;
      const found = Uint32Array.from(message.starts, (start) => starts.lineAt(start));
      // Of an edited file, the rows that are found stand elsewhere: all of them are told at the end, in order.
      if (rows) for (const row of found) isFound[row] = 1;
      report(message.done / size, rows ? new Uint32Array() : found);
    };
    const format = this.#format?.id;
    await runRowsJob({ kind: 'search', path: this.uri.fsPath, query, format }, onMessage, signal).done;
    if (!rows) return;
    const texts = { count: rows.texts.length, textOf: (at: number) => withoutEnd(rows.texts[at] ?? '') };
    await handOutTexts({ kind: 'searchTexts', query, format }, texts, signal, (message, _, indexOf) => {
      if (message.kind === 'foundTexts') for (const at of message.at) isFound[rows.rows + indexOf(at)] = 1;
    });
    report(1, rows.linesOf(isFound));
  }

  async facts(report: (share: number) => void, signal: AbortSignal): Promise<FactTable> {
    const rows = this.#rows;
    const facts = await this.#scannedFacts(report, signal);
    if (rows !== this.#rows) return this.facts(report, signal); // saved meanwhile, or read again
    return rows ? this.#editedFacts(rows, facts) : facts;
  }

  #editedFacts(rows: EditedRows, facts: FactTable): FactTable {
    if (!rows.isEdited) return facts;
    this.#shown.facts ??= facts.rearranged({ rows: rows.rows, runs: rows.runs() }, this.#factsOfTexts(rows));
    return this.#shown.facts;
  }

  async #scannedFacts(report: (share: number) => void, signal: AbortSignal): Promise<FactTable> {
    const scanned = this.#scanned; // of the file and its format as they are now
    if (scanned.facts) return scanned.facts;
    this.#requireNotReplaced();
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
    scanned.facts = facts;
    return facts;
  }

  async pick(by: RowPick, report: (share: number) => void, signal: AbortSignal): Promise<Uint32Array> {
    const format = this.#format?.id;
    const edited = this.#editedTexts();
    if (edited) return pickTexts(by, format, edited, report, signal);
    this.#requireNotReplaced();
    const found: number[] = [];
    let first = 0;
    const onMessage = (message: RowsMessage) => {
      if (message.kind !== 'picked') return;
      for (const at of message.at) found.push(first + at);
      first += message.lines;
      report(message.done / Math.max(1, this.#size));
    };
    await runRowsJob({ ...by, path: this.uri.fsPath, format }, onMessage, signal).done;
    return Uint32Array.from(found);
  }

  async groups(isNear: boolean, report: (share: number) => void, signal: AbortSignal): Promise<Uint32Array> {
    const format = this.#format?.id;
    const edited = this.#editedTexts();
    if (edited) return groupTexts(isNear, format, edited, report, signal);
    this.#requireNotReplaced();
    let firsts = new Uint32Array();
    const onMessage = (message: RowsMessage) => {
      if (message.kind === 'read') report(message.done / Math.max(1, this.#size));
      if (message.kind === 'groups') firsts = Uint32Array.from(message.firsts);
    };
    await runRowsJob({ kind: 'groups', isNear, path: this.uri.fsPath, format }, onMessage, signal).done;
    return firsts;
  }

  /** Of all rows with what was done to them; undefined while they are as in the file. */
  #editedTexts() {
    return this.#rows?.isEdited
      ? { count: this.count, textOf: (line: number) => this.textAt(line) }
      : undefined;
  }

  async replace(
    { query, replacement }: { readonly query: TextQuery; readonly replacement: string },
    lines: readonly number[],
    report: (share: number) => void,
    signal: AbortSignal,
  ): Promise<RowWithTexts[]> {
    const job = { kind: 'replaceTexts', query, replacement, format: this.#format?.id } as const;
    const lineAt = (index: number) => lines[index] as number;
    const texts = { count: lines.length, textOf: (index: number) => this.textAt(lineAt(index)) };
    const found: RowWithTexts[] = [];
    let characters = 0;
    await handOutTexts(job, texts, signal, (message, share, indexOf) => {
      if (message.kind !== 'replacedTexts') return;
      for (const { at, line, ...rest } of message.replaced) {
        found.push({ ...rest, text: line, line: lineAt(indexOf(at)) });
        characters += line.length;
      }
      if (characters > mostCharacters) throw this.tooMany();
      report(share);
    });
    return found;
  }

  /**
   * The file is written, with all edits: its rows stand where they stood. What compares rows is found again.
   * @param lost see `EditedRows.written`
   */
  async saved(lost: ReadonlyMap<number, string> | undefined): Promise<void> {
    this.#reading.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const before = this.#rows;
    const stamp = await stampOf(this.uri.fsPath);
    const starts = new LineStarts();
    // Rows are read from the version before, which is still held, until all of the new one is known.
    const isIndexed = await indexRows(this.uri.fsPath, starts, () => {}, reading.signal).then(
      () => true,
      () => false,
    );
    if (!isIndexed || !before || starts.count > before.count) return this.start();
    const told: ScannedRows['told'] = new Map();
    for (const [line, own] of this.#toldByLine(before)) told.set(line, own);
    const { problems } = this;
    const facts = this.#scanned.facts && this.#editedFacts(before, this.#scanned.facts);
    const released = this.file.release();
    this.file.stamp = stamp;
    this.#scanned = { problems, told, facts };
    this.#starts = starts;
    this.#rows = before.written(starts.count, lost);
    this.#isReplaced = false;
    this.#forgetTexts(); // others have their origins now
    this.#tell(); // each stands where it stood
    void this.#check(newScan(), reading.signal); // what was found before is shown until all is found
    await released;
  }

  /** While `work` saves, edits and other saves wait, and nobody looks whether somebody else has written the file. */
  saving(work: () => Promise<void>): Promise<void> {
    const working = this.#saved.then(work);
    this.#saves++;
    const over = () => {
      this.#saves--;
    };
    this.#saved = working.then(over, over); // who saves is told
    return working;
  }

  get isSaving(): boolean {
    return this.#saves > 0;
  }

  /** Nobody saves. */
  async #settled(): Promise<void> {
    while (this.isSaving) await this.#saved;
  }

  /** Rows say something else, or stand elsewhere. */
  #tell(follow?: Follow): void {
    if (follow) this.#version++;
    this.#shown = {};
    this.#changed.fire({ kind: 'rows', ...(follow ? { follow } : {}) });
  }

  #lookSoon(): void {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => void this.#lookAgain().catch(this.onFailure), settling);
  }

  /** Edits are never lost to what somebody else has written. */
  async #lookAgain(): Promise<void> {
    if (this.isSaving) return this.#lookSoon();
    const state = await this.file.state();
    if (state === 'same' && !this.#isReplaced) return;
    if (!this.#rows?.isEdited) return this.start(this.#stranded);
    if (state === 'overwritten') return this.start(this.backup());
    this.#isReplaced = state === 'replaced';
    this.#changed.fire({ kind: 'rows' });
  }

  #requireNotReplaced(): void {
    if (!this.#isReplaced) return;
    throw new UserError(
      vscode.l10n.t(
        "{0} changed on disk, so it can't be searched or measured until you save it or discard your edits.",
        this.name,
      ),
      'CHANGED',
    );
  }

  /** What the file is, by its start. */
  async #look(): Promise<void> {
    this.file.stamp = await stampOf(this.uri.fsPath);
    const { ends, encoding, format: likely } = await lookAtFile(this.uri.fsPath);
    const { format } = this.options();
    this.#ends = ends;
    this.#encoding = encoding;
    this.#format = format === undefined ? likely : findFormat(format); // nobody has seen rows in another one
  }

  /** @param scanned is shown when all is found, unless it is already */
  async #check(scanned: ScannedRows, signal: AbortSignal): Promise<void> {
    this.#checked = 0;
    const size = Math.max(1, this.#size);
    const tell: Parameters<typeof checkRows>[3] = (what) => {
      if ('format' in what) this.#setFormat(what.format === undefined ? undefined : findFormat(what.format));
      else if (what.bytes !== undefined) this.#checked = Math.min(0.99, what.bytes / size);
      if (scanned !== this.#scanned) return;
      this.#shown = {};
      this.#changed.fire({ kind: 'problems' });
    };
    try {
      await checkRows(this.uri.fsPath, this.options(), scanned, tell, signal);
      if (signal.aborted) return;
      this.#checked = 1;
      if (scanned !== this.#scanned) this.#scanned = { ...scanned, facts: this.#scanned.facts };
      this.#shown = {};
      this.#changed.fire({ kind: 'checked' });
    } catch (error) {
      this.#failed(error, signal);
    }
  }

  /** Bytes. */
  get #size(): number {
    return this.file.stamp?.size ?? 0;
  }

  #setFormat(format: DatasetFormat | undefined): void {
    if (format === this.#format) return;
    this.#format = format;
    this.#scanned.facts = undefined;
    this.#forgetTexts();
    this.#tell();
  }

  #forgetTexts(): void {
    this.#textProblems.clear();
    this.#textFacts = undefined;
  }

  async #readRow(file: FileHandle, line: number): Promise<ReadRow | undefined> {
    const origin = this.#rows ? this.#rows.originAt(line) : line;
    const text = origin === undefined ? undefined : this.#rows?.textOf(origin);
    if (text !== undefined) return this.#rowOf(line, withoutEnd(text));
    const range = this.#starts.rangeOf(origin ?? -1);
    if (!range) return undefined;
    const length = range.end - range.start;
    const isLong = length > longestRow;
    const { bytesRead, buffer } = await file.read({
      buffer: Buffer.allocUnsafe(Math.max(1, isLong ? shownOfLong : length)),
      length: isLong ? shownOfLong : length,
      position: range.start,
    });
    const read = withoutEnd(buffer.toString('utf8', 0, bytesRead));
    if (isLong) return { line, text: read, kind: 'long', example: undefined, problems: this.#toldOf(line) };
    return this.#rowOf(line, read);
  }

  #rowOf(line: number, text: string): ReadRow {
    const { severities, target: targetId, addedTargets } = this.options();
    const target = targetId === undefined ? undefined : findTarget(targetId, addedTargets);
    const context = contextOf({ format: this.#format?.id, target, severities: severities ?? {} });
    const reading = readLine(text, { ...context, countTokens: countExactly });
    const value = context.format && reading.kind === 'value' && isReadable(text) ? parse(text) : undefined;
    const example =
      context.format && isObject(value)
        ? new ExampleLine(withoutMark(text), value, context.format, context.target)
        : undefined;
    const problems = [...reading.problems.map((problem) => atLine(problem, line)), ...this.#toldOf(line)];
    return { line, text, kind: kindOf(reading, example), example, problems };
  }

  /** Problems that speak of other rows, or of the whole file. */
  #toldOf(line: number): Problem[] {
    const row = this.#rows ? this.#rows.originAt(line) : line;
    return (this.#scanned.told.get(row ?? -1) ?? []).flatMap(({ rule: id, message }) => {
      const rule = findRule(id);
      const severity = this.#scanned.problems.severityOf(id);
      if (!rule || !severity) return [];
      return [{ rule: id, kind: rule.kind, severity, message, line, range: { start: 0, end: 0 } }];
    });
  }

  #toldByLine(rows: EditedRows): [number, ToldProblem[]][] {
    const { told } = this.#scanned;
    if (told.size === 0) return [];
    const isTold = new Uint8Array(rows.rows + rows.texts.length);
    for (const row of told.keys()) isTold[row] = 1;
    return Array.from(rows.linesOf(isTold), (line) => [line, told.get(rows.originAt(line) ?? -1) ?? []]);
  }

  #problemsOfText(rows: EditedRows, origin: number): readonly Problem[] {
    const known = this.#textProblems.get(origin);
    if (known) return known;
    // No line of the file is meant, for no row of it is told this.
    const { problems } = this.#rowOf(-1, withoutEnd(rows.textOf(origin) ?? ''));
    this.#textProblems.set(origin, problems);
    return problems;
  }

  #factsOfTexts({ texts }: EditedRows): FactTable {
    const { target } = contextFor(this.#format, this.options());
    this.#textFacts ??= {
      reader: new FactReader(this.#format, target, undefined),
      table: new FactTable(),
      read: 0,
    };
    const { reader, table, read } = this.#textFacts;
    table.add(reader.read(texts.slice(read).map(withoutEnd)));
    this.#textFacts.read = texts.length;
    return table;
  }
}

/** A row of the file by its number, a new one by its text. */
function originOf(rows: EditedRows, line: number): number | string {
  const origin = rows.originAt(line) ?? -1;
  return rows.textOf(origin) ?? origin;
}

async function* guarded(
  pieces: AsyncIterable<Uint8Array>,
  requireSame: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  await requireSame();
  yield* pieces;
  await requireSame();
}

function withoutEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
