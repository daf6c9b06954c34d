import * as vscode from 'vscode';
import { hasEnded, modelOf, type TuningJob } from '../../tuning/contract/job';
import type { LaunchRecord } from '../../tuning/contract/launchRecord';
import { isRemote, type StartingPoint, type TuningSpec } from '../../tuning/contract/spec';
import { nextName } from '../../tuning/launch/nextName';
import { calledOn, isNode, targetJob } from '../jobs/commandTargets';
import { readOnlyTextUri } from '../ui/readOnlyText';
import { askOne, type StepUi } from '../ui/steps';
import { serviceOf, type Workbench } from '../workbench';
import { askTrainingFile } from './checkedDataset';
import { launchByForm } from './launchByForm';
import { recordOf, specOf } from './plan/planFiles';
import { dataSince, sinceText } from './provenance/dataSince';
import { findTrainingFile } from './provenance/findTrainingFile';
import type { LaunchFile } from './steps/launchForm';
import { pickStoredFile } from './storedFile';
import { readSource, readTrainingData, remoteData } from './trainingData';

/** Launches a job again, with what the user changes: each question is answered with what it was launched with. */
export async function relaunchJob(workbench: Workbench, argument: unknown): Promise<void> {
  const placeHolder = vscode.l10n.t('Select a job to relaunch with changes');
  const job = await targetJob(workbench, argument, () => true, placeHolder);
  await launchLike(workbench, job, vscode.l10n.t('Relaunch {0}', job.displayName), {});
}

/** Tunes on from what a model has learned, or from one of its checkpoints. */
export async function continueTuning(workbench: Workbench, argument: unknown): Promise<void> {
  const [row] = calledOn(workbench, [argument]);
  const job = await targetJob(
    workbench,
    row,
    (one) => hasEnded(one.state) && modelOf(one) !== undefined,
    vscode.l10n.t('Select a tuned model to continue from'),
  );
  // What was stopped has no model but its checkpoints.
  const checkpoint =
    isNode(row) && row.kind === 'checkpoint' ? row.checkpoint : job.interimModel?.checkpoints.at(-1);
  const startFrom: StartingPoint = {
    model: modelOf(job)?.model ?? '',
    ...(checkpoint ? { checkpoint: checkpoint.id } : {}),
  };
  await launchLike(workbench, job, vscode.l10n.t('Continue Tuning from {0}', job.displayName), { startFrom });
}

async function launchLike(
  workbench: Workbench,
  job: TuningJob,
  title: string,
  changes: Partial<TuningSpec>,
): Promise<void> {
  const before = await specOf(workbench, job);
  const { jobs } = workbench.watcher.jobs(job.service);
  const taken = new Set(jobs.map(({ displayName }) => displayName));
  const { displayNameLimit } = serviceOf(workbench, job.service);
  const displayName = nextName(job.displayName, taken, displayNameLimit);
  const proposal = { ...before, baseModel: job.baseModel, displayName, ...changes };
  const launched = await recordOf(workbench.launching, job);
  const { dataset } = proposal;
  const items = dataset === undefined ? [] : await beforeItems(workbench, dataset, launched);
  const same = changes.startFrom ? undefined : items.find(({ isSame }) => isSame); // to go on needs other data, mostly
  const askFile = (ui: StepUi) => askForFile(workbench, items, ui);
  await launchByForm(workbench, await (same?.read() ?? askOne(title, askFile)), askFile, proposal);
}

interface DataItem extends vscode.QuickPickItem {
  readonly read: () => Promise<LaunchFile>;
  readonly source: string;
  /** It holds what was launched then. */
  readonly isSame?: boolean;
  /** Present where the file has changed and the version of then was found. */
  readonly showChanges?: () => Thenable<unknown>;
}

/**
 * Offers the data of then, the file that it was in as it is now, the file in front, and others.
 * @param before the first two
 */
async function askForFile(
  workbench: Workbench,
  before: readonly DataItem[],
  ui: StepUi,
): Promise<LaunchFile> {
  const inFront = vscode.window.activeTextEditor?.document;
  const front = inFront?.languageId === 'jsonl' ? inFront.uri.toString() : undefined;
  const isShown = front === undefined || before.some(({ source }) => source === front);
  const { read } = await ui.pick<Pick<DataItem, 'label' | 'read' | 'showChanges'>>({
    placeholder: vscode.l10n.t('Select a training file'),
    items: [
      ...before,
      ...(isShown ? [] : [fileItem(workbench, front, vscode.l10n.t('active editor'))]),
      {
        label: vscode.l10n.t('$(files) Other training file…'),
        read: async () => ({
          data: await readTrainingData(workbench, await askTrainingFile(workbench.datasets, ui)),
        }),
      },
      {
        label: vscode.l10n.t('$(cloud) Cloud Storage file…'),
        read: async () => ({ data: remoteData(await pickStoredFile(workbench)) }),
      },
    ],
    onButton: ({ showChanges }) => void showChanges?.(),
  });
  return read();
}

function fileItem(workbench: Workbench, source: string, description: string): DataItem {
  const name = source.split('/').map(decodeURIComponent).at(-1) ?? source;
  const place = isRemote(source) ? source : vscode.workspace.asRelativePath(vscode.Uri.parse(source, true));
  return {
    label: `$(file) ${name}`,
    description,
    ...(place === name ? {} : { detail: place }),
    read: async () => ({ data: await readSource(workbench, source), note: description }),
    source,
  };
}

/** What is known by its content comes first, wherever it is now; a name alone says nothing of the data. */
async function beforeItems(
  workbench: Workbench,
  dataset: string,
  record: LaunchRecord | undefined,
): Promise<readonly DataItem[]> {
  if (isRemote(dataset) || record?.data.sha256 === undefined)
    return isRemote(dataset)
      ? [{ ...fileItem(workbench, dataset, vscode.l10n.t('same file')), isSame: true }]
      : [fileItem(workbench, dataset, '')];
  const uri = vscode.Uri.parse(dataset, true);
  const since = await dataSince(record, uri, workbench.launching.lineMaps);
  const there = { ...fileItem(workbench, dataset, sinceText(since)) };
  if (since.kind === 'same') return [{ ...there, isSame: true }];
  const found = await findTrainingFile(record.data);
  const moved =
    found?.kind === 'file'
      ? [{ ...fileItem(workbench, found.uri.toString(), sinceText({ kind: 'same' })), isSame: true }]
      : [];
  if (since.kind === 'gone') return moved;
  if (found === undefined) return [there];
  const old = found.kind === 'file' ? found.uri : readOnlyTextUri(found.path, record.data.sha256, found.text);
  const title = vscode.l10n.t('{0} (since the launch of {1})', record.data.name, record.spec.displayName);
  const showChanges = () => vscode.commands.executeCommand('vscode.diff', old, uri, title);
  const buttons = [{ iconPath: new vscode.ThemeIcon('diff'), tooltip: vscode.l10n.t('Show Changes') }];
  return [...moved, { ...there, buttons, showChanges }];
}
