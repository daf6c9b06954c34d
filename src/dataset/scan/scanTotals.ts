import type { Severity } from '../checking/problem';
import { FormatVotes } from '../formats/detection/formatVotes';
import { findFormat } from '../formats/index';
import { countMedia } from '../media/mediaFiles';
import { type BlockProblems, countSeverities } from './blockProblems';
import { type BlockResult, MOST_ANSWERS } from './blockResult';
import { GroupScan } from './duplicateScan';

/** Numbers and texts of problems kept in memory; with more the file is read once more to list them. */
const MOST_PLACES = 1 << 23;
const MOST_TEXTS = 50_000;

/** Adds up the blocks of one pass over a file. */
export class Pass {
  lines = 0;
  blankLines = 0;
  brokenLines = 0;
  /** The first line that looks like no example, from 0; -1 when all do. */
  firstOther = -1;
  examples = 0;
  validExamples = 0;
  readonly input = { total: 0, longest: 0 };
  readonly output = { total: 0, longest: 0 };
  readonly votes = new FormatVotes();
  readonly groups: GroupScan;
  readonly lengths: Uint32Array[] = [];
  readonly severities: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };
  /** Undefined when there are too many different ones to be classes. */
  answers: Map<number, { text: string; count: number }> | undefined = new Map();
  readonly media = new Map<string, number>();
  /** With the numbers of their first lines; undefined when there are too many to keep. */
  problems: { readonly first: number; readonly own: BlockProblems }[] | undefined = [];
  #places = 0;
  #texts = 0;

  /** @param expectedLines a guess, for the size of tables */
  constructor(expectedLines: number) {
    this.groups = new GroupScan(expectedLines);
  }

  add(block: BlockResult): void {
    this.#addProblems(block.problems);
    if (this.firstOther === -1 && block.firstOther !== -1) this.firstOther = this.lines + block.firstOther;
    this.lines += block.lines;
    this.blankLines += block.blankLines;
    this.brokenLines += block.brokenLines;
    this.examples += block.examples;
    this.validExamples += block.validExamples;
    for (const side of ['input', 'output'] as const) {
      this[side].total += block[side].total;
      this[side].longest = Math.max(this[side].longest, block[side].longest);
    }
    const votes = block.votes.flatMap(({ format, ...counts }) => {
      const found = findFormat(format);
      return found ? [{ format: found, ...counts }] : [];
    });
    this.votes.add(block.values, votes);
    this.groups.add(block.keys);
    this.lengths.push(block.lengths);
    this.#addAnswers(block.answers);
    for (const [key, count] of block.media) countMedia(this.media, key, count);
  }

  /** UTF-16 units of given lines, which must come in order. */
  lengthReader(): (line: number) => number {
    let block = 0;
    let first = 0;
    return (line) => {
      for (let own = this.lengths[block]; own && line - first >= own.length; own = this.lengths[++block])
        first += own.length;
      return this.lengths[block]?.[line - first] ?? 0;
    };
  }

  #addProblems(own: BlockProblems): void {
    countSeverities(own, this.severities);
    if (own.places.length > 0) this.problems?.push({ first: this.lines, own });
    this.#places += own.places.length;
    this.#texts += own.whats.length;
    if (this.#places > MOST_PLACES || this.#texts > MOST_TEXTS) this.problems = undefined;
  }

  #addAnswers(answers: BlockResult['answers']): void {
    if (!answers) this.answers = undefined;
    for (const [key, { text, count }] of answers ?? []) {
      const known = this.answers?.get(key);
      if (known) known.count += count;
      else this.answers?.set(key, { text, count });
    }
    if (this.answers && this.answers.size > MOST_ANSWERS) this.answers = undefined;
  }
}
