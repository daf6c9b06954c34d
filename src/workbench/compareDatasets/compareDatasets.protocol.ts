// What the page that compares datasets shows, and how both sides follow what changes of it.

export const changeKinds = ['changed', 'added', 'removed'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One of the two files, or a version of one. */
export interface Side {
  /** Address of the file. */
  readonly uri: string;
  /** Its version of the last commit, not the one that is there. */
  readonly isCommitted: boolean;
}

export type Sides = readonly [before: Side, after: Side];

export interface ShownPiece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Lines from 1. */
export interface ShownRow {
  readonly kind: ChangeKind;
  readonly before?: number;
  readonly after?: number;
  readonly prompt: readonly ShownPiece[];
  readonly answer: readonly ShownPiece[];
  readonly keys: readonly string[];
}

/** A figure of both files, as people read it. */
export interface Figure {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
}

export interface ComparedFacts {
  readonly figures: readonly Figure[];
  readonly counts: Readonly<Record<ChangeKind | 'unchanged', number>>;
  /** The counts as people read them. */
  readonly countTexts: Readonly<Record<ChangeKind | 'unchanged', string>>;
}

export interface CompareDatasetsState {
  readonly sides: Sides;
  /** How the files are called. */
  readonly names: readonly [before: string, after: string];
  /** Path by which rows are matched; empty: by their prompts. */
  readonly keyPath: string;
  /** Undefined while the files are compared. */
  readonly facts: ComparedFacts | undefined;
  /** The kind of rows that is shown, and those of it that are there so far. */
  readonly shown: ChangeKind;
  readonly rows: readonly ShownRow[];
  /** Why the files could not be compared; empty: nothing is wrong. */
  readonly trouble: string;
}

export type CompareDatasetsEvent =
  | { readonly kind: 'started'; readonly keyPath: string }
  | { readonly kind: 'compared'; readonly facts: ComparedFacts; readonly shown: ChangeKind }
  | { readonly kind: 'showing'; readonly shown: ChangeKind }
  | {
      readonly kind: 'rows';
      readonly shown: ChangeKind;
      readonly start: number;
      readonly rows: readonly ShownRow[];
    }
  | { readonly kind: 'failed'; readonly message: string };

export interface CompareDatasetsStrings {
  readonly heading: string;
  readonly comparing: string;
  readonly again: string;
  readonly same: string;
  readonly figures: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly rows: string;
  readonly kinds: Readonly<Record<ChangeKind, string>>;
  readonly unchanged: string;
  readonly line: string;
  readonly movedLine: string;
  readonly goTo: string;
  readonly prompt: string;
  readonly answer: string;
  readonly differsIn: string;
  readonly more: string;
  readonly matchBy: string;
  readonly matchedByPrompt: string;
  readonly matchedByKey: string;
  readonly swap: string;
  /** Read out before words. */
  readonly removedWords: string;
  readonly addedWords: string;
}

export function reduce(state: CompareDatasetsState, event: CompareDatasetsEvent): CompareDatasetsState {
  switch (event.kind) {
    case 'started':
      return { ...state, keyPath: event.keyPath, facts: undefined, rows: [], trouble: '' };
    case 'compared':
      return { ...state, facts: event.facts, shown: event.shown, rows: [] };
    case 'showing':
      return { ...state, shown: event.shown, rows: [] };
    case 'rows':
      return event.shown === state.shown && event.start === state.rows.length
        ? { ...state, rows: [...state.rows, ...event.rows] }
        : state;
    case 'failed':
      return { ...state, trouble: event.message };
  }
}
