import { authoringCommands } from './authoringCommands';
import { compareDatasets, compareWithCommitted } from './compareDatasets/compareDatasets';
import { checkSetup } from './connection/checkSetup/checkSetup';
import { chooseRegion } from './connection/chooseRegion';
import { disconnect, startSandbox } from './connection/connect';
import { connectGoogle, signOut } from './connection/signIn/connectGoogle';
import { openDatasetView } from './datasetView/openDatasetView';
import { reviewRows } from './datasetView/reviewRows';
import { editExample } from './editor/examples/editExample';
import { checkStoredFiles } from './editor/problems/checkStoredFiles';
import { splitDataset } from './editor/split/splitDataset';
import { openResults } from './evaluation/openResults';
import { evaluate } from './evaluation/start/evaluate';
import { importData, importPastedTable } from './import/importData';
import { cancelJob } from './jobs/cancelJob';
import { compareRuns } from './jobs/compare/compareRuns';
import { copyEndpointCode } from './jobs/copyEndpointCode';
import { copyName } from './jobs/copyName';
import { deleteModel } from './jobs/deleteModel';
import { dismissDroppedExample, goToFailedRow, revealDroppedExample } from './jobs/dropped/droppedExample';
import { copyLink } from './jobs/links/copyLink';
import { makeDefaultCheckpoint } from './jobs/makeDefaultCheckpoint';
import { openInConsole } from './jobs/openInConsole';
import { openJob } from './jobs/openJob';
import { renameModel } from './jobs/renameModel';
import { revealDataset, revealPlan } from './jobs/revealSource';
import { shareModel } from './jobs/shareModel';
import { showLeftovers } from './jobs/showLeftovers';
import { clearJobFilter, filterJobs, followNextStep, sortJobs } from './jobs/tree/jobView';
import {
  discardLaunch,
  launchInterrupted,
  showInterruptedLaunch,
} from './launch/interrupted/showInterruptedLaunch';
import { checkPlan, launchPlan, saveAsPlan } from './launch/plan/planCommands';
import { continueTuning, relaunchJob } from './launch/relaunchJob';
import { tuneModel, tuneStoredFile } from './launch/tuneModel';
import { openPlayground, playgroundHistory } from './playground/openPlayground';
import { addVotes, copyAsCode } from './playground/playgroundInFront';
import { promptWithLine } from './playground/promptWithLine';
import { openStoredFile } from './storedFiles/openStoredFile';
import { uploadBack } from './storedFiles/uploadBack';
import { breakLock } from './ui/breakLock';
import { settings } from './ui/settings';
import type { Workbench } from './workbench';

export type Command = (workbench: Workbench, ...args: unknown[]) => Promise<void> | void;

/** Every command of the extension, by the name it has in package.json without its prefix. */
export const commands: Readonly<Record<string, Command>> = {
  ...authoringCommands,
  tuneModel,
  tuneStoredFile,
  openStoredFile,
  uploadBack,
  launchPlan,
  checkPlan,
  saveAsPlan,
  cancelJob,
  deleteModel,
  openJob,
  evaluate,
  openResults,
  openPlayground,
  playgroundHistory,
  promptWithLine,
  copyAsCode,
  addVotes,
  relaunchJob,
  continueTuning,
  makeDefaultCheckpoint,
  renameModel,
  shareModel,
  openInConsole,
  revealDataset,
  revealPlan,
  copyEndpointCode,
  copyLink,
  copyName,
  filterJobs,
  clearJobFilter,
  sortJobs,
  chooseRegion,
  showAllRegions: () => settings.googleAllRegions.set(true),
  showOneRegion: () => settings.googleAllRegions.set(false),
  followNextStep,
  refreshJobs: ({ watcher }) => watcher.refresh(),
  startSandbox,
  connectGoogle,
  signOut,
  checkSetup,
  disconnect,
  openDatasetView,
  reviewRows,
  importData,
  importPastedTable,
  editExample,
  checkStoredFiles,
  splitDataset,
  compareRuns,
  compareDatasets,
  compareWithCommitted,
  showLeftovers,
  showInterruptedLaunch,
  launchInterrupted,
  discardLaunch,
  breakLock: (_, file) => breakLock(file),
  revealDroppedExample,
  goToFailedRow,
  dismissDroppedExample,
};
