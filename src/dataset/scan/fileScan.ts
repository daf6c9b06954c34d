// Checks a whole file without holding it, from disk or as it arrives: one pass over its blocks, a second one when the first guess of its format
// was wrong, and one more to list the problems when there are too many to keep.
import type { Problem, Severity } from '../checking/problem';
import { type GroupRule, severityOf } from '../checking/rule';
import type { DocumentOptions } from '../document/documentOptions';
import { splitLines } from '../document/splitLines';
import { describeBinary } from '../files/binary';
import { findContainer } from '../files/containers';
import { describeEncoding, encodingOf } from '../files/encodings';
import { type FileFamily, familyOf } from '../formats/detection/fileFamily';
import { sampleFormat } from '../formats/detection/sampleFormat';
import type { DatasetFormat } from '../formats/format';
import { findFormat } from '../formats/index';
import { fileProblems } from '../line/fileProblems';
import type { ScanSettings } from '../line/scanSettings';
import { conflictingExamples, conflictMessage } from '../rules/conflictingExamples';
import { duplicateExample, duplicateMessage } from '../rules/duplicateExample';
import { type FileContent, nothingToTuneOn, whyNothing } from '../rules/nothingToTuneOn';
import { notJsonLines } from '../rules/notJsonLines';
import { defaultTarget, findTarget } from '../targets/target';
import { problemsOf, RuleLimit } from './blockProblems';
import type { ScannedFile, ScanPool } from './blocks';
import { classes } from './classes';
import { fileSource, type ScanSource } from './scanSource';
import { Pass } from './scanTotals';
import { countTokensIn, type TokenStatistics } from './tokenStatistics';

export interface CharacterStatistics {
  /** Unicode characters of all examples. */
  readonly total: number;
  readonly mean: number;
  readonly longest: number;
}

export interface FileStatistics {
  readonly bytes: number;
  readonly blankLines: number;
  /** Lines that are not JSON. */
  readonly brokenLines: number;
  /** Examples without an error. */
  readonly validExamples: number;
  /** Lines that are equal to an earlier one. */
  readonly duplicates: number;
  /** Lines whose input has another output elsewhere. */
  readonly conflicts: number;
  readonly inputCharacters: CharacterStatistics;
  readonly outputCharacters: CharacterStatistics;
  /** The answers, the most frequent first, when they are few and short. */
  readonly classes?: readonly { readonly answer: string; readonly count: number }[];
}

export interface ScanOptions extends DocumentOptions {
  /** A file that nothing can be tuned on is an error. */
  readonly mustTune?: boolean;
  /** How people know the file, where that isn't its path. */
  readonly name?: string;
}

const SAMPLE_BYTES = 1 << 20;

/** What one reading gives. */
export interface SourceReading {
  readonly source: ScanSource;
  readonly settings: ScanSettings;
  /** Undefined when the file is no training data. */
  readonly format: DatasetFormat | undefined;
  readonly pass: Pass;
  /** What is wrong with the file as a whole, found before any line was read or since something must be tuned on it. */
  readonly asWhole?: { readonly rule: GroupRule; readonly message: string };
}

/** Of a file on disk. */
export interface FileReading extends SourceReading {
  readonly file: ScannedFile;
}

/** Throws when the file cannot be read. */
export async function scanFile(pool: ScanPool, path: string, options: ScanOptions = {}): Promise<FileScan> {
  return new FileScan(await readFile(pool, path, options));
}

/** Reads a file with the format that most of its lines have. Throws when it cannot be read. */
export async function readFile(pool: ScanPool, path: string, options: ScanOptions): Promise<FileReading> {
  const source = fileSource(pool, path, options.name);
  return { ...(await readSource(source, options)), file: { path, size: source.size } };
}

