// What the dataset view shows. The host owns rows, filter and selection; the page asks for the rows that are in view and
// draws them.
import type { Severity } from '../../dataset/checking/problem';
import type { TurnPlace } from '../../dataset/editing/conversationEdits';
import { type RowSummary, type RuleRows, sortColumns } from '../../dataset/rows/rowTypes';
import type { FilterChange, RowFilter, RowOrder } from './datasetViewMessages.protocol';

/** In order; `aria-colindex` counts them from 1, also those that are hidden. */
export const columns = [...sortColumns, 'notes'] as const;
export type Column = (typeof columns)[number];

/** Indexes among the rows that are shown. */
export type RowRange = readonly [first: number, last: number];

/** `other` is JSON that is no example, `long` a line too large to be read. */
export type RowKind = 'example' | 'blank' | 'broken' | 'other' | 'long';

export interface ShownRow extends RowSummary {
  /** From 0. */
  readonly line: number;
  readonly kind: RowKind;
  readonly problems: number;
  /** The worst. */
  readonly severity: Severity | undefined;
  /** Undefined when the row is no example, or one of which nothing can be told. */
  readonly tokens: number | undefined;
  readonly isExact: boolean;
  readonly isReviewed: boolean;
}

export interface ShownRule extends RuleRows {
  readonly title: string;
}

export interface LensBar {
  readonly label: string;
  /** Of those that are shown. */
  readonly rows: number;
  /** What choosing it does, and in words. */
  readonly change: FilterChange;
  readonly action: string;
}

export interface LensGroup {
  readonly title: string;
  readonly bars: readonly LensBar[];
  /** How many bars are left out; empty when none are. */
  readonly more: string;
}

export interface DatasetViewState {
  readonly name: string;
  /** Of the file, in words; empty when it is no training data. */
  readonly format: string;
  /** `file`: read from disk, too large for VS Code's text editor. */
  readonly kind: 'document' | 'file';
  readonly rows: number;
  /** More rows are still being counted. */
  readonly isCounting: boolean;
  readonly shown: number;
  /** Grows when other rows are shown, or the same ones say something else. */
  readonly revision: number;
  readonly rules: readonly ShownRule[];
  /** Rows with any problem. */
  readonly rowsWithProblems: number;
  /** Share of the rows that is checked. */
  readonly checked: number;
  readonly filter: RowFilter;
  /** The facts of the filter in words, in its order. */
  readonly factTexts: readonly string[];
  /** The same of its tests. */
  readonly testTexts: readonly string[];
  /** Undefined: as the rows stand in the file. */
  readonly order: RowOrder | undefined;
  /** What filters and sorts by tokens has counted them, not estimated. */
  readonly countsTokens: boolean;
  readonly isLensOpen: boolean;
  /** How the rows that are shown are spread; undefined until all rows are read for it. */
  readonly lens: readonly LensGroup[] | undefined;
  /** Columns that the person has hidden. */
  readonly hidden: readonly Column[];
  /** Share that is searched; undefined when nobody searches. */
  readonly searched: number | undefined;
  /** What there is to know of the rows. */
  readonly remark: string | undefined;
  /** What the person must know, in place. */
  readonly notice: string | undefined;
  /** What was done last; empty when that is long ago. */
  readonly said: string;
  /** Among the shown rows. */
  readonly selected: number | undefined;
  /** The marked ones among the shown rows: in order, none twice. Undefined: as they were told last. There can be very many. */
  readonly ranges: readonly RowRange[] | undefined;
  /** The last choice of the page that is in this: the page goes by its own when that is newer. */
  readonly choice: number;
}

export interface ShownProblem {
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
  /** What its fix is called; empty when there is none. */
  readonly fix: string;
}

export interface ShownPart {
  /** Its text can be edited in place. */
  readonly isEditable: boolean;
  readonly kind: 'text' | 'thought' | 'call' | 'result' | 'file' | 'other';
  readonly name: string;
  readonly text: string;
  /** Characters that are left out at the end. */
  readonly cut: number;
  /** `data:…` */
  readonly picture: string | undefined;
  readonly problems: readonly ShownProblem[];
}

export interface ShownTurn {
  /** Undefined when nothing of it can be edited. */
  readonly place: TurnPlace | undefined;
  readonly speaker: 'system' | 'user' | 'model' | 'tools';
  readonly isLearned: boolean;
  readonly score: number | undefined;
  readonly parts: readonly ShownPart[];
  readonly problems: readonly ShownProblem[];
}

