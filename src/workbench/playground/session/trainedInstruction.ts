import * as vscode from 'vscode';
import { datasetRows, sharedInstruction } from '../../../evaluation/rows';
import { modelOf } from '../../../tuning/contract/job';
import type { PromptedModel } from '../../../tuning/contract/prompting';
import { isRemote } from '../../../tuning/contract/spec';
import { isTooLarge } from '../../editor/documents/tooLarge';
import { currentFile } from '../../launch/provenance/findTrainingFile';
import type { Workbench } from '../../workbench';

/** Examples that are looked at to tell what all begin with. */
const mostExamples = 50;

/**
 * The system instruction that the examples share which a model was tuned on: it answers best to what it has learned with. Undefined
 * unless it was launched here, and its file is open or where it was, the same, and no larger than an editor holds.
 */
export async function trainedInstruction(
  { watcher, launching }: Pick<Workbench, 'watcher' | 'launching'>,
  { name }: Pick<PromptedModel, 'name'>,
): Promise<string | undefined> {
  const job = watcher.allJobs().find((one) => {
    const model = modelOf(one);
    return model?.name === name || model?.checkpoints.some(({ endpoint }) => endpoint === name);
  });
  const record = (await launching.storage.all()).find(({ id }) => id === job?.launchId);
  if (record === undefined || isRemote(record.data.source)) return undefined;
  const uri = vscode.Uri.parse(record.data.source, true);
  if (await isTooLarge(uri)) return undefined;
  if ((await currentFile(uri))?.sha256 !== record.data.sha256) return undefined;
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  const first = text.split('\n', mostExamples).join('\n');
  return sharedInstruction(datasetRows(first, record.data.name).rows);
}