/** The same from anywhere. */
export async function readSource(
  source: ScanSource,
  options: Omit<ScanOptions, 'name'>,
): Promise<SourceReading> {
  const target = options.target === undefined ? undefined : findTarget(options.target, options.addedTargets);
  const chosen = options.format === undefined ? undefined : findFormat(options.format);
  const sampled = await source.head(SAMPLE_BYTES);
  const other = await findOther(source, sampled, options.mustTune === true);
  const sample = splitLines(wholeLines(sampled.toString('utf8')));
  const bytesOfLine = Math.min(SAMPLE_BYTES, source.size) / sample.length;
  if (other) {
    const settings = { format: undefined, target, severities: options.severities ?? {}, isOther: true };
    const pass = new Pass(source.size / bytesOfLine);
    for await (const block of source.blocks(settings)) pass.add(block);
    return { source, settings, format: undefined, pass, asWhole: other };
  }
  let format = chosen ?? sampleFormat(sample);
  for (let attempt = 0; ; attempt++) {
    const settings = { format: format?.id, target, severities: options.severities ?? {} };
    const pass = new Pass(source.size / bytesOfLine);
    for await (const block of source.blocks(settings)) pass.add(block);
    const winner = chosen ?? pass.votes.checkedFormat();
    if (winner === format || attempt === 1) {
      const why = options.mustTune ? whyNothing(contentOf(pass, chosen), target) : undefined;
      const asWhole = why === undefined ? {} : { asWhole: { rule: nothingToTuneOn, message: why } };
      return { source, settings, format, pass, ...asWhole };
    }
    format = winner;
  }
}

function contentOf(pass: Pass, chosen: DatasetFormat | undefined): FileContent {
  const { lines, blankLines, firstOther, votes } = pass;
  return { lines, blankLines, firstOther, recognised: votes.recognised, format: chosen ?? votes.winner() };
}

/** Larger files are named without a count of their examples. */
const COUNTED_BYTES = 64 << 20;

/** What else than JSON Lines the file is; undefined when it is JSON Lines, or well enough. */
async function findOther(
  source: ScanSource,
  sample: Buffer,
  mustTune: boolean,
): Promise<SourceReading['asWhole']> {
  const { size } = source;
  const encoding = encodingOf(sample);
  const binary = describeBinary(sample);
  if (binary) return { rule: notJsonLines, message: binary };
  if (encoding) return { rule: notJsonLines, message: describeEncoding(encoding) };
  const start = sample.toString('utf8');
  const container = findContainer(start);
  if (!container || (container.isJsonLines && !mustTune)) return undefined;
  const isWhole = size <= COUNTED_BYTES;
  const text = isWhole && size > sample.length ? (await source.head(size)).toString('utf8') : start;
  return { rule: notJsonLines, message: container.describe(text, isWhole) };
}

function wholeLines(text: string): string {
  const end = text.lastIndexOf('\n');
  return end === -1 ? text : text.slice(0, end);
}

/** What was found in a file. */
export class FileScan {
  readonly format: FileFamily;
  readonly lines: number;
  readonly examples: number;
  readonly statistics: FileStatistics;
  readonly severities: Readonly<Record<Severity, number>>;
  /** Undefined when the file is no training data. */
  readonly exampleFormat: DatasetFormat | undefined;
  readonly #duplicates: Uint32Array;
  readonly #conflicts: Uint32Array;
  readonly #fileProblems: readonly Problem[];
  private readonly source: ScanSource;
  private readonly settings: ScanSettings;
  private readonly pass: Pass;

  constructor({ source, settings, format, pass, asWhole }: SourceReading) {
    this.source = source;
    this.settings = settings;
    this.pass = pass;
    this.exampleFormat = format;
    this.format = asWhole?.rule === notJsonLines ? 'other' : familyOf(pass.votes, pass);
    this.lines = pass.lines;
    this.examples = pass.examples;
    const groups = pass.groups.find();
    this.#duplicates = this.#isOn(duplicateExample) ? groups.duplicates : new Uint32Array();
    this.#conflicts = this.#isOn(conflictingExamples) ? groups.conflicts : new Uint32Array();
    this.#fileProblems = [...this.#asWhole(asWhole), ...(format ? this.#findFileProblems(format) : [])];
    this.severities = this.#countSeverities();
    this.statistics = {
      bytes: source.size,
      blankLines: pass.blankLines,
      brokenLines: pass.brokenLines,
      validExamples: pass.validExamples,
      duplicates: this.#duplicates.length / 2,
      conflicts: this.#conflicts.length / 2,
      inputCharacters: characters(pass.input, pass.examples),
      outputCharacters: characters(pass.output, pass.examples),
      ...classes(pass),
    };
  }

  get path(): string {
    return this.source.name;
  }

