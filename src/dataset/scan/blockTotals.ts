import type { Problem } from '../checking/problem';
import type { DatasetFormat } from '../formats/format';
import type { LineProblem, LineReading } from '../line/checkLine';
import type { QuickLine } from '../line/quick/quickLine';
import { countMedia } from '../media/mediaFiles';
import { LONGEST_CLASS_NAME } from '../rules/classImbalance';
import { ProblemColumns } from './blockProblems';
import { type BlockResult, MOST_ANSWERS } from './blockResult';

/** Adds up the lines of a block. */
export class BlockTotals {
  #lines = 0;
  #blankLines = 0;
  #brokenLines = 0;
  #values = 0;
  #firstOther = -1;
  #examples = 0;
  #validExamples = 0;
  #quickLines = 0;
  readonly #input = { total: 0, longest: 0 };
  readonly #output = { total: 0, longest: 0 };
  readonly #votes = new Map<string, { sure: number; likely: number }>();
  #answers: Map<number, { text: string; count: number }> | undefined = new Map();
  readonly #media = new Map<string, number>();
  #keys = new Float64Array(3 * 1024);
  #lengths = new Uint32Array(1024);
  readonly #problems = new ProblemColumns();

  constructor(
    private readonly block: number,
    private readonly bytes: Buffer,
    private readonly format: DatasetFormat | undefined,
  ) {}

  /** A line of the file's format in which nothing is wrong. */
  addQuick(line: QuickLine): void {
    this.#quickLines++;
    this.#addProblems(line.problems, line.problemColumn);
    if (line.media !== undefined) countMedia(this.#media, line.media, 1);
    this.#addKeys(line.wholeKey, line.inputKey, line.outputKey, line.length);
    this.#addCharacters(line.inputCharacters, line.outputCharacters);
    if (line.outputCharacters <= LONGEST_CLASS_NAME && line.answerStart !== -1 && this.#answers) {
      const known = this.#answers.get(line.outputKey);
      if (known) known.count++;
      else {
        const text: unknown = JSON.parse(this.bytes.toString('utf8', line.answerStart, line.answerEnd));
        this.#addAnswer(line.outputKey, String(text));
      }
    }
  }

  add(text: string, reading: LineReading): void {
    const { keys, likely, kind } = reading;
    this.#addProblems(reading.problems);
    if (kind !== 'blank' && !likely && this.#firstOther === -1) this.#firstOther = this.#lines;
    this.#addKeys(keys?.whole ?? -1, keys?.input ?? -1, keys?.output ?? -1, text.trimEnd().length);
    if (kind === 'blank') this.#blankLines++;
    if (kind === 'broken') this.#brokenLines++;
    if (kind === 'value') this.#values++;
    if (likely) this.#vote(likely.id, reading.sure ? 1 : 0, 1);
    if (!reading.isExample) return;
    this.#examples++;
    if (keys?.input !== undefined) this.#validExamples++;
    if (reading.media !== undefined) countMedia(this.#media, reading.media, 1);
    this.#addCharacters(reading.inputCharacters, reading.outputCharacters);
    if (reading.shortAnswer !== undefined && keys?.output !== undefined)
      this.#addAnswer(keys.output, reading.shortAnswer);
  }

  #addProblems(problems: readonly LineProblem[], column = 0): void {
    for (const { rule, severity, range, message } of problems)
      this.#problems.add(this.#lines, rule.id, severity, message, range.start + column, range.end + column);
  }

  /** One more problem of the line that was added last. */
  report({ rule, severity, message, range }: Omit<Problem, 'line' | 'kind'>): void {
    this.#problems.add(this.#lines - 1, rule, severity, message, range.start, range.end);
  }

  result(): BlockResult {
    if (this.format && this.#quickLines > 0) this.#vote(this.format.id, this.#quickLines, this.#quickLines);
    return {
      block: this.block,
      lines: this.#lines,
      blankLines: this.#blankLines,
      brokenLines: this.#brokenLines,
      values: this.#values + this.#quickLines,
      firstOther: this.#firstOther,
      examples: this.#examples + this.#quickLines,
      validExamples: this.#validExamples + this.#quickLines,
      input: this.#input,
      output: this.#output,
      votes: Array.from(this.#votes, ([format, votes]) => ({ format, ...votes })),
      answers: this.#answers,
      media: this.#media,
      keys: this.#keys.slice(0, 3 * this.#lines),
      lengths: this.#lengths.slice(0, this.#lines),
      problems: this.#problems.result(),
    };
  }

  #addKeys(whole: number, input: number, output: number, length: number): void {
    const line = this.#lines++;
    if (line >= this.#lengths.length) {
      const keys = new Float64Array(this.#keys.length * 2);
      keys.set(this.#keys);
      this.#keys = keys;
      const lengths = new Uint32Array(this.#lengths.length * 2);
      lengths.set(this.#lengths);
      this.#lengths = lengths;
    }
    this.#keys[3 * line] = whole;
    this.#keys[3 * line + 1] = input;
    this.#keys[3 * line + 2] = output;
    this.#lengths[line] = length;
  }

  #addCharacters(input: number, output: number): void {
    this.#input.total += input;
    this.#output.total += output;
    if (input > this.#input.longest) this.#input.longest = input;
    if (output > this.#output.longest) this.#output.longest = output;
  }

  #addAnswer(key: number, text: string): void {
    const known = this.#answers?.get(key);
    if (known) known.count++;
    else this.#answers?.set(key, { text, count: 1 });
    if (this.#answers && this.#answers.size > MOST_ANSWERS) this.#answers = undefined;
  }

  #vote(format: string, sure: number, likely: number): void {
    const votes = this.#votes.get(format) ?? { sure: 0, likely: 0 };
    this.#votes.set(format, { sure: votes.sure + sure, likely: votes.likely + likely });
  }
}
