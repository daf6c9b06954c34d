import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { countExactly } from '../dataset/tokens/countExactly';
import { TokenCounter } from '../dataset/tokens/tokenCounter';
import { Measurer } from '../evaluation/compare/measurer';
import { storedCopies } from '../tuning/google/storage/storedCopies';
import { tuningServices } from '../tuning/services/index';
import { createDatasetComparisons } from './compareDatasets/datasetComparisons';
import { setupToCheck } from './connection/checkSetup/checkSetup';
import { createCheckSetupPages } from './connection/checkSetup/checkSetupPage';
import { Connections } from './connection/connections';
import { placeText } from './connection/placeText';
import { SandboxProcess } from './connection/sandboxProcess';
import type { Accounts } from './connection/signIn/accounts';
import { GoogleCredentials } from './connection/signIn/googleCredentials';
import { goToLine } from './datasetView/goToLine';
import { DatasetDocuments } from './editor/documents/datasetDocuments';
import { DatasetSettings } from './editor/documents/datasetSettings';
import { ProjectFiles } from './editor/documents/projectFiles';
import { ExampleFiles } from './editor/examples/exampleFiles';
import { Pictures } from './editor/hover/pictures';
import { inputsOnDisk } from './editor/pairs/inputsOnDisk';
import { TrainingPairs } from './editor/pairs/trainingPairs';
import { FoundProblems } from './editor/problems/foundProblems';
import { BatchRuns } from './evaluation/batchRuns';
import { Evaluations } from './evaluation/evaluations';
import { ImportMappings } from './import/mappings';
import { createRunComparisons } from './jobs/compare/compareRunsPage';
import { DroppedExamples } from './jobs/dropped/droppedExamples';
import {
  createMemory,
  createWatcher,
  followOtherWindows,
  keepWatching,
  noteSeenStates,
} from './jobs/notifications/watching';
import { createJobPages } from './jobs/page/jobPage';
import { TuningTree } from './jobs/tree/tuningTree';
import { Launching } from './launch/launching';
import { Playgrounds } from './playground/playgrounds';
import { trainedInstruction } from './playground/session/trainedInstruction';
import { RecentTargets } from './playground/targets/recentTargets';
import type { ErrorBoundary } from './ui/errorBoundary';
import { OtherWindows } from './ui/otherWindows';
import { recordFolders } from './ui/recordFolders';
import type { Workbench } from './workbench';

/** Makes each part of the window, once, from what it needs of the others. They end with the extension. */
export function createWorkbench(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  boundary: ErrorBoundary,
  accounts: Accounts,
): Workbench {
  const { extensionUri, globalState, workspaceState } = context;
  const storageFolder = context.globalStorageUri.fsPath;
  const own = <Part extends vscode.Disposable>(part: Part): Part => {
    context.subscriptions.push(part);
    return part;
  };

  const sandbox = own(new SandboxProcess(context.asAbsolutePath(path.join('dist', 'sandbox.js')), log));
  const credentials = own(new GoogleCredentials(accounts, globalState));
  const connections = own(new Connections(sandbox, storageFolder, credentials, log));
  const services = tuningServices(connections.connect);
  const memory = createMemory(connections, log, storageFolder);
  const watcher = own(createWatcher(services, connections, memory));
  own(noteSeenStates(watcher, memory));
  own(keepWatching(watcher, connections, log)); // hears of another connection before the tree does, and asks again
  const launching = own(new Launching(services, watcher, connections, log, storageFolder));
  const tree = own(
    new TuningTree(watcher, connections, launching, globalState, memory, () =>
      placeText({ connections, credentials }),
    ),
  );
  own(followOtherWindows(new OtherWindows(storageFolder, log), watcher, memory));

  const projects = own(new ProjectFiles(log));
  const datasetSettings = own(new DatasetSettings(workspaceState, projects, countExactly));
  const datasets = own(new DatasetDocuments(datasetSettings));
  const exampleFiles = own(new ExampleFiles(datasets));
  const pictures = new Pictures(
    vscode.Uri.joinPath(context.globalStorageUri, 'pictures'),
    () => (connections.kind === 'none' ? undefined : services.find(({ storage }) => storage)?.storage),
    log,
  );
  const found = own(new FoundProblems(datasets));
  const imports = new ImportMappings(workspaceState);
  const tokenCounter = new TokenCounter();
  own({ dispose: () => void tokenCounter.dispose() });
  const pairs = own(new TrainingPairs(datasets, log, inputsOnDisk));

  const { storage: launches, lineMaps } = launching;
  const droppedExamples = own(new DroppedExamples({ services, watcher, launches, lineMaps, memory, log }));
  const place = () => launching.place();
  const account = () => connections.account();
  const onDidConnect = connections.onDidChange;
  const measurer = own(new Measurer());
  const evaluations = new Evaluations({
    ...{ services, kept: workspaceState, boundary, measurer },
    ...{ place, account, onDidConnect },
  });
  const batchRuns = new BatchRuns({
    services,
    watcher,
    evaluations,
    boundary,
    storageFolder,
    place,
    account,
  });

  const recent = new RecentTargets(globalState);
  const playgrounds = own(
    new Playgrounds({
      services,
      watcher,
      connections,
      datasets,
      memory,
      pictures,
      recent,
      boundary,
      extensionUri,
      log,
      storageFolder,
      trainedInstruction: (target) => trainedInstruction({ watcher, launching }, target),
    }),
  );
  const pageHost = { boundary, log, extensionUri };
  const checkSetupPages = own(
    createCheckSetupPages(pageHost, () => setupToCheck({ connections, credentials })),
  );
  const pages = { ...pageHost, services, watcher, onDidConnect };
  const inSandbox = () => connections.kind === 'sandbox';
  const jobPages = own(
    createJobPages({ ...pages, launches, memory, droppedExamples, playgrounds, inSandbox }),
  );
  const runComparisons = own(createRunComparisons({ ...pages, launches }));
  const datasetComparisons = own(createDatasetComparisons({ boundary, log, extensionUri, goToLine }));

  return {
    services,
    watcher,
    connections,
    credentials,
    checkSetupPages,
    datasetPages: new Set(),
    datasets,
    datasetSettings,
    droppedExamples,
    batchRuns,
    evaluations,
    measurer,
    storedCopies: storedCopies(path.join(storageFolder, recordFolders.storedCopies)),
    exampleFiles,
    pictures,
    found,
    imports,
    tokenCounter,
    pairs,
    jobPages,
    runComparisons,
    datasetComparisons,
    playgrounds,
    launching,
    tree,
    memory,
    log,
    extensionUri,
    home: vscode.Uri.file(homedir()),
  };
}
