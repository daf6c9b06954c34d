// What is said of rows between threads and pages: plain data.
import type { Severity } from '../checking/problem';
import type { Script } from './scripts';

/** A row at a glance. */
export interface RowSummary {
  /** The last words of the user, in one line. */
  readonly prompt: string;
  readonly answer: string;
  readonly turns: number;
  /** Functions are declared or called. */
  readonly hasTools: boolean;
  readonly files: number;
}

export const searchPlaces = ['texts', 'prompt', 'answer', 'line'] as const;

/** `texts`: what the model reads and writes, decoded; `line`: the JSON as it is written. */
export type SearchPlace = (typeof searchPlaces)[number];

export interface TextQuery {
  readonly text: string;
  readonly isRegex: boolean;
  readonly matchCase: boolean;
  readonly place: SearchPlace;
}

/** All that is given must hold of one problem. */
export interface ProblemFilter {
  readonly rule?: string;
  readonly severity?: Severity;
}

export interface RuleRows {
  readonly rule: string;
  readonly severity: Severity;
  /** Rows that have it, each once. */
  readonly rows: number;
}

/** Tokens and those of prompt and answer; characters of these; tools 1 or 0. */
export const numberColumns = [
  'tokens',
  'inputTokens',
  'outputTokens',
  'prompt',
  'answer',
  'turns',
  'tools',
  'files',
] as const;
export type NumberColumn = (typeof numberColumns)[number];

/** What is known of each row in numbers: also those of its label and its script. */
export const factColumns = [...numberColumns, 'label', 'script'] as const;
export type FactColumn = (typeof factColumns)[number];

/** Holds of rows that have such a number, from and to included, or this label or script. */
export type FactTest =
  | { readonly column: NumberColumn; readonly from?: number; readonly to?: number }
  | { readonly column: 'label'; readonly is: string }
  | { readonly column: 'script'; readonly is: Script };

/**
 * What is told of a row by more than itself: that it is nearly the same as another (as that in a line), that the last
 * commit does not have it, that a person has reviewed it or not, that a seed draws it among those that all else leaves.
 */
export type RowTest =
  | { readonly kind: 'like'; readonly line?: number }
  | { readonly kind: 'changed' }
  | { readonly kind: 'reviewed'; readonly is: boolean }
  | { readonly kind: 'sample'; readonly count: number; readonly seed: string };

/** By what rows can be sorted; by the answer: its label, when the answers are labels, else its length. */
export const sortColumns = ['line', 'problems', 'prompt', 'answer', 'tokens', 'turns'] as const;
export type SortColumn = (typeof sortColumns)[number];
