import * as vscode from 'vscode';
import { hasEnded, modelOf, type TuningJob } from '../../tuning/contract/job';
import type { StartingPoint, TuningSpec } from '../../tuning/contract/spec';
import { nextName } from '../../tuning/launch/nextName';
import { showTuningView } from '../connection/connect';
import { calledOn, isNode, targetJob } from '../jobs/commandTargets';
import { serviceOf, type Workbench } from '../workbench';
import { confirmLaunch } from './confirmLaunch';
import { specOf } from './plan/planFiles';
import { askForSpec } from './steps/launchSteps';
import { pickStoredFile } from './storedFile';
import { isRemote, readSource, readTrainingData, remoteData, type TrainingData } from './trainingData';

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
  const data = await askForData(workbench, proposal);
  await workbench.connections.connect(AbortSignal.timeout(30_000));
  const spec = await askForSpec(workbench, data, proposal);
  await workbench.launching.start(await confirmLaunch(workbench, spec, data), data);
  await showTuningView();
}

interface DataItem extends vscode.QuickPickItem {
  readonly read: () => Promise<TrainingData>;
}

/** The same training file, the one in front, or another one. */
async function askForData(workbench: Workbench, { displayName, dataset }: TuningSpec): Promise<TrainingData> {
  const inFront = vscode.window.activeTextEditor?.document;
  const front = inFront?.languageId === 'jsonl' ? inFront.uri.toString() : undefined;
  const known = [...new Set([dataset, front].filter((source) => source !== undefined))];
  const items: DataItem[] = [
    ...known.map((source) => ({
      label: `$(file) ${source.split('/').map(decodeURIComponent).at(-1)}`,
      description: source === dataset ? vscode.l10n.t('used before') : vscode.l10n.t('active editor'),
      detail: isRemote(source) ? source : vscode.workspace.asRelativePath(vscode.Uri.parse(source, true)),
      read: () => readSource(workbench.datasets, source),
    })),
    { label: vscode.l10n.t('$(folder-opened) Local file…'), read: () => browse(workbench) },
    {
      label: vscode.l10n.t('$(cloud) Cloud Storage file…'),
      read: async () => remoteData(await pickStoredFile(workbench)),
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Relaunch {0}', displayName),
    placeHolder: vscode.l10n.t('Select a training file'),
    ignoreFocusOut: true,
  });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.read();
}

async function browse(workbench: Workbench): Promise<TrainingData> {
  const [uri] = (await vscode.window.showOpenDialog({ filters: { JSONL: ['jsonl'] } })) ?? [];
  if (uri === undefined) throw new vscode.CancellationError();
  return readTrainingData(workbench.datasets, uri);
}
