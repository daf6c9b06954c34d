import type { MediaCounts } from '../checking/rule';
import type { BlockProblems } from './blockProblems';

/** What a block of a file holds; plain data, for it comes from workers. */
export interface BlockResult {
  readonly block: number;
  readonly lines: number;
  readonly blankLines: number;
  readonly brokenLines: number;
  /** Lines that are JSON. */
  readonly values: number;
  /** The first line that looks like no example, from 0; -1 when all do. */
  readonly firstOther: number;
  readonly examples: number;
  readonly validExamples: number;
  readonly input: CharacterCount;
  readonly output: CharacterCount;
  /** By format id: lines that are surely of it, and lines that could be. */
  readonly votes: readonly { readonly format: string; readonly sure: number; readonly likely: number }[];
  /** Short answers by output key; undefined when there are too many different ones to be classes. */
  readonly answers: ReadonlyMap<number, { readonly text: string; readonly count: number }> | undefined;
  readonly media: MediaCounts;
  /** Three numbers for each line: the keys of the whole, the input and the output; -1 where there is none. */
  readonly keys: Float64Array;
  /** UTF-16 units of each line, without white space at its end. */
  readonly lengths: Uint32Array;
  readonly problems: BlockProblems;
}

/** Unicode characters of one side of all examples. */
export interface CharacterCount {
  readonly total: number;
  readonly longest: number;
}

/** More different short answers than this are no classes. */
export const MOST_ANSWERS = 1_000;
