// What the dataset view's page and its host say to each other. The host owns rows, filter and selection; the page asks
// for the rows that are in view and draws them.
import type { Severity } from '../../dataset/checking/problem';
import type { ConversationEdit, TurnPlace } from '../../dataset/editing/conversationEdits';
import {
  type ProblemFilter,
  type RowSummary,
  type RuleRows,
  searchPlaces,
  type TextQuery,
} from '../../dataset/rows/rowTypes';

/** A text that is being typed, kept so that it survives its page. */
export interface KeptEdit {
  readonly line: number;
  /** Of the row, see `ShownDetail.key`. */
  readonly key: string;
  /** Among the turns that the detail shows. */
  readonly turn: number;
  readonly part: number;
  /** In the conversation. */
  readonly place: TurnPlace;
  readonly was: string;
  readonly draft: string;
}

/** What the page asks to do to the turns of a row. */
export type RowEdit = ConversationEdit;

export interface RowFilter {
  readonly text: TextQuery | undefined;
  /** Undefined: rows without problems too. */
  readonly problems: ProblemFilter | undefined;
}

export const noFilter: RowFilter = { text: undefined, problems: undefined };

/** `other` is JSON that is no example, `long` a line too large to be read. */
export type RowKind = 'example' | 'blank' | 'broken' | 'other' | 'long';

export interface ShownRow extends RowSummary {
  /** From 0. */
  readonly line: number;
  readonly kind: RowKind;
  readonly problems: number;
  /** The worst. */
  readonly severity: Severity | undefined;
  /** Undefined when the row is no example. */
  readonly tokens: number | undefined;
  readonly isExact: boolean;
}

