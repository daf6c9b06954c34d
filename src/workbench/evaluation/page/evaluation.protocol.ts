// What the page of an evaluation shows and how, and the events that it reduces by. The host has measured everything and put it
// into words; the page sorts, filters and renders.

export interface ShownMetric {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** The lowest score is the best one. */
  readonly lowIsGood: boolean;
  /** The best score that there can be; undefined where there is no end. */
  readonly best: number | undefined;
}

export interface ShownScore {
  readonly value: number;
  readonly text: string;
}

/** Beside the first target, by the main metric. */
export type Outcome = 'won' | 'equal' | 'lost';

export interface ShownAnswer {
  readonly text: string;
  /** Why it ended early, or was refused; empty when all is well. */
  readonly note: string;
  readonly refused: boolean;
  readonly scores: Readonly<Record<string, ShownScore>>;
  /** Why the judge thinks so. */
  readonly judged: string;
  /** The class that it names; empty when it names none. */
  readonly label: string;
  readonly outcome: Outcome | undefined;
}

export interface ShownRow {
  /** In the dataset, from 1. */
  readonly line: number;
  readonly question: string;
  readonly expected: string;
  /** The class that is expected; empty when the rows have none. */
  readonly label: string;
  /** How it stands in the training data of one of the models; empty when it does not, as far as is known. */
  readonly seen: string;
  /** By target; null while there is none. */
  readonly answers: readonly (ShownAnswer | null)[];
}

export interface ShownComparison {
  /** From the first target, with its sign. */
  readonly difference: string;
  readonly interval: string;
  readonly won: number;
  readonly equal: number;
  readonly lost: number;
  /** On how many rows, and by which test. */
  readonly basis: string;
  readonly verdict: 'better' | 'worse' | 'none' | 'many' | 'few';
  readonly verdictLabel: string;
}

export interface ShownFigure {
  readonly mean: string;
  readonly interval: string;
  readonly rows: string;
  /** The same over other rows: the answered ones, those seen in training. */
  readonly beside: readonly string[];
  readonly comparison: ShownComparison | undefined;
}

export interface ShownClass {
  readonly name: string;
  readonly precision: string;
  readonly recall: string;
  readonly f1: string;
  readonly rows: number;
  /** How often it was answered with each class, and at the end with none. */
  readonly counts: readonly number[];
}

export interface ShownTarget {
  readonly label: string;
  /** Service and resource name. */
  readonly model: string;
  /** Answers, refusals and tokens. */
  readonly facts: string;
  /** By the metric's id. */
  readonly figures: Readonly<Record<string, ShownFigure>>;
  readonly classes: readonly ShownClass[];
  readonly meanF1: string;
}

export interface ShownRun {
  /** `batch`: the service works on it, and nobody here asks. */
  readonly state: 'running' | 'paused' | 'batch' | 'unfinished' | 'done';
  readonly done: number;
  readonly wanted: number;
  /** What it does or why it stands. */
  readonly message: string;
  /** Rows were refused and can be asked again. */
  readonly canRetry: boolean;
}

export interface EvaluationState {
  readonly heading: string;
  readonly subtitle: string;
  /** The outcome in a sentence for each target but the first; of one target, its figure. */
  readonly conclusions: readonly string[];
  /** Which rows the models may have learned by heart. */
  readonly contamination: readonly string[];
  /** What all rows begin with; empty when they don't. Their questions leave it out. */
  readonly systemInstruction: string;
  readonly targets: readonly ShownTarget[];
  /** What must be known to read the figures right. */
  readonly notes: readonly string[];
  readonly metrics: readonly ShownMetric[];
  /** The metric that rows are shown by. */
  readonly mainMetric: string;
  readonly rows: readonly ShownRow[];
  readonly run: ShownRun;
}

export type EvaluationEvent =
  | {
      readonly kind: 'answer';
      /** Place in `rows`. */
      readonly row: number;
      readonly answers: ShownRow['answers'];
    }
  | { readonly kind: 'run'; readonly run: ShownRun }
  | {
      readonly kind: 'summary';
      readonly targets: readonly ShownTarget[];
      readonly conclusions: readonly string[];
      readonly notes: readonly string[];
    };

export const filters = ['all', 'wrong', 'different', 'won', 'lost', 'refused', 'seen', 'unseen'] as const;
export type Filter = (typeof filters)[number];

/** What rows are sorted by: their line, or the score of a target. */
export type SortKey = 'line' | number;

/** Rows of one class that a target answered with one class; empty: with none. */
export interface Cell {
  readonly target: number;
  readonly expected: string;
  readonly answered: string;
}

/** How a person looks at the results. */
export interface View {
  readonly text: string;
  readonly filter: Filter;
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Id of the metric that the list shows; empty is the main one. */
  readonly metric: string;
  /** A field of a confusion matrix: only its rows are shown. */
  readonly cell: Cell | undefined;
  /** Ids of the metrics whose details are open. */
  readonly opened: readonly string[];
  /** Place of the chosen row in the state's rows. */
  readonly selected: number;
}

export const defaultView: View = {
  text: '',
  filter: 'all',
  sort: 'line',
  descending: false,
  metric: '',
  cell: undefined,
  opened: [],
  selected: 0,
};

export function reduce(state: EvaluationState, event: EvaluationEvent): EvaluationState {
  switch (event.kind) {
    case 'answer': {
      const row = state.rows[event.row];
      return row ? { ...state, rows: state.rows.with(event.row, { ...row, answers: event.answers }) } : state;
    }
    case 'run':
      return { ...state, run: event.run };
    case 'summary': {
      const { targets, conclusions, notes } = event;
      return { ...state, targets, conclusions, notes };
    }
  }
}

/** The page's texts, translated by the host. `{0}` is replaced by the page. */
export interface EvaluationStrings {
  readonly pause: string;
  readonly resume: string;
  readonly cancel: string;
  readonly retry: string;
  readonly export: string;
  readonly compare: string;
  readonly progress: string;
  readonly summary: string;
  readonly metric: string;
  readonly against: string;
  readonly won: string;
  readonly equal: string;
  readonly lost: string;
  readonly classes: string;
  readonly expectedClass: string;
  readonly precision: string;
  readonly recall: string;
  readonly f1: string;
  readonly rowCount: string;
  readonly otherAnswer: string;
  readonly answeredAs: string;
  readonly average: string;
  readonly rows: string;
  readonly filter: string;
  readonly show: string;
  readonly showAll: string;
  readonly showWrong: string;
  readonly showDifferent: string;
  readonly showWon: string;
  readonly showLost: string;
  readonly showRefused: string;
  readonly showSeen: string;
  readonly showUnseen: string;
  readonly by: string;
  readonly rowsShown: string;
  readonly noRows: string;
  readonly line: string;
  readonly question: string;
  readonly expected: string;
  readonly waiting: string;
  readonly goToLine: string;
  readonly tryRow: string;
  readonly fixRow: string;
  readonly fixRows: string;
  readonly sharedInstruction: string;
  readonly details: string;
  readonly showCell: string;
  readonly cellShown: string;
  readonly showEveryClass: string;
  readonly differences: string;
  readonly sortBy: string;
}
