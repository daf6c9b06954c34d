// An open training file, kept line by line.
//
//   const document = DatasetDocument.read(text, { target: 'gemini-api', severities: { 'role-order': 'warning' } });
//   document.problems(1000)        the first thousand problems in the order of lines (all without a number)
//   document.problemCount          of the whole document, without counting
//   document.problemsAt(line)      those of one line
//   document.line(n)               { text, reading, example? }: the parsed example with the places of its parts
//   document.format                the file's DatasetFormat; undefined when it is no training data
//   document.isDataset             false for logs and other JSONL: then only JSON errors are reported
//   document.statistics            counts, kept up to date
//   document.fixes(problem)        edits that mend a problem, in the shape that `apply` takes
//                                  (for all problems at once see editing/fixAll.ts)
//   document.pairWith(other)       the other file of a training and validation pair, for leaks between them
//   document.apply(changes)        `TextDocumentContentChangeEvent[]` as VS Code gives them; re-reads only the
//                                  changed lines and returns which those are
//   document.configure(options)    other severities, target or format: reads everything again
//
// Lines and columns are zero-based, columns in UTF-16 units, as in VS Code. Only LF ends a line; a CR before it
// belongs to the line end. An edit costs the time of its lines, not of the document: the facts that concern the
// whole file (format, duplicates, conflicts, counts) are counted up and down (formatVotes.ts, duplicateIndex.ts).

import * as l10n from '@vscode/l10n';
import { LineReader } from '#lineReader';

import type { Problem } from '../checking/problem';
import {
  type Fix,
  type GroupRule,
  type Lines,
  type MediaCounts,
  severityOf,
  type TextEdit,
} from '../checking/rule';
import { ExampleLine } from '../example/exampleLine';
import type { Container } from '../files/container';
import { type FileFamily, familyOf } from '../formats/detection/fileFamily';
import { FormatVotes } from '../formats/detection/formatVotes';
import { sampleFormat } from '../formats/detection/sampleFormat';
import type { DatasetFormat } from '../formats/format';
import { findFormat } from '../formats/index';
import { parse, withoutMark } from '../json/parse';
import { isObject } from '../json/value';
import { atLine, isReadable, type LineReading, type ReadingContext } from '../line/checkLine';
import { fileProblems } from '../line/fileProblems';
import { countMedia } from '../media/mediaFiles';
import { conflictingExamples, conflictMessage } from '../rules/conflictingExamples';
import { duplicateExample, duplicateMessage } from '../rules/duplicateExample';
import { findRule } from '../rules/index';
import { leakage, leakageMessage } from '../rules/leakage';
import type { Target } from '../targets/target';
import { Answers } from './answerCounts';
import { contextFor, type DocumentOptions, NO_FORMAT } from './documentOptions';
import { addTotals, type DocumentStatistics, emptyTotals } from './documentStatistics';
import { Groups } from './duplicateIndex';
import { type LineRecord, LineStore } from './lineStore';
import { mergeChanges } from './mergeChanges';
import type { PairedFile } from './pairedFile';
import { splitLines } from './splitLines';
import { HEAD_LINES, WholeFile } from './wholeFile';

/** What an edit did, in line numbers after it. */
export interface DocumentChange {
  readonly firstLine: number;
  /** How many lines were read anew from `firstLine` on. */
  readonly readLines: number;
  /** Lines after the edit minus lines before it. */
  readonly addedLines: number;
  /** The problems of other lines may have changed too: another format, or a duplicate or conflict came or went. */
  readonly elsewhere: boolean;
  /** Keys of the inputs that came or went, some perhaps twice; undefined when all lines were read anew. */
  readonly inputs: readonly number[] | undefined;
}

export interface DatasetLine {
  readonly text: string;
  readonly reading: LineReading;
  /** Present when the line holds an object that rules can read and the document is a dataset. */
  readonly example: ExampleLine | undefined;
}

