// What the page that compares runs and its host say to each other, and the state that both reduce in the same way.
import {
  type Chart,
  type ChartStrings,
  type ChartView,
  type Curve,
  type CurveNews,
  readChartView,
  withNews,
} from '../charts/charts.protocol';
import { type JobReference, readJobReference } from '../page/jobPage.protocol';

/** One of the runs that are compared. */
export interface ComparedRun {
  /** Told apart from the others, also when two jobs have one name. */
  readonly label: string;
  readonly state: string;
  /** Its colour and dash pattern in all charts. */
  readonly style: number;
}

/** A row of a table: one cell for each run. */
export interface ComparedRow {
  readonly label: string;
  readonly cells: readonly string[];
}

export interface ComparedFacts {
  readonly runs: readonly ComparedRun[];
  /** Of what they were launched with and on: only what is not the same in all. */
  readonly differences: readonly ComparedRow[];
  readonly results: readonly ComparedRow[];
}

export interface CompareRunsState {
  readonly jobs: readonly JobReference[];
  readonly facts: ComparedFacts;
  readonly charts: readonly Chart[];
  readonly curves: readonly Curve[];
  /** Why a service could not be asked; empty: nothing is wrong. */
  readonly trouble: string;
  /** Whether all runs were asked for their curves. */
  readonly curvesKnown: boolean;
}

export type CompareRunsEvent =
  | { readonly kind: 'facts'; readonly facts: ComparedFacts }
  | {
      readonly kind: 'curves';
      readonly charts: readonly Chart[];
      readonly ids: readonly string[];
      readonly news: readonly CurveNews[];
      readonly curvesKnown: boolean;
    }
  | { readonly kind: 'trouble'; readonly message: string };

export type ToCompareRuns =
  | { readonly type: 'state'; readonly state: CompareRunsState; readonly strings: CompareRunsStrings }
  | { readonly type: 'event'; readonly event: CompareRunsEvent };

export type FromCompareRuns =
  | { readonly type: 'ready' | 'again' | 'saveCsv' }
  | { readonly type: 'openRun'; readonly at: number }
  | { readonly type: 'savePng'; readonly chart: string; readonly png: string }
  | { readonly type: 'pageError'; readonly message: string };

export interface KeptCompareRuns {
  readonly jobs: readonly JobReference[];
  readonly view: ChartView;
  readonly scroll: number;
}

export interface CompareRunsStrings {
  readonly heading: string;
  readonly loading: string;
  readonly again: string;
  readonly curves: string;
  readonly noCurves: string;
  readonly differences: string;
  readonly noDifferences: string;
  readonly results: string;
  readonly openRun: string;
  readonly charts: ChartStrings;
}

export function reduce(state: CompareRunsState, event: CompareRunsEvent): CompareRunsState {
  switch (event.kind) {
    case 'facts':
      return { ...state, facts: event.facts };
    case 'curves': {
      const { charts, curvesKnown, news, ids } = event;
      return { ...state, charts, curvesKnown, curves: withNews(state.curves, news, ids) };
    }
    case 'trouble':
      return { ...state, trouble: event.message };
  }
}

export function readFromCompareRuns(message: unknown): FromCompareRuns | undefined {
  if (!isRecord(message)) return undefined;
  const { type, message: text, at, chart, png } = message;
  switch (type) {
    case 'ready':
    case 'again':
    case 'saveCsv':
      return { type };
    case 'openRun':
      return typeof at === 'number' && Number.isInteger(at) && at >= 0 ? { type, at } : undefined;
    case 'savePng':
      return typeof chart === 'string' && typeof png === 'string' ? { type, chart, png } : undefined;
    case 'pageError':
      return typeof text === 'string' ? { type, message: text } : undefined;
    default:
      return undefined;
  }
}

/** What a page kept; undefined unless it names two runs or more. */
export function readKeptCompareRuns(kept: unknown): KeptCompareRuns | undefined {
  if (!isRecord(kept) || !Array.isArray(kept.jobs)) return undefined;
  const jobs = kept.jobs.flatMap((job) => readJobReference(job) ?? []);
  if (jobs.length < 2) return undefined;
  const scroll = typeof kept.scroll === 'number' && kept.scroll >= 0 ? kept.scroll : 0;
  return { jobs, view: readChartView(kept.view), scroll };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
