import { settings } from '../settings';
import { breakLock } from './breakLock';
import { cancelJob } from './cancelJob';
import { checkSetup } from './checkSetup';
import { chooseFormat } from './chooseFormat';
import { chooseRegion } from './chooseRegion';
import { chooseTarget } from './chooseTarget';
import { compareFiles } from './compareFiles';
import { compareRuns } from './compareRuns';
import { disconnect, startSandbox } from './connect';
import { convertDataset } from './convertDataset';
import { copyName } from './copyName';
import { deleteModel } from './deleteModel';
import { dismissDroppedExample, revealDroppedExample } from './droppedExample';
import { editExample } from './editExample';
import { evaluate } from './evaluate';
import { findNearDuplicates } from './findNearDuplicates';
import { showInterruptedLaunch } from './interruptedLaunches';
import { clearJobFilter, filterJobs, followNextStep, sortJobs } from './jobView';
import { makeDefaultCheckpoint } from './makeDefaultCheckpoint';
import { openInConsole } from './openInConsole';
import { openJob } from './openJob';
import { openPlayground, playgroundHistory } from './openPlayground';
import { openResults } from './openResults';
import { openSample } from './openSample';
import { checkPlan, launchPlan, saveAsPlan } from './plan';
import { addVotes, copyAsCode } from './playgroundInFront';
import { promptWithLine } from './promptWithLine';
import { continueTuning, relaunchJob } from './relaunchJob';
import { renameModel } from './renameModel';
import { revealDataset, revealPlan } from './revealSource';
import { shareModel } from './shareModel';
import { showLeftovers } from './showLeftovers';
import { showRule } from './showRule';
import { connectGoogle, signOut } from './signIn';
import { splitDataset } from './splitDataset';
import { tuneModel, tuneStoredFile } from './tuneModel';
import type { Workbench } from './workbench';

export type Command = (workbench: Workbench, ...args: unknown[]) => Promise<void> | void;

/** Every command of the extension, by the name it has in package.json without its prefix. */
export const commands: Readonly<Record<string, Command>> = {
  tuneModel,
  tuneStoredFile,
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
  openSample,
  chooseFormat,
  convertDataset,
  editExample,
  findNearDuplicates,
  compareFiles,
  splitDataset,
  compareRuns,
  chooseTarget,
  showLeftovers,
  showInterruptedLaunch,
  breakLock: (_, file) => breakLock(file),
  showRule,
  revealDroppedExample,
  dismissDroppedExample,
  showLog: ({ log }) => log.show(),
};
