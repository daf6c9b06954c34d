import type * as vscode from 'vscode';
import type { Measurer } from '../../evaluation/compare/measurer';
import type { JobWatcher } from '../../tuning/jobWatcher';
import type { ServiceId, TuningService } from '../../tuning/service';
import type { GoogleCredentials } from '../auth/googleCredentials';
import type { Connections } from '../connections';
import type { DatasetDocuments } from '../editor/datasetDocuments';
import type { DatasetSettings } from '../editor/datasetSettings';
import type { DroppedExamples } from '../editor/droppedExamples';
import type { ExampleFiles } from '../editor/exampleFiles';
import type { NearDuplicates } from '../editor/nearDuplicates';
import type { Pictures } from '../editor/pictures';
import type { TrainingPairs } from '../editor/trainingPairs';
import type { BatchRuns } from '../evaluating/batchRuns';
import type { Evaluations } from '../evaluating/evaluations';
import type { Launching } from '../launching/launching';
import type { CheckSetupPanel } from '../panels/checkSetupPanel';
import type { RunComparisons } from '../panels/compareRunsPanel';
import type { JobPages } from '../panels/jobPagePanel';
import type { Playgrounds } from '../panels/playgrounds';
import type { TuningTree } from '../views/tuningTree';

/** What commands work with. */
export interface Workbench {
  readonly services: readonly TuningService[];
  readonly watcher: JobWatcher;
  readonly connections: Connections;
  readonly credentials: GoogleCredentials;
  readonly checkSetupPanel: CheckSetupPanel;
  readonly datasets: DatasetDocuments;
  readonly datasetSettings: DatasetSettings;
  readonly droppedExamples: DroppedExamples;
  readonly batchRuns: BatchRuns;
  readonly evaluations: Evaluations;
  readonly exampleFiles: ExampleFiles;
  readonly pictures: Pictures;
  readonly nearDuplicates: NearDuplicates;
  readonly pairs: TrainingPairs;
  readonly jobPages: JobPages;
  readonly runComparisons: RunComparisons;
  readonly playgrounds: Playgrounds;
  readonly launching: Launching;
  readonly tree: TuningTree;
  readonly measurer: Measurer;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
}

export function serviceOf(workbench: Workbench, id: ServiceId): TuningService {
  const service = workbench.services.find((one) => one.id === id);
  if (service === undefined) throw new Error(`No tuning service has the id ${id}.`);
  return service;
}
