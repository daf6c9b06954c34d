import type { ExampleLine } from '../example/exampleLine';
import type { DatasetFormat } from '../formats/format';
import type { Target } from '../targets/target';
import type { ColumnRange, Problem, ProblemKind, Severity } from './problem';

/** What a text says that a rule wants changed, in the coordinates of the document. */
export interface TextEdit {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly text: string;
}

/** An edit that mends a problem; one undo step. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Takes something away that a person may want to keep: offered, and never done with others at once. */
  readonly asksPerson?: boolean;
}

export type Report = (range: ColumnRange, message: string) => void;

/** The lines around a problem, for fixes that need more than the problem's own line. */
export interface Lines {
  /** The format of the file. */
  readonly format: DatasetFormat | undefined;
  readonly lineCount: number;
  textOf(line: number): string;
  /** The example on a line; undefined when the line holds none. */
  exampleAt(line: number): ExampleLine | undefined;
}

interface RuleBase {
  readonly id: string;
  readonly kind: ProblemKind;
  /** Unless a setting says otherwise. */
  readonly severity: Severity | 'off';
  readonly title: string;
  /** For the documentation page: why it matters and what to do (Markdown). */
  readonly description: string;
  /** How the problem can be mended, the usual way first; absent when there is no such way. */
  readonly fix?: (problem: Problem, lines: Lines) => Fix | readonly Fix[] | undefined;
  /** The mend changes nothing that a person would miss, so that "Fix all" may do it on save. */
  readonly fixOnSave?: boolean;
}

interface LineRule extends RuleBase {
  /**
   * Plain lines without a mistake are read quickly, without asking the rules (line/quick/quickLine.ts). `covered`: the quick
   * reader leaves every line on which this rule could find something to the slow one, and a property test holds it to
   * that. `never`: it does not look for such things, so that it is not used at all while this rule is on.
   */
  readonly plainLines: 'covered' | 'never';
}

/** Looks at the source of a line; runs also on lines that are not JSON. */
export interface TextRule extends LineRule {
  readonly scope: 'text';
  /** `parsed` tells whether `JSON.parse` took the line. */
  readonly check: (text: string, report: Report, parsed: boolean) => void;
  /** Also runs in files that are no training data. */
  readonly anyJsonl: boolean;
}

export interface ExampleRule extends LineRule {
  readonly scope: 'example';
  readonly check: (line: ExampleLine, report: Report) => void;
}

/** Compares the lines of a file by their keys; found by the document and the scan (see document/duplicateIndex.ts). */
export interface GroupRule extends RuleBase {
  readonly scope: 'group';
}

/** Looks at the totals of a whole file. Reported on the first line. */
export interface FileRule extends RuleBase {
  readonly scope: 'file';
  readonly check: (totals: FileTotals) => string | undefined;
}

export interface FileTotals {
  readonly examples: number;
  /** Of the whole file; absent in an editor, which does not know them. */
  readonly bytes?: number;
  readonly format: DatasetFormat;
  /** Somebody chose the target; else it is the usual one for the format. */
  readonly isTargetChosen: boolean;
  readonly target: Target | undefined;
  /** The short answers of valid examples, and how often each occurs. */
  readonly answers: AnswerCounts;
  readonly media: MediaCounts;
}

/** Examples with files, by the resolution that they ask for all of them (see media/mediaFiles.ts). */
export type MediaCounts = ReadonlyMap<string, number>;

/** The different answers. */
export interface AnswerCounts {
  readonly size: number;
  values(): Iterable<{ readonly text: string; readonly count: number }>;
}

export type Rule = TextRule | ExampleRule | GroupRule | FileRule;

/** Severities that differ from the rules' own, by rule id. */
export type Severities = Readonly<Record<string, Severity | 'off'>>;

export function severityOf(rule: Rule, severities: Severities): Severity | 'off' {
  return severities[rule.id] ?? rule.severity;
}
