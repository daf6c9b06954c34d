/** How bad a problem is. `error`: the service would reject or mistrain on it. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** What a problem is about; the CLI's `kind`. */
export type ProblemKind =
  | 'json'
  | 'schema'
  | 'duplicate'
  | 'conflict'
  | 'limit'
  | 'style'
  | 'privacy'
  | 'file';

/** A stretch of one line in UTF-16 code units, `end` exclusive. */
export interface ColumnRange {
  readonly start: number;
  readonly end: number;
}

/** Another place that explains a problem, such as the first of two equal examples. */
export interface RelatedPlace {
  readonly line: number;
  readonly range: ColumnRange;
  readonly message: string;
}

/** What a rule found, on one line (zero-based). */
export interface Problem {
  readonly rule: string;
  readonly kind: ProblemKind;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly range: ColumnRange;
  readonly related?: readonly RelatedPlace[];
}