  /** Of all examples; undefined when the file is no training data. Reads the file once more. */
  async countTokens(): Promise<TokenStatistics | undefined> {
    const { exampleFormat: format, settings, source } = this;
    const target = settings.target ?? (format && defaultTarget(format.id));
    return format && countTokensIn(source.lines(), source.size, format, target);
  }

  /**
   * The problems in the order of lines, many at once.
   * @param limit counts them, and may leave out some
   */
  async *problems(limit = new RuleLimit()): AsyncGenerator<readonly Problem[]> {
    yield this.#fileProblems.filter(({ rule }) => limit.takes(rule));
    const groups = this.#groupProblems(limit);
    let group = groups.next();
    for await (const own of this.#lineProblems(limit)) {
      if (group.done) {
        yield own;
        continue;
      }
      const merged: Problem[] = [];
      for (const problem of own) {
        for (; !group.done && group.value.line < problem.line; group = groups.next())
          merged.push(group.value);
        merged.push(problem);
      }
      yield merged;
    }
    for (; !group.done; group = groups.next()) yield [group.value];
  }

  async *#lineProblems(limit: RuleLimit): AsyncGenerator<readonly Problem[]> {
    if (this.pass.problems) {
      for (const { own, first } of this.pass.problems) yield problemsOf(own, first, limit);
      return;
    }
    let first = 0;
    for await (const block of this.source.blocks(this.settings)) {
      yield problemsOf(block.problems, first, limit);
      first += block.lines;
    }
  }

  /** Duplicates and conflicts, merged in the order of lines. */
  *#groupProblems(limit: RuleLimit): Generator<Problem> {
    const length = this.pass.lengthReader();
    const lists = [
      { rule: duplicateExample, pairs: this.#duplicates, message: duplicateMessage, at: 0 },
      { rule: conflictingExamples, pairs: this.#conflicts, message: conflictMessage, at: 0 },
    ];
    for (;;) {
      const [a, b] = lists;
      const next = lineAt(a) <= lineAt(b) ? a : b;
      const line = lineAt(next);
      if (!next || line === Number.POSITIVE_INFINITY) return;
      const other = next.pairs[next.at + 1] ?? 0;
      next.at += 2;
      const severity = severityOf(next.rule, this.settings.severities);
      if (severity === 'off' || !limit.takes(next.rule.id)) continue;
      const { id, kind } = next.rule;
      const range = { start: 0, end: length(line) };
      yield { rule: id, kind, severity, message: next.message(other), line, range };
    }
  }

  #isOn(rule: GroupRule): boolean {
    return severityOf(rule, this.settings.severities) !== 'off';
  }

  #asWhole(found: SourceReading['asWhole']): Problem[] {
    const severity = found ? severityOf(found.rule, this.settings.severities) : 'off';
    if (!found || severity === 'off') return [];
    const { id, kind } = found.rule;
    const range = { start: 0, end: this.pass.lengthReader()(0) };
    return [{ rule: id, kind, severity, message: found.message, line: 0, range }];
  }

  #findFileProblems(format: DatasetFormat): Problem[] {
    const { target, severities } = this.settings;
    const totals = {
      examples: this.examples,
      bytes: this.source.size,
      format,
      target: target ?? defaultTarget(format.id),
      isTargetChosen: target !== undefined,
      answers: this.pass.answers ?? new Map(),
      media: this.pass.media,
    };
    return fileProblems(totals, severities, { start: 0, end: this.pass.lengthReader()(0) });
  }

  #countSeverities(): Record<Severity, number> {
    const counts = { ...this.pass.severities };
    for (const { severity } of this.#fileProblems) counts[severity]++;
    for (const [rule, pairs] of [
      [duplicateExample, this.#duplicates],
      [conflictingExamples, this.#conflicts],
    ] as const) {
      const severity = severityOf(rule, this.settings.severities);
      if (severity !== 'off') counts[severity] += pairs.length / 2;
    }
    return counts;
  }
}

function lineAt(list: { pairs: Uint32Array; at: number } | undefined): number {
  return list?.pairs[list.at] ?? Number.POSITIVE_INFINITY;
}

function characters({ total, longest }: Pass['input'], examples: number): CharacterStatistics {
  return { total, mean: examples === 0 ? 0 : Math.round((total / examples) * 10) / 10, longest };
}
