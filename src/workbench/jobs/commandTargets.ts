import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { TunedModel, TuningJob } from '../../tuning/contract/job';
import { numberText } from '../ui/numberFormat';
import { pickValue } from '../ui/pickValue';
import type { Workbench } from '../workbench';
import { describeJob } from './tree/jobText';
import type { CheckpointNode, TreeNode } from './tree/tuningNodes';

/** What a key of package.json passes to a command: it is for the rows that are marked in the view. */
const marked = 'marked';

/** The job that a command is for: of the row it was called on, a job, else one that the user picks among those that suit. */
export async function targetJob(
  workbench: Workbench,
  argument: unknown,
  suits: (job: TuningJob) => boolean,
  placeHolder: string,
): Promise<TuningJob> {
  const [job] = await targetJobs(workbench, [argument], suits, placeHolder);
  if (job === undefined) throw new vscode.CancellationError();
  return job;
}

/** The same for a command that takes several rows at once. @param args as VS Code passes them to the command */
export async function targetJobs(
  workbench: Workbench,
  args: readonly unknown[],
  suits: (job: TuningJob) => boolean,
  placeHolder: string,
): Promise<readonly TuningJob[]> {
  const named = [...new Set(calledOn(workbench, args).flatMap((argument) => jobIn(argument) ?? []))];
  if (named.length > 0) return onlySuitable(named, suits);
  await askOnce(workbench);
  const items = workbench.watcher
    .allJobs()
    .filter(suits)
    .map((job) => ({ label: job.displayName, description: describeJob(job), value: job }));
  if (items.length === 0) throw new UserError(vscode.l10n.t('No job supports this action.'), 'NO_JOB');
  return [await pickValue(items, placeHolder)];
}

/** The tuned model that a command is for: of a row, a model, else one that the user picks. */
export async function targetModel(
  workbench: Workbench,
  argument: unknown,
  suits: (model: TunedModel) => boolean,
  placeHolder: string,
): Promise<TunedModel> {
  const [node] = calledOn(workbench, [argument]);
  const named = modelIn(node);
  if (named) return onlySuitable([named], suits)[0] ?? named;
  await askOnce(workbench);
  const models = workbench.watcher.allJobs().flatMap((job) => (job.tunedModel ? [job.tunedModel] : []));
  const here = models.filter((model) => !workbench.memory.isDeleted(model));
  const items = here.filter(suits).map((model) => ({
    label: model.displayName,
    description: model.baseModel,
    value: model,
  }));
  if (items.length === 0) {
    throw new UserError(vscode.l10n.t('No tuned models yet. Tune a model first.'), 'NO_MODEL', [
      { kind: 'command', title: vscode.l10n.t('Tune Model…'), command: 'tunewright.tuneModel' },
    ]);
  }
  return pickValue(items, placeHolder);
}

/** What a command was called on: the rows of a menu, those that are marked for a key, or what another part passed. */
export function calledOn({ tree }: Workbench, [first, all]: readonly unknown[]): readonly unknown[] {
  if (first === marked) {
    if (tree.marked.length > 0) return tree.marked;
    throw new vscode.CancellationError(); // the rows have just gone
  }
  if (Array.isArray(all) && all.length > 0) return all;
  return first === undefined ? [] : [first];
}

/** The job of a row (of a checkpoint's row: of its model), or a job itself. */
export function jobIn(argument: unknown): TuningJob | undefined {
  if (isNode(argument)) {
    if (argument.kind === 'job' || argument.kind === 'model') return argument.job;
    return argument.kind === 'checkpoint' ? argument.of.job : undefined;
  }
  return isObject(argument) && 'state' in argument && 'spec' in argument
    ? (argument as TuningJob)
    : undefined;
}

/** The tuned model of a row (of a checkpoint's row: as it was then), or a model itself. */
export function modelIn(argument: unknown): TunedModel | undefined {
  if (isNode(argument)) {
    if (argument.kind === 'model') return argument.model;
    return argument.kind === 'checkpoint' ? modelAt(argument) : undefined;
  }
  return isObject(argument) && 'checkpoints' in argument ? (argument as TunedModel) : undefined;
}

/** The job that has made a model, when it is known. */
export function jobOf({ watcher }: Workbench, { service, name }: TunedModel): TuningJob | undefined {
  return watcher.jobs(service).jobs.find(({ tunedModel }) => tunedModel?.name === name);
}

/** What is served at a checkpoint, as a model of its own. */
function modelAt({ checkpoint, of }: CheckpointNode): TunedModel {
  return {
    ...of.model,
    name: checkpoint.endpoint,
    displayName: vscode.l10n.t('{0}, checkpoint {1}', of.model.displayName, checkpoint.id),
    checkpoints: [],
  };
}

/** From the palette the view may never have been open, so that nothing was asked yet. */
export async function askOnce({ watcher, connections }: Workbench): Promise<void> {
  await connections.connect(AbortSignal.timeout(30_000));
  if (watcher.services.some((service) => watcher.jobs(service.id).status !== 'ready'))
    await watcher.refresh();
}

function onlySuitable<Subject extends TuningJob | TunedModel>(
  named: readonly Subject[],
  suits: (subject: Subject) => boolean,
): readonly Subject[] {
  const suitable = named.filter(suits);
  if (suitable.length > 0) return suitable;
  throw new UserError(
    named.length === 1
      ? vscode.l10n.t("This action isn't available for {0} right now.", named[0]?.displayName ?? '')
      : vscode.l10n.t(
          "This action isn't available for any of the {0} selected rows right now.",
          numberText(named.length),
        ),
    'NOT_POSSIBLE',
  );
}

/** The file that a command was called on: an address, or the row of one. */
export function fileOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  return isNode(argument) && 'uri' in argument ? vscode.Uri.parse(argument.uri, true) : undefined;
}

export function isNode(argument: unknown): argument is TreeNode {
  return isObject(argument) && 'kind' in argument;
}

function isObject(argument: unknown): argument is object {
  return typeof argument === 'object' && argument !== null;
}
