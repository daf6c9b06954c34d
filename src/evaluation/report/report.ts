import type { Scores } from '../compare/scores';
import type { TargetSummary } from '../compare/summary';
import type { Results } from '../results/results';

export interface ReportInput {
  readonly results: Results;
  readonly scores: Scores;
  readonly summary: readonly TargetSummary[];
}

/** A way to write results for others. One file each, listed in index.ts. */
export interface ResultsReport {
  readonly label: string;
  /** Of file names, without a dot. */
  readonly extension: string;
  write(input: ReportInput): string;
}
