import * as vscode from 'vscode';

/** The keys that `when` clauses and walkthrough steps of package.json ask for. */
export type ContextKey =
  | 'tunewright.emptyState'
  | 'tunewright.hasCopiedCode'
  | 'tunewright.hasFixedProblem'
  | 'tunewright.hasImported'
  /** Known jobs, and tuned models that can be prompted. */
  | 'tunewright.hasJobs'
  | 'tunewright.hasModels'
  | 'tunewright.hasOpenedView'
  | 'tunewright.hasPrompted'
  | 'tunewright.hasRunCheck'
  | 'tunewright.hasRunTool'
  | 'tunewright.isConnected'
  | 'tunewright.isDataset'
  | 'tunewright.isFiltered'
  /** All services have said which jobs they have. */
  | 'tunewright.jobsKnown'
  | 'tunewright.marked';

const told = new Map<ContextKey, string | boolean | undefined>();

/** Sends only what has changed. */
export function setContext(key: ContextKey, value: string | boolean | undefined): void {
  if (told.get(key) === value) return;
  told.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}
