import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { DocumentStatistics } from '../../dataset/document';
import type { DatasetFormat } from '../../dataset/format';
import type { Target } from '../../dataset/targets/target';
import type { LaunchFiles } from '../../tuning/launches';
import type { LaunchRecord } from '../../tuning/launchRecord';
import type { TrainingFile } from '../../tuning/service';
import { UserError } from '../../tuning/userError';
import type { DatasetDocuments } from '../editor/datasetDocuments';

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
  const name = nameOf(uri);
  const dataset = datasets.get(document);
  if (dataset?.format === undefined) {
    throw new UserError(
      vscode.l10n.t('{0} is no training file: no line is written in a format that can be tuned on.', name),
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
        : vscode.l10n.t('{0} has {1} errors. Mend them before you tune on it.', name, errors.length),
      'DATASET_ERRORS',
      [{ title: vscode.l10n.t('Show Problems'), run: { command: 'workbench.actions.view.problems' } }],
    );
  }
  const text = document.getText();
  return {
    name,
    source: uri.toString(),
    file: { kind: 'local', name, text },
    format: dataset.format,
    target: dataset.target,
    statistics: dataset.statistics,
    warnings: problems.filter((problem) => problem.severity === 'warning').length,
    sha256: hashOf(text),
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

export function isRemote(source: string): boolean {
  return source.startsWith('gs://');
}

/** A file that the service only measures on. */
export async function readValidationFile(source: string): Promise<TrainingFile> {
  if (isRemote(source)) return { kind: 'remote', uri: source };
  const uri = vscode.Uri.parse(source, true);
  return { kind: 'local', name: nameOf(uri), text: (await openDocument(uri)).getText() };
}

/** The files of a launch that broke off. They must be what the user confirmed. */
export async function readAgain({ data, spec }: LaunchRecord): Promise<LaunchFiles> {
  const dataset = await readValidationFile(data.source);
  if (dataset.kind === 'local' && hashOf(dataset.text) !== data.sha256) {
    throw new UserError(
      vscode.l10n.t(
        '{0} has changed since the launch of {1} was confirmed. Nothing was started.',
        data.name,
        spec.displayName,
      ),
      'DATA_CHANGED',
    );
  }
  if (data.validationSource === undefined) return { dataset };
  return { dataset, validation: await readValidationFile(data.validationSource) };
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
    throw new UserError(
      vscode.l10n.t('{0} cannot be opened. Is it still there?', nameOf(uri)),
      'NO_FILE',
      [],
      { cause: error },
    );
  }
}

export function openSampleStep() {
  return { title: vscode.l10n.t('Open Sample Dataset'), run: { command: 'tunewright.openSample' } };
}
