import * as path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import type { TuningJob } from '../../../tuning/contract/job';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import { isRemote, type TuningSpec } from '../../../tuning/contract/spec';
import { readPlan, writePlan, writeRun } from '../../../tuning/launch/plan';
import { planPath, runFileName } from '../../../tuning/launch/planNames';
import { askWhere, save } from '../../ui/saving';
import type { Workbench } from '../../workbench';
import { readTrainingData, remoteData, type TrainingData } from '../trainingData';

/** A plan file, read, with the data that it names. */
export interface Plan {
  readonly uri: vscode.Uri;
  /** As it is written. */
  readonly written: TuningSpec;
  /** With addresses in place of relative paths. */
  readonly spec: TuningSpec;
  readonly data: TrainingData;
}

export async function openPlan(workbench: Workbench, uri: vscode.Uri): Promise<Plan> {
  const document = await vscode.workspace.openTextDocument(uri);
  const written = readPlan(document.getText(), nameOf(uri));
  const dataset = resolve(uri, written.dataset);
  const data = isRemote(dataset)
    ? remoteData(dataset)
    : await readTrainingData(workbench, vscode.Uri.parse(dataset, true));
  const { validation } = written;
  return {
    uri,
    written,
    spec: { ...written, ...(validation === undefined ? {} : { validation: resolve(uri, validation) }) },
    data,
  };
}

/** Writes beside a plan what became of its launch. */
export async function writeRunFile({ uri, written }: Plan, record: LaunchRecord): Promise<void> {
  const file = vscode.Uri.joinPath(uri, '..', runFileName(nameOf(uri), record.id));
  await save(file, writeRun(record, written), { replace: false });
}

/** Asks where to, and opens the plan. `spec` has addresses; the plan gets relative paths. */
export async function savePlan(spec: TuningSpec): Promise<void> {
  const folder = folderFor(spec.dataset);
  const name = planPath(spec.displayName.replace(/[^\p{L}\p{N}._-]+/gu, '-'));
  const chosen = await askWhere({
    title: vscode.l10n.t('Save as Plan'),
    filters: { [vscode.l10n.t('Tunewright Plan')]: ['tune.json'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  // Some dialogs put the ending after a name that has it. Nobody was asked about the file that is meant, then.
  const uri = chosen.with({ path: planPath(chosen.path) });
  const { dataset, validation } = spec;
  const plan = {
    ...spec,
    ...(dataset === undefined ? {} : { dataset: relative(uri, dataset) }),
    ...(validation === undefined ? {} : { validation: relative(uri, validation) }),
  };
  await save(uri, writePlan(plan), { replace: uri.path === chosen.path });
  await vscode.window.showTextDocument(uri);
}

/** What a job was launched with. Its own launch record knows the file of this machine, the service only its own copy. */
export async function specOf({ launching }: Workbench, job: TuningJob): Promise<TuningSpec> {
  if (job.otherMethod)
    throw new UserError(
      vscode.l10n.t(
        "{0} was tuned with the method {1}, which Tunewright can't launch. Launch it in the Google Cloud console.",
        job.displayName,
        job.otherMethod.label,
      ),
      'OTHER_METHOD',
    );
  const record = await recordOf(launching, job);
  if (record === undefined) return job.spec;
  const { region } = job.spec; // the settings may name another by now
  return { ...record.spec, ...(region === undefined ? {} : { region }), dataset: record.data.source };
}

/** Of the launch that made a job; undefined when it was launched elsewhere. */
export async function recordOf(
  { storage }: Workbench['launching'],
  { launchId }: TuningJob,
): Promise<LaunchRecord | undefined> {
  return (await storage.all()).find(({ id }) => id === launchId);
}

function resolve(plan: vscode.Uri, file: string): string {
  if (isRemote(file)) return file;
  return vscode.Uri.joinPath(plan, '..', file.replaceAll('\\', '/')).toString();
}

function relative(plan: vscode.Uri, file: string): string {
  if (isRemote(file)) return file;
  const uri = vscode.Uri.parse(file, true);
  return uri.scheme === plan.scheme ? path.posix.relative(path.posix.dirname(plan.path), uri.path) : file;
}

function folderFor(dataset: string | undefined): vscode.Uri | undefined {
  if (dataset !== undefined && !isRemote(dataset)) {
    const uri = vscode.Uri.parse(dataset, true);
    if (uri.scheme !== 'untitled') return vscode.Uri.joinPath(uri, '..');
  }
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}
