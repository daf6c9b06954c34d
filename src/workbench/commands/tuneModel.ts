import { randomInt } from 'node:crypto';
import * as vscode from 'vscode';
import type { LaunchProgress, TrainingFile } from '../../tuning/service';
import type { TuningSpec } from '../../tuning/spec';
import { signalOf } from '../cancellation';
import { showTuningView } from './connect';
import { askForSpec } from './launchSteps';
import { checkedDataset } from './preflight';
import { serviceOf, type Workbench } from './workbench';

/** Tunes a model on the training file in front: asks for what is needed, says what will happen, launches, shows the job. */
export async function tuneModel(workbench: Workbench, argument: unknown): Promise<void> {
  const dataset = await checkedDataset(workbench, argument);
  await workbench.connections.connect(AbortSignal.timeout(30_000));
  const spec = await askForSpec(workbench, dataset);
  await confirm(workbench, spec, dataset);
  await launch(workbench, spec, { name: dataset.name, text: dataset.text });
  await showTuningView();
}

async function confirm(
  workbench: Workbench,
  spec: TuningSpec,
  dataset: { readonly name: string; readonly examples: number },
): Promise<void> {
  const service = serviceOf(workbench, spec.service);
  const settings = service.hyperparameters
    .map((one) => `${one.label}: ${spec.hyperparameters[one.key] ?? vscode.l10n.t("the service's choice")}`)
    .join(' · ');
  const detail = [
    vscode.l10n.t('{0}, from {1}', service.label, spec.baseModel.split('/').at(-1) ?? spec.baseModel),
    settings,
    spec.bucket ? vscode.l10n.t('The file is uploaded to gs://{0} first.', spec.bucket) : undefined,
    workbench.connections.kind === 'sandbox'
      ? vscode.l10n.t('The sandbox trains a small stand-in model on this machine. It costs nothing.')
      : vscode.l10n.t('Google bills the training to your project. The price is not known to Tunewright.'),
  ];
  const start = vscode.l10n.t('Start Tuning');
  const question = vscode.l10n.t(
    'Tune "{0}" on the {1} examples of {2}?',
    spec.displayName,
    dataset.examples,
    dataset.name,
  );
  const options = { modal: true, detail: detail.filter((line) => line !== undefined).join('\n') };
  if ((await vscode.window.showInformationMessage(question, options, start)) !== start) {
    throw new vscode.CancellationError();
  }
}

async function launch(workbench: Workbench, spec: TuningSpec, dataset: TrainingFile): Promise<void> {
  const service = serviceOf(workbench, spec.service);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Tuning {0}', spec.displayName),
    cancellable: true,
  };
  const job = await vscode.window.withProgress(options, (progress, token) => {
    let shown = 0;
    const onProgress = (stage: LaunchProgress) => {
      const percent = stage.stage === 'upload' ? (100 * stage.sentBytes) / stage.totalBytes : 100;
      progress.report({ message: describe(stage), increment: percent - shown });
      shown = percent;
    };
    return service.launch({ spec, id: launchId(), dataset, onProgress }, signalOf(token));
  });
  workbench.log.info(`Launched ${job.name}`);
  workbench.watcher.track(job);
}

function describe(stage: LaunchProgress): string {
  if (stage.stage === 'create') return vscode.l10n.t('creating the job…');
  const kilobytes = (bytes: number) => Math.ceil(bytes / 1000);
  return vscode.l10n.t('uploading {0} of {1} kB…', kilobytes(stage.sentBytes), kilobytes(stage.totalBytes));
}

/** Ten characters that fit into a model id and into a label. */
function launchId(): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join('');
}
