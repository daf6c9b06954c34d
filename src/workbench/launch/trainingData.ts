import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { type NextStep, UserError } from '../../base/userError';
import type { DocumentStatistics } from '../../dataset/document/documentStatistics';
import type { DatasetFormat } from '../../dataset/formats/format';
import { findFormat } from '../../dataset/formats/index';
import { defaultTarget, findTarget, type Target } from '../../dataset/targets/target';
import type { LaunchRecord } from '../../tuning/contract/launchRecord';
import type { TrainingFile } from '../../tuning/contract/service';
import { isRemote } from '../../tuning/contract/spec';
import { hasErrors, noDataset } from '../../tuning/launch/dataErrors';
import { diskFile } from '../../tuning/launch/onDisk/trainingBytes';
import { isTooLarge } from '../editor/documents/tooLarge';
import { requireSaved } from '../editor/examples/largeFile';
import { openFile } from '../editor/examples/openFile';
import type { Workbench } from '../workbench';
import { diskContent } from './data/contentOfSurvey';
import { documentContent } from './data/documentContent';
import { surveyFile } from './data/surveyFile';
import type { TrainingContent } from './data/trainingContent';

/** A training file that may be launched. What is undefined is unknown of a file in Cloud Storage. */
export interface TrainingData {
  readonly name: string;
  /** URI of VS Code, or `gs://…`. */
  readonly source: string;
  readonly file: TrainingFile;
  readonly format: DatasetFormat | undefined;
  readonly target: Target | undefined;
  readonly statistics:
    | Pick<DocumentStatistics, 'examples' | 'mediaExamples' | 'inputCharacters' | 'outputCharacters'>
    | undefined;
  readonly content: TrainingContent | undefined;
  readonly warnings: number;
  readonly sha256: string | undefined;
}

type Datasets = Pick<Workbench, 'datasets' | 'datasetSettings'>;

/**
 * Reads a file and holds it to all rules: the document, or the file on disk when it is too large for one. Errors in it stop
 * a launch here.
 */
export async function readTrainingData(workbench: Datasets, uri: vscode.Uri): Promise<TrainingData> {
  if (!(await isTooLarge(uri))) return readDocument(workbench, uri);
  requireSaved(uri);
  return readLargeFile(workbench, uri);
}

async function readDocument({ datasets }: Datasets, uri: vscode.Uri): Promise<TrainingData> {
  const document = await openFile(uri);
  const text = document.getText();
  const sha256 = hashOf(text);
  const name = uri.scheme === 'untitled' ? `${nameOf(uri)}-${sha256.slice(0, 8)}` : nameOf(uri); // the next has it too
  const dataset = datasets.get(document);
  if (dataset?.format === undefined) throw noDataset(name, [openSampleStep()]);
  const problems = dataset.problems();
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    await vscode.window.showTextDocument(document);
    const title = vscode.l10n.t('Show Problems');
    const step = { kind: 'command', title, command: 'tunewright.showProblems', args: [uri] } as const;
    throw hasErrors(name, errors.length, errors[0], [step]);
  }
  return {
    name,
    source: uri.toString(),
    file: { kind: 'local', name, text },
    format: dataset.format,
    target: dataset.target,
    statistics: dataset.statistics,
    content: documentContent(text, dataset, dataset.format),
    warnings: problems.filter((problem) => problem.severity === 'warning').length,
    sha256,
  };
}

async function readLargeFile({ datasetSettings }: Datasets, uri: vscode.Uri): Promise<TrainingData> {
  const name = nameOf(uri);
  const options = datasetSettings.optionsForFile(uri);
  const survey = await surveyFile(uri, options);
  const { severities, sha256, size, firstError } = survey;
  const format = survey.format === undefined ? undefined : findFormat(survey.format);
  if (format === undefined) throw noDataset(name, [openSampleStep()]);
  if (severities.error > 0) {
    const title = vscode.l10n.t('Open Dataset View');
    const step = { kind: 'command', title, command: 'tunewright.openDatasetView', args: [uri] } as const;
    throw hasErrors(name, severities.error, firstError, [step]);
  }
  const chosen = options.target === undefined ? undefined : findTarget(options.target, options.addedTargets);
  return {
    name,
    source: uri.toString(),
    file: { kind: 'disk', name, path: uri.fsPath, size, sha256 },
    format,
    target: chosen ?? defaultTarget(format.id),
    statistics: survey,
    content: diskContent(uri.fsPath, survey, format.id),
    warnings: severities.warning,
    sha256,
  };
}

/** A file that lies in Cloud Storage already: the service checks it, nobody here has read it. */
export function remoteData(uri: string): TrainingData {
  return {
    name: uri.split('/').at(-1) ?? uri,
    source: uri,
    file: { kind: 'remote', uri },
    format: undefined,
    target: undefined,
    statistics: undefined,
    content: undefined,
    warnings: 0,
    sha256: undefined,
  };
}

/** A file as the service gets it, which only measures on it. */
export async function readValidationFile(source: string): Promise<TrainingFile> {
  if (isRemote(source)) return { kind: 'remote', uri: source };
  const uri = vscode.Uri.parse(source, true);
  const name = nameOf(uri);
  if (uri.scheme === 'file' && (await isTooLarge(uri))) {
    requireSaved(uri);
    return diskFile(uri.fsPath, name);
  }
  return { kind: 'local', name, text: (await openFile(uri)).getText() };
}

/** The validation file of a launch, which must be what was confirmed. Undefined: it has none. */
export async function readConfirmedValidation({
  data,
  spec,
}: LaunchRecord): Promise<TrainingFile | undefined> {
  const { validation: source } = spec;
  if (source === undefined) return undefined;
  const file = await readValidationFile(source);
  if (file.kind === 'remote' || data.validationSha256 === hashOfFile(file)) return file;
  throw new UserError(
    vscode.l10n.t(
      '{0} changed after you confirmed the launch of {1}. No job was started.',
      file.name,
      spec.displayName,
    ),
    'DATA_CHANGED',
  );
}

/** The training file of an earlier launch, as it is now. */
export function readSource(workbench: Datasets, source: string): Promise<TrainingData> {
  return isRemote(source)
    ? Promise.resolve(remoteData(source))
    : readTrainingData(workbench, vscode.Uri.parse(source, true));
}

/** Names of the files of a launch that are not what was confirmed then. */
export async function changedFiles({ data, spec }: LaunchRecord, now: TrainingData): Promise<string[]> {
  const { validation } = spec;
  const changed = data.sha256 === now.sha256 ? [] : [data.name];
  if (validation === undefined || isRemote(validation)) return changed;
  const file = await readValidationFile(validation);
  const isSame = file.kind === 'remote' || data.validationSha256 === hashOfFile(file);
  return isSame ? changed : [...changed, file.name];
}

/** Of what is sent. */
function hashOfFile(file: Exclude<TrainingFile, { kind: 'remote' }>): string {
  return file.kind === 'disk' ? file.sha256 : hashOf(file.text);
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}

export function openSampleStep(): NextStep {
  return { kind: 'command', title: vscode.l10n.t('Open Sample Dataset'), command: 'tunewright.openSample' };
}
