// What the page that compares runs shows, and the events that it and its host reduce by in the same way.
import {
  type Chart,
  type ChartStrings,
  type Curve,
  type CurveNews,
  withNews,
} from '../charts/charts.protocol';
import type { JobReference } from '../page/jobPage.protocol';

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
