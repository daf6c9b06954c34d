import type { RecordFiles } from '../base/files/records';
import type { TokenCounter } from '../dataset/tokens/tokenCounter';
import type { Measurer } from '../evaluation/compare/measurer';
import type { ServiceId, TuningService } from '../tuning/contract/service';
import type { StoredCopy } from '../tuning/google/storage/storedCopies';
import type { JobMemory } from '../tuning/watch/jobMemory';
import type { JobWatcher } from '../tuning/watch/jobWatcher';
import type { Authoring } from './authoring';
import type { DatasetComparisons } from './compareDatasets/datasetComparisons';
import type { CheckSetupPages } from './connection/checkSetup/checkSetupPage';
import type { Connections } from './connection/connections';
import type { GoogleCredentials } from './connection/signIn/googleCredentials';
import type { DatasetPage } from './datasetView/datasetPage';
import type { ExampleFiles } from './editor/examples/exampleFiles';
import type { Pictures } from './editor/hover/pictures';
import type { BatchRuns } from './evaluation/batchRuns';
import type { Evaluations } from './evaluation/evaluations';
import type { ImportMappings } from './import/mappings';
import type { RunComparisons } from './jobs/compare/compareRunsPage';
import type { DroppedExamples } from './jobs/dropped/droppedExamples';
import type { JobPages } from './jobs/page/jobPage';
import type { TuningTree } from './jobs/tree/tuningTree';
import type { Launching } from './launch/launching';
import type { Playgrounds } from './playground/playgrounds';

/** What commands work with. */
export interface Workbench extends Authoring {
  readonly services: readonly TuningService[];
  readonly watcher: JobWatcher;
  readonly connections: Connections;
  readonly credentials: GoogleCredentials;
  readonly checkSetupPages: CheckSetupPages;
  readonly datasetComparisons: DatasetComparisons;
  /** That are open. */
  readonly datasetPages: Set<DatasetPage>;
  readonly droppedExamples: DroppedExamples;
  readonly batchRuns: BatchRuns;
  readonly evaluations: Evaluations;
  readonly exampleFiles: ExampleFiles;
  readonly pictures: Pictures;
  readonly imports: ImportMappings;
  readonly tokenCounter: TokenCounter;
  readonly jobPages: JobPages;
  readonly runComparisons: RunComparisons;
  readonly playgrounds: Playgrounds;
  readonly launching: Launching;
  readonly tree: TuningTree;
  /** A service may go on to name them. */
  readonly memory: JobMemory;
  readonly measurer: Measurer;
  /** Where files were downloaded from. */
  readonly storedCopies: RecordFiles<StoredCopy>;
}

export function serviceOf(workbench: Workbench, id: ServiceId): TuningService {
  const service = workbench.services.find((one) => one.id === id);
  if (service === undefined) throw new Error(`No tuning service has the id ${id}.`);
  return service;
}
