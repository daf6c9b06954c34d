/** What package.json calls our pages, editors and views. */
export const viewTypes = {
  compareDatasets: 'tunewright.compareDatasets',
  compareRuns: 'tunewright.compareRuns',
  /** Beside the text editor, on the same document. */
  dataset: 'tunewright.dataset',
  /** Of a file that is too large for documents. */
  largeDataset: 'tunewright.largeDataset',
  evaluation: 'tunewright.evaluation',
  jobPage: 'tunewright.jobPage',
  playground: 'tunewright.playground',
  tuning: 'tunewright.tuning',
} as const;

/** Pages that VS Code brings back when a window is loaded again. */
export type RestoredPage = 'compareDatasets' | 'compareRuns' | 'jobPage' | 'playground';
