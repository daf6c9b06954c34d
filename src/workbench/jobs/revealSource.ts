import * as vscode from 'vscode';
import { type NextStep, UserError } from '../../base/userError';
import { jsonLinesEndings } from '../../dataset/files/fileNames';
import type { TuningJob } from '../../tuning/contract/job';
import type { LaunchData, LaunchRecord } from '../../tuning/contract/launchRecord';
import { isRemote, type TuningSpec } from '../../tuning/contract/spec';
import { planEnding, planNameOf } from '../../tuning/launch/planNames';
import { showDatasetView } from '../datasetView/openDatasetView';
import { isTooLarge } from '../editor/documents/tooLarge';
import { placeOf } from '../launch/launchLines';
import { recordOf, specOf } from '../launch/plan/planFiles';
import { dataSince, sinceText } from '../launch/provenance/dataSince';
import { currentFile, findTrainingFile } from '../launch/provenance/findTrainingFile';
import { readOnlyTextUri } from '../ui/readOnlyText';
import { settings } from '../ui/settings';
import type { Workbench } from '../workbench';
import { targetJob } from './commandTargets';

/**
 * Shows what a job was tuned on: the file that has that content now, under whatever name, else the version that git has.
 * @param how `locate`: the user chooses the file
 */
export async function revealDataset(workbench: Workbench, argument: unknown, how?: unknown): Promise<void> {
  const placeHolder = vscode.l10n.t('Select a job to show its training file');
  const job = await targetJob(workbench, argument, () => true, placeHolder);
  const record = await recordOf(workbench.launching, job);
  if (record?.data.sha256 === undefined) return showAddress(await specOf(workbench, job), job);
  const { data } = record;
  const found =
    how === 'locate'
      ? { kind: 'file' as const, uri: await locate(workbench, job, record) }
      : await findTrainingFile(data);
  if (found === undefined) throw notFound(job, data, (await currentFile(sourceOf(data))) !== undefined);
  const uri = found.kind === 'file' ? found.uri : readOnlyTextUri(found.path, data.sha256 ?? '', found.text);
  if (await isTooLarge(uri)) await showDatasetView(uri);
  else {
    const document = await vscode.workspace.openTextDocument(uri);
    if (found.kind === 'committed') await vscode.languages.setTextDocumentLanguage(document, 'jsonl');
    await vscode.window.showTextDocument(uri);
  }
  if (vscode.workspace.getWorkspaceFolder(uri)) await vscode.commands.executeCommand('revealInExplorer', uri);
}

function showAddress({ dataset }: TuningSpec, { displayName }: TuningJob): Promise<void> {
  if (dataset !== undefined && isRemote(dataset)) return showStored(dataset);
  throw new UserError(
    vscode.l10n.t(
      "The training file of {0} is unknown. The job wasn't launched here, and the service doesn't report it.",
      displayName,
    ),
    'NO_DATASET',
  );
}

/** A file that the user chooses. One with other content is not what the job was tuned on, and is not shown as if it were. */
async function locate({ launching }: Workbench, job: TuningJob, record: LaunchRecord): Promise<vscode.Uri> {
  const [uri] = (await vscode.window.showOpenDialog({ filters: { JSONL: [...jsonLinesEndings] } })) ?? [];
  if (uri === undefined) throw new vscode.CancellationError();
  const since = await dataSince(record, uri, launching.lineMaps);
  if (since.kind === 'same') return uri;
  throw new UserError(
    vscode.l10n.t(
      "{0} isn't the training file of {1}: {2}.",
      uri.path.split('/').at(-1) ?? '',
      job.displayName,
      sinceText(since),
    ),
    'OTHER_DATA',
    [
      locateStep(job),
      { kind: 'command', title: vscode.l10n.t('Open Anyway'), command: 'vscode.open', args: [uri] },
    ],
  );
}

function notFound(job: TuningJob, data: LaunchData, isThere: boolean): UserError {
  const open: NextStep = {
    kind: 'command',
    title: vscode.l10n.t('Open Current Version'),
    command: 'vscode.open',
    args: [sourceOf(data)],
  };
  return new UserError(
    isThere
      ? vscode.l10n.t(
          "{0} changed since {1} was launched, and the launched version wasn't found.",
          data.name,
          job.displayName,
        )
      : vscode.l10n.t(
          "Can't find {0}. It was at {1} when {2} was launched.",
          data.name,
          placeOf(data.source),
          job.displayName,
        ),
    'NO_FILE',
    [locateStep(job), ...(isThere ? [open] : [])],
  );
}

function locateStep(job: TuningJob): NextStep {
  return {
    kind: 'command',
    title: vscode.l10n.t('Locate File…'),
    command: 'tunewright.revealDataset',
    args: [job, 'locate'],
  };
}

function sourceOf({ source }: LaunchData): vscode.Uri {
  return vscode.Uri.parse(source, true);
}

/** Opens the plan of the workspace that a job was launched from. */
export async function revealPlan(workbench: Workbench, argument: unknown): Promise<void> {
  const placeHolder = vscode.l10n.t('Select a job to show its plan');
  const { displayName, launchId, ...job } = await targetJob(workbench, argument, () => true, placeHolder);
  const runs = launchId ? await vscode.workspace.findFiles(`**/*.${launchId}.run.json`, undefined, 1) : [];
  const [run] = runs;
  const name = run && planNameOf(run.path.split('/').at(-1) ?? '');
  if (run && name) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(run, '..', name));
    return;
  }
  throw new UserError(
    vscode.l10n.t("{1} wasn't launched from a plan ({0}) in this workspace.", `*${planEnding}`, displayName),
    'NO_PLAN',
    [
      {
        kind: 'command',
        title: vscode.l10n.t('Save as Plan…'),
        command: 'tunewright.saveAsPlan',
        args: [{ ...job, displayName, launchId }],
      },
    ],
  );
}

async function showStored(address: string): Promise<void> {
  const copy = vscode.l10n.t('Copy URI');
  const open = vscode.l10n.t('Open in Google Cloud Console');
  const isFile = address.startsWith('gs://');
  const atGoogle = isFile && settings.connection.value === 'google';
  const message = isFile
    ? vscode.l10n.t('The training file is in Cloud Storage: {0}', address)
    : vscode.l10n.t('The training data is a dataset in Vertex AI: {0}', address);
  const read = vscode.l10n.t('Open…');
  const choices = [...(isFile ? [read] : []), copy, ...(atGoogle ? [open] : [])];
  const answer = await vscode.window.showInformationMessage(message, ...choices);
  if (answer === read) await vscode.commands.executeCommand('tunewright.openStoredFile', address);
  if (answer === copy) await vscode.env.clipboard.writeText(address);
  if (answer === open) {
    const path = address.slice('gs://'.length).split('/').map(encodeURIComponent).join('/');
    const url = `https://console.cloud.google.com/storage/browser/_details/${path}`;
    await vscode.env.openExternal(vscode.Uri.parse(url));
  }
}
