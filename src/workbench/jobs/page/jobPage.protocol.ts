// What the page of a job shows, and the events that it and its host reduce by in the same way. The host has put everything
// into words; the page renders them.
import {
  type Chart,
  type ChartStrings,
  type Curve,
  type CurveNews,
  withNews,
} from '../charts/charts.protocol';

/** Which job a page is of. */
export interface JobReference {
  readonly service: string;
  readonly name: string;
  readonly displayName: string;
}

/** How a state looks, beside its word. */
export type Tone = 'waiting' | 'running' | 'good' | 'bad' | 'stopped';

/** What a person can do with a job. The host runs it: the page names it only. */
export const jobActionIds = [
  'prompt',
  'evaluate',
  'cancel',
  'relaunch',
  'continue',
  'savePlan',
  'copyName',
  'openConsole',
] as const;
export type JobActionId = (typeof jobActionIds)[number];

export interface JobFacts {
  readonly title: string;
  /** Where it is tuned, from what and how. */
  readonly subtitle: string;
  readonly name: string;
  readonly tone: Tone;
  readonly state: string;
  /** What it does within its state; empty when the service does not tell. */
  readonly detail: string;
  /** 0 to 1 while it runs; undefined when nobody knows. */
  readonly fraction: number | undefined;
  /** Such as `42 % · epoch 3/5 · loss 1.40`; empty when it has ended. */
  readonly progress: string;
  /** When it ended and how long it took, or when it is expected to end; empty when nobody can say. */
  readonly time: string;
  readonly failure: FailureFacts | undefined;
  readonly actions: readonly { readonly id: JobActionId; readonly label: string }[];
  readonly timeline: readonly TimelineRow[];
  readonly settings: readonly Fact[];
  /** The first column is what Google found in the file, the second what was known here at the launch. */
  readonly data: readonly { readonly label: string; readonly google: string; readonly here: string }[];
  readonly distributions: readonly ShownDistribution[];
  readonly dropped: DroppedFacts | undefined;
  readonly checkpoints: readonly CheckpointRow[];
  /** What the service itself has measured of the answers. */
  readonly evaluations: readonly Fact[];
  readonly resources: readonly ResourceRow[];
  /** What Google's console calls the service; empty when there is nothing to look for. */
  readonly consoleName: string;
  readonly costs: readonly Fact[];
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface TimelineRow {
  readonly label: string;
  /** RFC 3339; empty when it is not known. */
  readonly at: string;
  readonly time: string;
  readonly note: string;
}

/** `SupervisedTuningDatasetDistribution` in words and as bars. */
export interface ShownDistribution {
  readonly title: string;
  readonly summary: string;
  readonly buckets: readonly { readonly label: string; readonly count: number }[];
}

export interface DroppedFacts {
  readonly summary: string;
  readonly examples: readonly { readonly label: string; readonly reason: string }[];
  /** The lines of the file on this machine can be gone to. */
  readonly canReveal: boolean;
}

export interface CheckpointRow {
  readonly label: string;
  readonly description: string;
  /** Of several, it did best on the validation file. */
  readonly isBest: boolean;
  readonly canPrompt: boolean;
  readonly canContinue: boolean;
  readonly canMakeDefault: boolean;
}

/** Something that the job has made, or writes to. */
export interface ResourceRow {
  readonly label: string;
  /** Resource name, or `gs://…`. */
  readonly name: string;
  /** Google's console has a page of it. */
  readonly canOpen: boolean;
}

/** What the curves say, with what to do. */
export interface Finding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly advice: string;
}

export interface JobPageState {
  readonly job: JobReference;
  /** Undefined until the service has told of the job. */
  readonly facts: JobFacts | undefined;
  /** Why the latest question to the service has failed; empty when it has not. */
  readonly trouble: string;
  readonly charts: readonly Chart[];
  readonly curves: readonly Curve[];
  readonly findings: readonly Finding[];
  /** Whether the curves were asked for, so that none means that there are none. */
  readonly curvesKnown: boolean;
}

export type JobPageEvent =
  | { readonly kind: 'facts'; readonly facts: JobFacts }
  | {
      readonly kind: 'curves';
      readonly charts: readonly Chart[];
      /** Of all curves that there are. */
      readonly ids: readonly string[];
      readonly news: readonly CurveNews[];
      readonly findings: readonly Finding[];
    }
  /** Empty: it is over. */
  | { readonly kind: 'trouble'; readonly message: string };

export interface FailureFacts {
  readonly message: string;
  readonly steps: readonly string[];
  /** Titles of buttons that show rows of the training file. */
  readonly rows: readonly string[];
}

/** The page's texts, translated by the host. */
export interface JobPageStrings {
  readonly loading: string;
  readonly again: string;
  readonly progress: string;
  readonly actions: string;
  readonly findings: string;
  readonly curves: string;
  readonly noCurves: string;
  /** Of a job that has ended. */
  readonly noCurvesAtAll: string;
  readonly timeline: string;
  readonly settings: string;
  readonly data: string;
  readonly google: string;
  readonly here: string;
  readonly examplesOf: string;
  readonly dropped: string;
  readonly goToLine: string;
  readonly checkpoints: string;
  readonly prompt: string;
  readonly continueFrom: string;
  readonly makeDefault: string;
  readonly evaluations: string;
  readonly resources: string;
  readonly openInConsole: string;
  /** With the console's name for {0}. */
  readonly consoleName: string;
  readonly costs: string;
  readonly more: string;
  readonly charts: ChartStrings;
}

export function emptyState(job: JobReference): JobPageState {
  return { job, facts: undefined, trouble: '', charts: [], curves: [], findings: [], curvesKnown: false };
}

export function reduce(state: JobPageState, event: JobPageEvent): JobPageState {
  switch (event.kind) {
    case 'facts':
      return { ...state, facts: event.facts };
    case 'curves': {
      const { charts, findings, news, ids } = event;
      const curves = withNews(state.curves, news, ids);
      return { ...state, charts, findings, curves, curvesKnown: true };
    }
    case 'trouble':
      return { ...state, trouble: event.message };
  }
}