export interface ShownDetail {
  readonly line: number;
  /** The same number: the same row, whatever it says by now and wherever it is. */
  readonly row: number;
  /** Names what the row says: an edit is only for this. */
  readonly key: string;
  /** Turns can be added, moved, and removed. */
  readonly hasTurns: boolean;
  readonly kind: RowKind;
  readonly isReviewed: boolean;
  readonly turns: readonly ShownTurn[];
  readonly problems: readonly ShownProblem[];
  /** The line as it is written, when it is no example, or one of which nothing can be told. */
  readonly raw: string;
  /** `text`: also its texts and turns. */
  readonly editable: 'no' | 'row' | 'text';
  /** As plain text, in an editor of its own. */
  readonly opensAsText: boolean;
}

/** What *Replace* would change. */
export interface ReplacePreview {
  readonly replacement: string;
  readonly rows: number;
  /** Places in texts. */
  readonly places: number;
  /** Texts, each with one place or more. */
  readonly changes: number;
  /** The first of the texts that change, cut around what does. */
  readonly samples: readonly {
    readonly line: number;
    readonly before: string;
    readonly after: string;
  }[];
}

/** What the page is told besides its state. */
export type DatasetViewEvent =
  | {
      readonly kind: 'rows';
      readonly revision: number;
      readonly first: number;
      readonly rows: readonly ShownRow[];
    }
  /** Undefined when no row is selected. */
  | { readonly kind: 'detail'; readonly detail: ShownDetail | undefined }
  /** Undefined when there is none, or when it is no longer true. */
  | { readonly kind: 'preview'; readonly preview: ReplacePreview | undefined }
  /** Answers each `edit`, with what is shown after it. */
  | { readonly kind: 'edited'; readonly isDone: boolean; readonly detail: ShownDetail | undefined };

/** Nobody asks for more rows at once. */
export const mostRows = 500;

/** The page's texts, translated by the host. `{0}` is replaced by the page. */
export interface DatasetViewStrings {
  readonly rows: string;
  readonly oneRow: string;
  readonly counting: string;
  readonly checking: string;
  readonly searching: string;
  readonly stop: string;
  readonly noProblems: string;
  readonly withProblems: string;
  readonly shown: string;
  readonly search: string;
  readonly matchCase: string;
  readonly useRegex: string;
  readonly searchIn: string;
  readonly inTexts: string;
  readonly inPrompt: string;
  readonly inAnswer: string;
  readonly inLine: string;
  readonly show: string;
  readonly allRows: string;
  readonly problemRows: string;
  readonly errorRows: string;
  readonly addFilter: string;
  readonly chooseColumns: string;
  readonly removeFilter: string;
  readonly clearFilters: string;
  readonly jump: string;
  readonly distributions: string;
  readonly line: string;
  readonly problems: string;
  readonly prompt: string;
  readonly answer: string;
  /** What the head of a column sorts by, `{0}`; of prompts and answers their length. */
  readonly sortBy: string;
  readonly promptLength: string;
  readonly answerLength: string;
  readonly tokens: string;
  readonly estimatedTokens: string;
  readonly turns: string;
  readonly notes: string;
  readonly tools: string;
  readonly oneFile: string;
  readonly files: string;
  readonly loading: string;
  readonly blank: string;
  readonly broken: string;
  readonly other: string;
  readonly long: string;
  readonly problemCount: string;
  readonly oneProblem: string;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly noRows: string;
  readonly noRowsNext: string;
  readonly noMatches: string;
  readonly example: string;
  readonly goToLine: string;
  readonly editRow: string;
  readonly deleteRow: string;
  readonly showLike: string;
  readonly reviewed: string;
  readonly markReviewed: string;
  readonly markNotReviewed: string;
  readonly system: string;
  readonly user: string;
  readonly model: string;
  readonly declaredTools: string;
  readonly learned: string;
  readonly score: string;
  readonly thought: string;
  readonly call: string;
  readonly result: string;
  readonly file: string;
  readonly otherPart: string;
  readonly emptyText: string;
  readonly cut: string;
  readonly cutFile: string;
  readonly pictureOf: string;
  readonly asWritten: string;
  readonly openAsText: string;
  readonly exportRows: string;
  readonly selectedRows: string;
  readonly actOnSelected: string;
  readonly actOnShown: string;
  readonly edit: string;
  readonly editHint: string;
  readonly apply: string;
  readonly cancel: string;
  readonly moveUp: string;
  readonly moveDown: string;
  readonly deleteTurn: string;
  readonly addSystem: string;
  readonly addUser: string;
  readonly addModel: string;
  readonly replace: string;
  readonly replaceWith: string;
  readonly replaceHint: string;
  readonly replaceNeedsQuery: string;
  readonly replaceNotInLines: string;
  readonly previewReplace: string;
  readonly replaceInRows: string;
  readonly replaceInOneRow: string;
  readonly places: string;
  readonly onePlace: string;
  readonly nothingToReplace: string;
  readonly moreSamples: string;
  readonly diff: {
    readonly missing: string;
    readonly extra: string;
    readonly same: string;
    readonly tooLong: string;
  };
}
