// What is said of rows between threads and pages: plain data.
import type { Severity } from '../checking/problem';

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
