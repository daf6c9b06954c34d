import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { type NextStep, UserError } from '../../base/userError';
import type { DocumentStatistics } from '../../dataset/document/datasetDocument';
import type { DatasetFormat } from '../../dataset/formats/format';
import type { Target } from '../../dataset/targets/target';
import type { LaunchRecord } from '../../tuning/contract/launchRecord';
import type { TrainingFile } from '../../tuning/contract/service';
import { isRemote } from '../../tuning/contract/spec';
import type { DatasetDocuments } from '../editor/documents/datasetDocuments';
import { isTooLarge, tooLarge } from '../editor/examples/largeFile';

/** A training file that may be launched. What is undefined is unknown of a file in Cloud Storage. */
export interface TrainingData {
  readonly name: string;
  /** URI of VS Code, or `gs://…`. */
  readonly source: string;
  readonly file: TrainingFile;
  readonly format: DatasetFormat | undefined;
  readonly target: Target | undefined;
  readonly statistics: DocumentStatistics | undefined;
  readonly warnings: number;
  readonly sha256: string | undefined;
}

/** Reads a file and holds it to all rules. Errors in it stop a launch here. */
export async function readTrainingData(datasets: DatasetDocuments, uri: vscode.Uri): Promise<TrainingData> {
  const document = await openDocument(uri);
  const text = document.getText();
  const sha256 = hashOf(text);
  const name = uri.scheme === 'untitled' ? `${nameOf(uri)}-${sha256.slice(0, 8)}` : nameOf(uri); // the next has it too
  const dataset = datasets.get(document);
  if (dataset?.format === undefined) {
    throw new UserError(
      vscode.l10n.t("{0} isn't a training file. No line matches a format that can be used for tuning.", name),
      'NO_DATASET',
      [openSampleStep()],
    );
  }
  const problems = dataset.problems();
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    await vscode.window.showTextDocument(document);
    throw new UserError(
      errors.length === 1
        ? vscode.l10n.t(
            'Line {0} of {1} has an error: {2}',
            (errors[0]?.line ?? 0) + 1,
            name,
            errors[0]?.message ?? '',
          )
        : vscode.l10n.t('{0} has {1} errors. Fix them before tuning.', name, errors.length),
      'DATASET_ERRORS',
      [
        {
          kind: 'command',
          title: vscode.l10n.t('Show Problems'),
          command: 'tunewright.showProblems',
          args: [uri],
        },
      ],
    );
  }
  return {
    name,
    source: uri.toString(),
    file: { kind: 'local', name, text },
    format: dataset.format,
    target: dataset.target,
    statistics: dataset.statistics,
    warnings: problems.filter((problem) => problem.severity === 'warning').length,
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
    warnings: 0,
    sha256: undefined,
  };
}

/** A file as the service gets it, which only measures on it. */
export async function readValidationFile(source: string): Promise<TrainingFile> {
  if (isRemote(source)) return { kind: 'remote', uri: source };
  const uri = vscode.Uri.parse(source, true);
  return { kind: 'local', name: nameOf(uri), text: (await openDocument(uri)).getText() };
}

/** The validation file of a launch, which must be what was confirmed. Undefined: it has none. */
export async function readConfirmedValidation({
  data,
  spec,
}: LaunchRecord): Promise<TrainingFile | undefined> {
  const { validation: source } = spec;
  if (source === undefined) return undefined;
  const file = await readValidationFile(source);
  if (file.kind === 'remote' || data.validationSha256 === hashOf(file.text)) return file;
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
export function readSource(datasets: DatasetDocuments, source: string): Promise<TrainingData> {
  return isRemote(source)
    ? Promise.resolve(remoteData(source))
    : readTrainingData(datasets, vscode.Uri.parse(source, true));
}

/** Names of the files of a launch that are not what was confirmed then. */
export async function changedFiles({ data, spec }: LaunchRecord, now: TrainingData): Promise<string[]> {
  const { validation } = spec;
  const changed = data.sha256 === now.sha256 ? [] : [data.name];
  if (validation === undefined || isRemote(validation)) return changed;
  const uri = vscode.Uri.parse(validation, true);
  const isSame = data.validationSha256 === hashOf((await openDocument(uri)).getText());
  return isSame ? changed : [...changed, nameOf(uri)];
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (error) {
    if (await isTooLarge(uri)) throw tooLarge(uri, error);
    throw new UserError(
      vscode.l10n.t("Can't open {0}. It might have been moved or deleted.", nameOf(uri)),
      'NO_FILE',
      [],
      { cause: error },
    );
  }
}

export function openSampleStep(): NextStep {
  return { kind: 'command', title: vscode.l10n.t('Open Sample Dataset'), command: 'tunewright.openSample' };
}
