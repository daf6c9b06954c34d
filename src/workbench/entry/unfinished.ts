import path from 'node:path';
import * as v from 'valibot';
import type * as vscode from 'vscode';
import { recordFiles } from '../../base/files/records';
import { isSettled, launchStage } from '../../tuning/contract/launchRecord';
import { unfinishedKey } from '../evaluation/unfinishedKey';
import { recordFolders } from '../ui/recordFolders';

type RecordValue = Readonly<Record<string, unknown>> & { readonly id: string };

/** The records of one kind, and which of them nobody waits for any more. */
const kinds: readonly { folder: string; ending: string; isOver(record: RecordValue): boolean }[] = [
  { folder: recordFolders.jobs, ending: '.job.json', isOver: ({ stage }) => stage !== 'running' },
  { folder: recordFolders.batches, ending: '.batch.json', isOver: ({ isOver }) => isOver === true },
  {
    folder: recordFolders.launches,
    ending: '.launch.json',
    isOver: ({ stage: value }) => {
      const { success, output } = v.safeParse(launchStage, value);
      return success && isSettled({ stage: output });
    },
  },
];

/** Whether a job, launch, batch or evaluation was on its way when the last window closed. Reads files; asks nobody. */
export async function isAnythingUnfinished(
  { workspaceState }: Pick<vscode.ExtensionContext, 'workspaceState'>,
  storageFolder: string,
): Promise<boolean> {
  if (Object.keys(workspaceState.get<object>(unfinishedKey, {})).length > 0) return true;
  const found = await Promise.all(
    kinds.map(async ({ folder, ending, isOver }) => {
      const over = v.custom<RecordValue>((value) => isOver(value as RecordValue));
      const files = recordFiles<RecordValue>(path.join(storageFolder, folder), ending, over);
      return (await files.unreadable()).length > 0; // on its way, or a newer version's, which is named to the user
    }),
  );
  return found.includes(true);
}
