import * as vscode from 'vscode';
import { hasEnded, modelOf, type TuningJob } from '../../tuning/contract/job';
import type { LaunchRecord } from '../../tuning/contract/launchRecord';
import { isRemote, type StartingPoint, type TuningSpec } from '../../tuning/contract/spec';
import { nextName } from '../../tuning/launch/nextName';
import { calledOn, isNode, targetJob } from '../jobs/commandTargets';
import { serviceOf, type Workbench } from '../workbench';
import { confirmLaunch } from './confirmLaunch';
import { recordOf, specOf } from './plan/planFiles';
import { dataSince, sinceText } from './provenance/dataSince';
import { findTrainingFile } from './provenance/findTrainingFile';
import { launchedTextUri } from './provenance/launchedText';
import { showLaunched } from './showLaunched';
import { askForSpec } from './steps/launchForm';
import { pickStoredFile } from './storedFile';
import { readSource, readTrainingData, remoteData, type TrainingData } from './trainingData';

/** Launches a job again, with what the user changes: each question is answered with what it was launched with. */
export async function relaunchJob(workbench: Workbench, argument: unknown): Promise<void> {
  const placeHolder = vscode.l10n.t('Select a job to relaunch with changes');
  const job = await targetJob(workbench, argument, () => true, placeHolder);
  await launchLike(workbench, job, {});
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
  await launchLike(workbench, job, { startFrom });
}

async function launchLike(workbench: Workbench, job: TuningJob, changes: Partial<TuningSpec>): Promise<void> {
  const before = await specOf(workbench, job);
  const { jobs } = workbench.watcher.jobs(job.service);
  const taken = new Set(jobs.map(({ displayName }) => displayName));
  const { displayNameLimit } = serviceOf(workbench, job.service);
  const displayName = nextName(job.displayName, taken, displayNameLimit);
  const proposal = { ...before, baseModel: job.baseModel, displayName, ...changes };
  const launched = await recordOf(workbench.launching, job);
  const data = await askForData(workbench, proposal, launched);
  await workbench.connections.connect(AbortSignal.timeout(30_000));
  const spec = await askForSpec(workbench, data, proposal);
  const record = await workbench.launching.start(await confirmLaunch(workbench, spec, data), data);
  await showLaunched(workbench, record);
}

interface DataItem extends vscode.QuickPickItem {
  readonly read: () => Promise<TrainingData>;
  /** Present where the file has changed and the version of then was found. */
  readonly showChanges?: () => Thenable<unknown>;
}

/** The data of then, the file that it was in as it is now, the file in front, or another one. */
async function askForData(
  workbench: Workbench,
  { displayName, dataset }: TuningSpec,
  record: LaunchRecord | undefined,
): Promise<TrainingData> {
  const inFront = vscode.window.activeTextEditor?.document;
  const front = inFront?.languageId === 'jsonl' ? inFront.uri.toString() : undefined;
  const before = dataset === undefined ? [] : await beforeItems(workbench, dataset, record);
  const isShown = front === undefined || before.some(({ source }) => source === front);
  const items: DataItem[] = [
    ...before,
    ...(isShown ? [] : [fileItem(workbench, front, vscode.l10n.t('active editor'))]),
    { label: vscode.l10n.t('$(folder-opened) Local file…'), read: () => browse(workbench) },
    {
      label: vscode.l10n.t('$(cloud) Cloud Storage file…'),
      read: async () => remoteData(await pickStoredFile(workbench)),
    },
  ];
  return (await pickData(items, vscode.l10n.t('Relaunch {0}', displayName))).read();
}

function fileItem(workbench: Workbench, source: string, description: string): DataItem & { source: string } {
  const name = source.split('/').map(decodeURIComponent).at(-1) ?? source;
  const place = isRemote(source) ? source : vscode.workspace.asRelativePath(vscode.Uri.parse(source, true));
  return {
    label: `$(file) ${name}`,
    description,
    ...(place === name ? {} : { detail: place }),
    read: () => readSource(workbench, source),
    source,
  };
}

/** What is known by its content comes first, wherever it is now; a name alone says nothing of the data. */
async function beforeItems(
  workbench: Workbench,
  dataset: string,
  record: LaunchRecord | undefined,
): Promise<readonly (DataItem & { readonly source: string })[]> {
  if (isRemote(dataset) || record?.data.sha256 === undefined)
    return [fileItem(workbench, dataset, isRemote(dataset) ? vscode.l10n.t('same file') : '')];
  const uri = vscode.Uri.parse(dataset, true);
  const since = await dataSince(record, uri, workbench.launching.lineMaps);
  const there = { ...fileItem(workbench, dataset, sinceText(since)) };
  if (since.kind === 'same') return [there];
  const found = await findTrainingFile(record.data);
  const moved =
    found?.kind === 'file' ? [fileItem(workbench, found.uri.toString(), sinceText({ kind: 'same' }))] : [];
  if (since.kind === 'gone') return moved;
  if (found === undefined) return [there];
  const old = found.kind === 'file' ? found.uri : launchedTextUri(found.path, record.data.sha256, found.text);
  const title = vscode.l10n.t('{0} (since the launch of {1})', record.data.name, record.spec.displayName);
  const showChanges = () => vscode.commands.executeCommand('vscode.diff', old, uri, title);
  const buttons = [{ iconPath: new vscode.ThemeIcon('diff'), tooltip: vscode.l10n.t('Show Changes') }];
  return [...moved, { ...there, buttons, showChanges }];
}

function pickData(items: readonly DataItem[], title: string): Promise<DataItem> {
  const picker = vscode.window.createQuickPick<DataItem>();
  Object.assign(picker, { items, title, ignoreFocusOut: true });
  picker.placeholder = vscode.l10n.t('Select a training file');
  return new Promise<DataItem>((resolve, reject) => {
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      if (item) resolve(item);
      picker.hide();
    });
    picker.onDidTriggerItemButton(({ item }) => void item.showChanges?.());
    picker.onDidHide(() => {
      picker.dispose();
      reject(new vscode.CancellationError()); // too late after an item was accepted
    });
    picker.show();
  });
}

async function browse(workbench: Workbench): Promise<TrainingData> {
  const [uri] = (await vscode.window.showOpenDialog({ filters: { JSONL: ['jsonl'] } })) ?? [];
  if (uri === undefined) throw new vscode.CancellationError();
  return readTrainingData(workbench, uri);
}
