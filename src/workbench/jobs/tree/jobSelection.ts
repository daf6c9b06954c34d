import { type JobState, jobStates, type TuningJob } from '../../../tuning/contract/job';

export const jobSorts = ['newest', 'name', 'state'] as const;
export type JobSort = (typeof jobSorts)[number];

/** Which jobs the view shows, and in which order. */
export interface JobSelection {
  /** Words that a row must all hold, in any order and case; empty: every row. */
  readonly filter: string;
  readonly sort: JobSort;
}

export const allJobsNewestFirst: JobSelection = { filter: '', sort: 'newest' };

/** What a filter looks at besides a job's own words: the state as people read it. */
export type StateLabel = (state: JobState) => string;

/** @param jobs newest first; with equal names or states they stay so */
export function selectJobs(
  jobs: readonly TuningJob[],
  { filter, sort }: JobSelection,
  stateLabel: StateLabel,
): readonly TuningJob[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen =
    words.length === 0
      ? jobs
      : jobs.filter((job) => {
          const text = searchedText(job, stateLabel);
          return words.every((word) => text.includes(word));
        });
  switch (sort) {
    case 'newest':
      return chosen;
    case 'name':
      return chosen.toSorted((a, b) => collator.compare(a.displayName, b.displayName));
    case 'state':
      return chosen.toSorted((a, b) => rankOf(a.state) - rankOf(b.state));
  }
}

/** `Run 2` before `run 10`. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const ranks = new Map(jobStates.map((state, at) => [state, at]));

function rankOf(state: JobState): number {
  return ranks.get(state) ?? jobStates.length;
}

function searchedText({ displayName, baseModel, state }: TuningJob, stateLabel: StateLabel): string {
  return `${displayName}\n${baseModel.split('/').at(-1)}\n${state}\n${stateLabel(state)}`.toLowerCase();
}
