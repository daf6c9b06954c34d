import * as vscode from 'vscode';
import { counted } from '../../base/numbers';
import { UserError } from '../../base/userError';
import { hasEnded, modelOf, type TunedModel, type TuningJob } from '../../tuning/contract/job';
import type { DeletionStep } from '../../tuning/contract/service';
import { sentenceOf } from '../ui/errorBoundary';
import { numberText } from '../ui/numberFormat';
import { serviceOf, type Workbench } from '../workbench';
import { calledOn, isNode, modelIn, targetJobs } from './commandTargets';

/** Deletes tuned models with all that serves them, and what failed jobs have left behind. */
export async function deleteModel(workbench: Workbench, ...args: unknown[]): Promise<void> {
  const models = await modelsToDelete(workbench, args);
  if (!(await confirm(models))) return;
  const outcomes: { readonly model: TunedModel; readonly steps: readonly DeletionStep[] }[] = [];
  const title =
    models.length === 1
      ? vscode.l10n.t('Deleting {0}', models[0]?.displayName ?? '')
      : vscode.l10n.t('Deleting {0} tuned models', numberText(models.length));
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title },
    async (progress) => {
      for (const model of models) {
        const steps = await deleteOne(workbench, model, (step) =>
          progress.report({ message: stepText(step) }),
        );
        outcomes.push({ model, steps });
      }
    },
  );
  const whole = outcomes.filter(({ steps }) => steps.every(({ outcome }) => outcome !== 'failed'));
  await Promise.all(whole.map(({ model }) => rememberDeleted(workbench, model)));
  await workbench.watcher.refresh();
  for (const { model, steps } of outcomes) {
    if (steps.every(({ outcome }) => outcome !== 'failed')) continue;
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} was only partly deleted.', model.displayName), {
      modal: true,
      detail: steps.map(stepText).join('\n'),
    });
  }
}

/** Vertex AI keeps the job for ever and goes on to name the model: only who deleted it knows that it can't be prompted any more. */
function rememberDeleted({ watcher, memory }: Workbench, model: TunedModel): Promise<void> {
  const { service, name, checkpoints } = model;
  const job = watcher.jobs(service).jobs.find((one) => modelOf(one)?.name === name);
  const names = [name, ...checkpoints.map(({ endpoint }) => endpoint)].filter((one) => one !== '');
  return memory.change({ service, name: job?.name ?? model.model }, (record) => ({
    ...record,
    deleted: [...new Set([...record.deleted, ...names])],
  }));
}

async function modelsToDelete(
  workbench: Workbench,
  args: readonly unknown[],
): Promise<readonly TunedModel[]> {
  const can = (service: string) => serviceOf(workbench, service).can;
  const suits = (job: TuningJob) => {
    const model = hasEnded(job.state) ? modelOf(job) : undefined;
    return model
      ? can(job.service).deleteModel && !workbench.memory.isDeleted(model)
      : can(job.service).deleteFailed && hasEnded(job.state);
  };
  const named = calledOn(workbench, args);
  const [first] = named;
  if (!isNode(first)) {
    const model = modelIn(first);
    if (model) return [model];
  }
  // A checkpoint goes with its model and not without it.
  const rows = named.filter((one) => !(isNode(one) && one.kind === 'checkpoint'));
  if (named.length > 0 && rows.length === 0) throw onlyWhole();
  const jobs = await targetJobs(
    workbench,
    [rows[0], rows],
    suits,
    vscode.l10n.t('Select a tuned model to delete'),
  );
  return jobs.map((job) => modelOf(job) ?? leftBehind(job));
}

function onlyWhole(): UserError {
  return new UserError(
    vscode.l10n.t("A checkpoint can't be deleted on its own. Delete its tuned model instead."),
    'NOT_POSSIBLE',
  );
}

/** What a failed job is to a service whose jobs are models. */
function leftBehind({ service, name, displayName, baseModel }: TuningJob): TunedModel {
  return { service, name, model: name, displayName, baseModel, checkpoints: [] };
}

async function confirm(models: readonly TunedModel[]): Promise<boolean> {
  const remove = vscode.l10n.t('Delete');
  const question =
    models.length === 1
      ? vscode.l10n.t('Delete tuned model {0}?', models[0]?.displayName ?? '')
      : vscode.l10n.t('Delete {0} tuned models?', numberText(models.length));
  const detail = [
    ...models.flatMap((model) => [
      ...(models.length === 1 ? [] : [model.displayName]),
      vscode.l10n.t('This permanently deletes {0}. The training file is kept.', model.model),
      ...alsoDeleted(model),
    ]),
  ].join('\n');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, remove)) === remove;
}

function alsoDeleted({ name, model, checkpoints }: TunedModel): string[] {
  if (model === name) return [];
  const endpoints = new Set([name, ...checkpoints.map(({ endpoint }) => endpoint)]);
  endpoints.delete('');
  const ids = [...endpoints].map((endpoint) => endpoint.split('/').at(-1)).join(', ');
  return [
    endpoints.size === 1
      ? vscode.l10n.t('This also deletes the endpoint that serves it: {0}.', ids)
      : vscode.l10n.t(
          'This also deletes {0} and {1}: {2}.',
          counted(endpoints.size, 'endpoint'),
          counted(checkpoints.length, 'checkpoint'),
          ids,
        ),
  ];
}

async function deleteOne(
  workbench: Workbench,
  model: TunedModel,
  onStep: (step: DeletionStep) => void,
): Promise<readonly DeletionStep[]> {
  const steps: DeletionStep[] = [];
  const service = serviceOf(workbench, model.service);
  for await (const step of service.deleteModel(model, AbortSignal.timeout(600_000))) {
    steps.push(step);
    onStep(step);
    workbench.log.info(`Delete ${step.name}: ${step.what} ${step.outcome}`);
  }
  return steps;
}

export function stepText({ what, name, outcome, error }: DeletionStep): string {
  const id = name.split('/').at(-1) ?? name;
  const things = {
    undeploy: vscode.l10n.t('model undeployed from endpoint {0}', id),
    endpoint: vscode.l10n.t('endpoint {0}', id),
    model: vscode.l10n.t('model {0}', id),
    file: vscode.l10n.t('file {0}', id),
  };
  const results = {
    done: vscode.l10n.t('done'),
    gone: vscode.l10n.t('already deleted'),
    failed: sentenceOf(error),
  };
  return `${things[what]}: ${results[outcome]}`;
}
