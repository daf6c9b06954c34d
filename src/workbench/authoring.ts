import type * as vscode from 'vscode';
import type { DatasetDocuments } from './editor/documents/datasetDocuments';
import type { DatasetSettings } from './editor/documents/datasetSettings';
import type { TrainingPairs } from './editor/pairs/trainingPairs';
import type { FoundProblems } from './editor/problems/foundProblems';

/** What commands on training files work with. A browser has it, too. */
export interface Authoring {
  readonly datasets: DatasetDocuments;
  readonly datasetSettings: DatasetSettings;
  readonly pairs: TrainingPairs;
  readonly found: FoundProblems;
  /** Where files go that belong to no folder; absent where there is no disk. */
  readonly home?: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
}