export interface ShownRule extends RuleRows {
  readonly title: string;
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
  /** Share that is searched; undefined when nobody searches. */
  readonly searched: number | undefined;
  /** What the person must know, in place. */
  readonly notice: string | undefined;
  /** Among the shown rows. */
  readonly selected: number | undefined;
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
  readonly turns: readonly ShownTurn[];
  readonly problems: readonly ShownProblem[];
  /** The line as it is written, when it is no example, or one of which nothing can be told. */
  readonly raw: string;
  /** `text`: the example can also be opened as plain text. */
  readonly editable: 'no' | 'row' | 'text';
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

export type ToDatasetView =
  | { readonly type: 'state'; readonly state: DatasetViewState; readonly strings: DatasetViewStrings }
  | {
      readonly type: 'rows';
      readonly revision: number;
      readonly first: number;
      readonly rows: readonly ShownRow[];
    }
  /** Undefined when no row is selected. */
  | { readonly type: 'detail'; readonly detail: ShownDetail | undefined }
  /** Undefined when there is none, or when it is no longer true. */
  | { readonly type: 'preview'; readonly preview: ReplacePreview | undefined }
  /** Answers each `edit`, with what is shown after it. */
  | { readonly type: 'edited'; readonly isDone: boolean; readonly detail: ShownDetail | undefined };

/** What the page keeps over a reload. */
export interface KeptView {
  readonly filter: RowFilter;
  readonly line: number | undefined;
  readonly edit: KeptEdit | undefined;
  /** What is typed to replace with; undefined when nobody replaces. */
  readonly replacement: string | undefined;
}

export type FromDatasetView =
  | { readonly type: 'ready'; readonly kept: KeptView | undefined }
  | { readonly type: 'pageError'; readonly message: string }
  | { readonly type: 'rows'; readonly revision: number; readonly first: number; readonly count: number }
  /** `index` among the rows of a revision; `choice` counts them. */
  | {
      readonly type: 'select';
      readonly revision: number;
      readonly index: number;
      readonly choice: number;
    }
  | { readonly type: 'filter'; readonly filter: RowFilter }
  | { readonly type: 'stopSearch' }
  | { readonly type: 'goToLine'; readonly line: number }
  /** Of a row that has this key, see `ShownDetail`. */
  | { readonly type: 'deleteRow' | 'editRow'; readonly line: number; readonly key: string }
  | {
      readonly type: 'edit';
      readonly line: number;
      readonly key: string;
      readonly edit: ConversationEdit;
    }
  | {
      readonly type: 'fix';
      readonly line: number;
      readonly key: string;
      readonly rule: string;
      readonly message: string;
    }
  | { readonly type: 'jump' | 'exportRows' }
  /** First and last index among the rows of a revision, in order. */
  | {
      readonly type: 'actOnRows';
      readonly revision: number;
      readonly ranges: readonly (readonly [first: number, last: number])[];
    }
  /** In the texts of these rows, what the filter searches for. */
  | {
      readonly type: 'previewReplace';
      readonly revision: number;
      readonly ranges: readonly (readonly [first: number, last: number])[];
      readonly replacement: string;
    }
  | { readonly type: 'replace' | 'dropPreview' }
  | { readonly type: 'showRule'; readonly rule: string };

/** Nobody asks for more rows at once. */
export const mostRows = 500;

/** What a page said, held to its shape; undefined when it is anything else. */
export function readFromDatasetView(message: unknown): FromDatasetView | undefined {
  if (!isRecord(message)) return undefined;
  const { type } = message;
  switch (type) {
    case 'ready':
      return { type, kept: readKept(message.kept) };
    case 'stopSearch':
    case 'jump':
    case 'exportRows':
    case 'replace':
    case 'dropPreview':
      return { type };
    case 'pageError':
      return typeof message.message === 'string' ? { type, message: message.message } : undefined;
    case 'rows': {
      const { revision, first, count } = message;
      if (!isIndex(revision) || !isIndex(first) || !isIndex(count) || count > mostRows) return undefined;
      return { type, revision, first, count };
    }
    case 'select': {
      const { revision, index, choice } = message;
      if (!isIndex(revision) || !isIndex(index) || !isIndex(choice)) return undefined;
      return { type, revision, index, choice };
    }
    case 'filter': {
      const filter = readFilter(message.filter);
      return filter === undefined ? undefined : { type, filter };
    }
    case 'goToLine':
      return isIndex(message.line) ? { type, line: message.line } : undefined;
    case 'deleteRow':
    case 'editRow': {
      const { line, key } = message;
      return isIndex(line) && typeof key === 'string' ? { type, line, key } : undefined;
    }
    case 'actOnRows': {
      const { revision } = message;
      const ranges = readRanges(message.ranges);
      return isIndex(revision) && ranges ? { type, revision, ranges } : undefined;
    }
    case 'previewReplace': {
      const { revision, replacement } = message;
      const ranges = readRanges(message.ranges);
      if (!isIndex(revision) || !ranges || typeof replacement !== 'string') return undefined;
      return { type, revision, ranges, replacement };
    }
    case 'fix': {
      const { line, key, rule, message: said } = message;
      if (!isIndex(line) || typeof key !== 'string') return undefined;
      if (typeof rule !== 'string' || typeof said !== 'string') return undefined;
      return { type, line, key, rule, message: said };
    }
    case 'edit': {
      const { line, key } = message;
      const edit = readEdit(message.edit);
      return isIndex(line) && typeof key === 'string' && edit ? { type, line, key, edit } : undefined;
    }
    case 'showRule':
      return typeof message.rule === 'string' ? { type, rule: message.rule } : undefined;
    default:
      return undefined;
  }
}

/** Ranges that overlap or stand in another order are no selection. */
function readRanges(value: unknown): (readonly [number, number])[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const ranges: (readonly [number, number])[] = [];
  for (const range of value as readonly unknown[]) {
    if (!Array.isArray(range) || range.length !== 2) return undefined;
    const [first, last] = range as readonly unknown[];
    if (!isIndex(first) || !isIndex(last) || last < first) return undefined;
    if (first <= (ranges.at(-1)?.[1] ?? -1)) return undefined;
    ranges.push([first, last]);
  }
  return ranges;
}

function readKept(value: unknown): KeptView | undefined {
  if (!isRecord(value)) return undefined;
  const filter = readFilter(value.filter);
  if (filter === undefined) return undefined;
  const { line, edit, replacement } = value;
  return {
    filter,
    line: isIndex(line) ? line : undefined,
    edit: readKeptEdit(edit),
    replacement: typeof replacement === 'string' ? replacement : undefined,
  };
}

function readKeptEdit(value: unknown): KeptEdit | undefined {
  if (!isRecord(value)) return undefined;
  const { line, key, turn, part, was, draft } = value;
  const place = readPlace(value.place);
  if (!isIndex(line) || !isIndex(turn) || !isIndex(part) || place === undefined) return undefined;
  if (typeof key !== 'string' || typeof was !== 'string' || typeof draft !== 'string') return undefined;
  return { line, key, turn, part, place, was, draft };
}

function readFilter(value: unknown): RowFilter | undefined {
  if (!isRecord(value)) return undefined;
  const text = value.text === undefined ? undefined : readQuery(value.text);
  const problems = value.problems === undefined ? undefined : readProblemFilter(value.problems);
  if (text === undefined && value.text !== undefined) return undefined;
  if (problems === undefined && value.problems !== undefined) return undefined;
  return { text, problems };
}

function readQuery(value: unknown): TextQuery | undefined {
  if (!isRecord(value)) return undefined;
  const { text, isRegex, matchCase } = value;
  const place = searchPlaces.find((known) => known === value.place);
  if (typeof text !== 'string' || typeof isRegex !== 'boolean' || typeof matchCase !== 'boolean')
    return undefined;
  return place === undefined ? undefined : { text, isRegex, matchCase, place };
}

const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

function readProblemFilter(value: unknown): ProblemFilter | undefined {
  if (!isRecord(value)) return undefined;
  const { rule } = value;
  const severity = severities.find((known) => known === value.severity);
  if (rule !== undefined && typeof rule !== 'string') return undefined;
  if (value.severity !== undefined && severity === undefined) return undefined;
  return { ...(rule === undefined ? {} : { rule }), ...(severity === undefined ? {} : { severity }) };
}

function readEdit(value: unknown): ConversationEdit | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, part, was, text, speaker, at, by } = value;
  if (kind === 'add') {
    const known = (['system', 'user', 'model'] as const).find((one) => one === speaker);
    return known && isIndex(at) ? { kind, speaker: known, at } : undefined;
  }
  const turn = readPlace(value.turn);
  if (turn === undefined) return undefined;
  if (kind === 'remove') return { kind, turn };
  if (kind === 'move') return by === 1 || by === -1 ? { kind, turn, by } : undefined;
  if (kind !== 'text' || !isIndex(part) || typeof was !== 'string' || typeof text !== 'string')
    return undefined;
  return { kind, turn, part, was, text };
}

function readPlace(value: unknown): TurnPlace | undefined {
  if (!isRecord(value)) return undefined;
  const { at, answer } = value;
  if (value.in === 'system') return { in: 'system' };
  if (value.in === 'turns' && isIndex(at)) return { in: 'turns', at };
  return value.in === 'answers' && isIndex(answer) && isIndex(at) ? { in: 'answers', answer, at } : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

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
  readonly removeFilter: string;
  readonly clearFilters: string;
  readonly jump: string;
  readonly line: string;
  readonly problems: string;
  readonly prompt: string;
  readonly answer: string;
  readonly tokens: string;
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
  readonly largeFile: string;
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
