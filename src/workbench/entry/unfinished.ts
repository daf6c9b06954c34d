import path from 'node:path';
import type * as vscode from 'vscode';
import { recordFiles } from '../../base/files/records';
import { isSettled, readStage } from '../../tuning/contract/launchRecord';
import { unfinishedKey } from '../evaluation/unfinishedKey';
import { recordFolders } from '../ui/recordFolders';

type RecordValue = Readonly<Record<string, unknown>>;

/** The records of one kind, and which of them nobody waits for any more. */
const kinds: readonly { folder: string; ending: string; isOver(record: RecordValue): boolean }[] = [
  { folder: recordFolders.jobs, ending: '.job.json', isOver: ({ stage }) => stage === 'told' },
  { folder: recordFolders.batches, ending: '.batch.json', isOver: ({ isOver }) => isOver === true },
  {
    folder: recordFolders.launches,
    ending: '.launch.json',
    isOver({ stage: value }) {
      const stage = readStage(value);
      return stage !== undefined && isSettled({ stage });
    },
  },
];

/** Whether a job, launch, batch or evaluation was on its way when the last window closed. Reads files; asks nobody. */
export async function isAnythingUnfinished(
  { workspaceState }: Pick<vscode.ExtensionContext, 'workspaceState'>,
  storageFolder: string,
): Promise<boolean> {
  if (Object.keys(workspaceState.get<object>(unfinishedKey, {})).length > 0) return true;
  const folders = kinds.map(({ folder, ending, isOver }) =>
    recordFiles(path.join(storageFolder, folder), ending, (value) => ({ id: ending, isOver: isOver(value) })),
  );
  const records = await Promise.all(folders.map((files) => files.all()));
  // What a newer version has left is named to the user.
  const unreadable = await Promise.all(folders.map((files) => files.unreadable()));
  return unreadable.flat().length > 0 || records.flat().some((record) => !record.isOver);
}