export class DatasetDocument {
  #options: DocumentOptions;
  #context: ReadingContext;
  #reader: LineReader;
  #store = new LineStore();
  #groups = this.#newGroups();
  #votes = new FormatVotes();
  #answers = new Answers();
  #media = new Map<string, number>();
  #totals = emptyTotals();
  readonly #whole = new WholeFile();
  #pair: PairedFile | undefined;
  /** Noted while an edit is applied. */
  #changedInputs: number[] | undefined;
  #elsewhere = false;
  /** Several questions about one line follow each other: its problems, its fixes, its hover. */
  #lastExample: ExampleLine | undefined;

  static read(text: string, options: DocumentOptions = {}): DatasetDocument {
    const document = new DatasetDocument(options);
    document.#readAll(splitLines(text));
    return document;
  }

  private constructor(options: DocumentOptions) {
    this.#options = options;
    this.#context = contextFor(undefined, options);
    this.#reader = new LineReader(this.#context);
  }

  get lineCount(): number {
    return this.#store.length;
  }

  get format(): DatasetFormat | undefined {
    return this.#context.format;
  }

  /** The format of a file that is named and converted, not checked. */
  get foreignFormat(): DatasetFormat | undefined {
    const winner = this.#options.format === undefined ? this.#votes.winner() : undefined;
    return winner?.isForeign ? winner : undefined;
  }

  /** What the file is instead of JSON Lines. */
  get container(): Container | undefined {
    return this.#whole.container;
  }

  get encoding(): string | undefined {
    return this.#options.encoding;
  }

  get isDataset(): boolean {
    return this.#context.format !== undefined;
  }

  /** What the file is in the CLI's words. */
  get family(): FileFamily {
    if (this.#context.isOther) return 'other';
    return familyOf(this.#votes, { lines: this.#store.length, blankLines: this.#totals.blankLines });
  }

  get target(): Target | undefined {
    return this.#context.target;
  }

  /** Examples with files. */
  get media(): MediaCounts {
    return this.#media;
  }

  get exampleCount(): number {
    return this.#totals.examples;
  }

  get problemCount(): number {
    return this.#store.problems + this.#fileProblems().length;
  }

  get statistics(): DocumentStatistics {
    return { lines: this.#store.length, ...this.#totals };
  }

  line(number: number): DatasetLine | undefined {
    const record = this.#store.at(number);
    if (!record) return undefined;
    const { text, reading } = record;
    const exampleOf = () => this.#exampleOf(text);
    return {
      text,
      reading,
      get example() {
        return exampleOf();
      },
    };
  }

  problems(limit = Number.POSITIVE_INFINITY): Problem[] {
    const found = this.#fileProblems().slice(0, limit);
    for (const { line, record } of this.#store.recordsWithProblems()) {
      for (const problem of this.#problemsOf(record, line)) {
        if (found.length >= limit) return found;
        found.push(problem);
      }
    }
    return found;
  }

  problemsAt(line: number): Problem[] {
    const record = this.#store.at(line);
    const own = record ? this.#problemsOf(record, line) : [];
    return line === 0 ? [...this.#fileProblems(), ...own] : own;
  }

  /** Whether an example asks this now; see `PairedFile.inputs`. */
  hasInput(key: number): boolean {
    return this.#groups.hasInput(key);
  }

  /** The examples whose input stands among others too. */
  countShared(inputs: PairedFile['inputs']): number {
    let count = 0;
    for (const { reading } of this.#store.records())
      if (reading.keys?.input !== undefined && inputs.has(reading.keys.input)) count++;
    return count;
  }

  /** Tells the other file of a pair of training and validation, whose inputs must not stand in both. */
  pairWith(other: PairedFile | undefined): void {
    this.#pair = other;
    for (const record of this.#store.records()) this.#recount(record);
  }

  /** The paired file has changed in these inputs. @returns whether problems here came or went */
  pairChanged(inputs: readonly number[]): boolean {
    this.#elsewhere = false;
    for (const key of inputs) for (const record of this.#groups.withInput(key)) this.#recount(record);
    return this.#elsewhere;
  }

  /** Edits that mend a problem of this document; empty when a person must decide. */
  fixes(problem: Problem): Fix[] {
    const lines: Lines = {
      format: this.format,
      lineCount: this.lineCount,
      textOf: (line) => this.#store.at(line)?.text ?? '',
      exampleAt: (line) => this.line(line)?.example,
    };
    return [findRule(problem.rule)?.fix?.(problem, lines) ?? []].flat();
  }

  /** @param changes all changes of one event; their ranges speak of the document before the event */
  apply(changes: readonly TextEdit[]): DocumentChange {
    this.#elsewhere = false;
    this.#whole.edited();
    this.#changedInputs = [];
    const before = this.#store.length;
    let firstLine = before;
    let lastLine = 0;
    const merged = mergeChanges(changes, (line) => this.#store.at(line)?.text ?? '');
    for (const { line, count, texts } of merged.reverse()) {
      const records = texts.map((text) => newRecord(text, this.#reader.read(text)));
      const removed = this.#store.replace(line, count, records);
      for (const record of removed) this.#forget(record);
      for (const record of records) this.#remember(record);
      firstLine = Math.min(firstLine, line);
      lastLine = Math.max(lastLine + texts.length - count, line + texts.length);
    }
    this.#groups.settle();
    const addedLines = this.#store.length - before;
    const isOther = firstLine < HEAD_LINES && this.#findContainer(this.#eachText());
    const format = this.#decideFormat();
    if (format !== this.#context.format || isOther) {
      this.#context = this.#contextFor(format);
      this.#changedInputs = undefined;
      this.#readAll(this.#texts());
      return { firstLine: 0, readLines: this.lineCount, addedLines, elsewhere: false, inputs: undefined };
    }
    const inputs = this.#changedInputs;
    this.#changedInputs = undefined;
    return {
      firstLine,
      readLines: Math.max(0, lastLine - firstLine),
      addedLines,
      elsewhere: this.#elsewhere,
      inputs,
    };
  }

  configure(options: DocumentOptions): void {
    this.#options = options;
    this.#context = this.#contextFor(this.#decideFormat());
    this.#readAll(this.#texts());
  }

  #readAll(texts: readonly string[]): void {
    if (this.#store.length === 0) {
      this.#findContainer(texts);
      this.#context = this.#contextFor(this.#options.format ? this.#decideFormat() : sampleFormat(texts));
    }
    for (let attempt = 0; attempt < 2; attempt++) {
      this.#store = new LineStore();
      this.#groups = this.#newGroups();
      this.#votes = new FormatVotes();
      this.#answers = new Answers();
      this.#media = new Map();
      this.#totals = emptyTotals();
      this.#reader = new LineReader(this.#context);
      const records = texts.map((text) => newRecord(text, this.#reader.read(text)));
      this.#store.replace(0, 0, records);
      for (const record of records) this.#remember(record);
      const format = this.#decideFormat();
      if (format === this.#context.format) break;
      this.#context = this.#contextFor(format);
    }
    this.#groups.settle();
  }

  /** @returns whether the file became something else than it was */
  #findContainer(texts: Iterable<string>): boolean {
    return this.#whole.look(this.#options.format === undefined ? texts : undefined);
  }

  *#eachText(): Generator<string> {
    for (const { text } of this.#store.records()) yield text;
  }

  #contextFor(format: DatasetFormat | undefined): ReadingContext {
    const isOther = this.container !== undefined && !this.container.isJsonLines;
    return isOther ? { ...contextFor(undefined, this.#options), isOther } : contextFor(format, this.#options);
  }

  #texts(): string[] {
    return [...this.#eachText()];
  }

  #newGroups(): Groups {
    return new Groups(this.#store, (record) => this.#recount(record));
  }

  #decideFormat(): DatasetFormat | undefined {
    const { format } = this.#options;
    if (format === NO_FORMAT) return undefined;
    return (format === undefined ? undefined : findFormat(format)) ?? this.#votes.checkedFormat();
  }

  #remember(record: LineRecord): void {
    this.#votes.count(record.reading, 1);
    this.#answers.count(record.reading, 1);
    this.#countMedia(record, 1);
    addTotals(this.#totals, record.reading, 1);
    this.#store.count(record, record.reading.problems.length + (this.#leaks(record) ? 1 : 0));
    this.#groups.add(record);
    this.#noteInput(record);
  }

  #forget(record: LineRecord): void {
    this.#votes.count(record.reading, -1);
    this.#answers.count(record.reading, -1);
    this.#countMedia(record, -1);
    addTotals(this.#totals, record.reading, -1);
    this.#groups.remove(record);
    this.#noteInput(record);
  }

  #countMedia({ reading }: LineRecord, change: 1 | -1): void {
    if (reading.media !== undefined) countMedia(this.#media, reading.media, change);
  }

  #noteInput({ reading }: LineRecord): void {
    if (reading.keys?.input !== undefined) this.#changedInputs?.push(reading.keys.input);
  }

  #recount(record: LineRecord): void {
    let count = record.reading.problems.length;
    if (this.#isOn(duplicateExample) && this.#groups.duplicateOf(record)) count++;
    if (this.#isOn(conflictingExamples) && this.#groups.isInConflict(record)) count++;
    if (this.#leaks(record)) count++;
    if (count !== record.counted) this.#elsewhere = true;
    this.#store.count(record, count);
  }

  #isOn(rule: GroupRule): boolean {
    return severityOf(rule, this.#context.severities) !== 'off';
  }

  #leaks(record: LineRecord): boolean {
    const input = record.reading.keys?.input;
    return input !== undefined && this.#pair?.inputs.has(input) === true && this.#isOn(leakage);
  }

  #fileProblems(): Problem[] {
    const { target, severities, format } = this.#context;
    const first = this.#store.at(0);
    if (!first) return [];
    const asWhole = this.#whole.problems(
      { length: this.#store.length, first: first.text, all: () => this.#texts() },
      { encoding: this.#options.encoding, foreign: this.foreignFormat },
      severities,
    );
    if (!format) return asWhole;
    const { examples } = this.#totals;
    const isTargetChosen = this.#options.target !== undefined;
    const counts = { answers: this.#answers.counts, media: this.#media };
    const totals = { examples, format, target, isTargetChosen, ...counts };
    return [...asWhole, ...fileProblems(totals, severities, { start: 0, end: first.text.trimEnd().length })];
  }

  #problemsOf(record: LineRecord, line: number): Problem[] {
    const problems = record.reading.problems.map((problem) => atLine(problem, line));
    const whole = { start: 0, end: record.text.trimEnd().length };
    const related = (rule: GroupRule, other: LineRecord | undefined, message: (line: number) => string) => {
      const severity = severityOf(rule, this.#context.severities);
      if (!other || severity === 'off') return;
      const otherLine = this.#store.lineOf(other);
      const place = {
        line: otherLine,
        range: { start: 0, end: other.text.trimEnd().length },
        message: l10n.t('The other example'),
      };
      const { id, kind } = rule;
      problems.push({
        rule: id,
        kind,
        severity,
        message: message(otherLine),
        line,
        range: whole,
        related: [place],
      });
    };
    related(duplicateExample, this.#groups.duplicateOf(record), duplicateMessage);
    related(conflictingExamples, this.#groups.conflictOf(record), conflictMessage);
    const severity = severityOf(leakage, this.#context.severities);
    if (this.#pair && this.#leaks(record) && severity !== 'off') {
      const { id, kind } = leakage;
      problems.push({
        rule: id,
        kind,
        severity,
        message: leakageMessage(this.#pair.name),
        line,
        range: whole,
      });
    }
    return problems;
  }

  #exampleOf(text: string): ExampleLine | undefined {
    const { format, target } = this.#context;
    const last = this.#lastExample;
    if (last?.text === withoutMark(text) && last.format === format && last.target === target) return last;
    const value = format && isReadable(text) ? parse(text) : undefined;
    if (!format || !isObject(value)) return undefined;
    this.#lastExample = new ExampleLine(withoutMark(text), value, format, target);
    return this.#lastExample;
  }
}

function newRecord(text: string, reading: LineReading): LineRecord {
  return { text, reading, counted: 0, chunk: undefined };
}
