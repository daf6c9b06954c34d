import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { ScanPool } from '../../../dataset/scan/blocks';
import { readForSplit, type SplitFile } from '../../../dataset/split/readForSplit';
import type { Split } from '../../../dataset/split/stratifiedSplit';
import { existing, type SplitFiles, splitFilesFor, writeSplit } from '../../../dataset/split/writeSplit';
import { signalOf } from '../../ui/cancellation';
import { workspaceOf } from '../../ui/saving';
import { requireTrust } from '../../ui/trust';
import type { Workbench } from '../../workbench';
import { fileToSplit } from './fileToSplit';
import { askHowToSplit, inWords, type SplitNames, splitText } from './splitForm';

/** Bytes; smaller files are done before a notification is read. */
const large = 8 << 20;

/** Holds examples of a training file back, for validation and evaluation: writes two files beside it. */
export async function splitDataset(workbench: Workbench, argument: unknown): Promise<void> {
  requireTrust();
  const { uri, format } = await fileToSplit(workbench, argument);
  const source = await read(uri.fsPath, format);
  const files = splitFilesFor(uri.fsPath);
  const split = await askHowToSplit(source, namesOf(files));
  const replace = await existing(files);
  await askToReplace(replace);
  await write(source, split, files, replace);
  await vscode.window.showTextDocument(vscode.Uri.file(files.validation));
  await offerNext(splitText(source, split, namesOf(files)), files);
}

async function read(file: string, format: string | undefined): Promise<SplitFile> {
  const { size } = await stat(file);
  const options = {
    location: size > large ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window,
    title: vscode.l10n.t('Finding classes and similar examples in {0}…', path.basename(file)),
    cancellable: true,
  };
  const pool = new ScanPool();
  try {
    return await vscode.window.withProgress(options, (_, token) =>
      readForSplit(pool, file, {
        nearDuplicates: true,
        signal: signalOf(token),
        ...(format === undefined ? {} : { format }),
      }),
    );
  } catch (error) {
    throw inWords(error);
  } finally {
    await pool.close();
  }
}

async function askToReplace(there: readonly string[]): Promise<void> {
  if (there.length === 0) return;
  const question =
    there.length === 1
      ? vscode.l10n.t('{0} already exists.', path.basename(there[0] ?? ''))
      : vscode.l10n.t('{0} already exist.', there.map((file) => path.basename(file)).join(', '));
  const replace = vscode.l10n.t('Replace');
  const detail = vscode.l10n.t('Their current contents will be lost.');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, replace)) !== replace)
    throw new vscode.CancellationError();
}

async function write(
  source: SplitFile,
  split: Split,
  files: SplitFiles,
  replace: readonly string[],
): Promise<void> {
  const { size } = await stat(source.path);
  const options = {
    location: size > large ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window,
    title: vscode.l10n.t(
      'Creating {0} and {1}…',
      path.basename(files.training),
      path.basename(files.validation),
    ),
    cancellable: true,
  };
  try {
    await vscode.window.withProgress(options, (_, token) =>
      writeSplit(source, split, files, {
        replace,
        within: workspaceOf(vscode.Uri.file(source.path)),
        signal: signalOf(token),
      }),
    );
  } catch (error) {
    throw inWords(error);
  }
}

async function offerNext(text: string, files: SplitFiles): Promise<void> {
  const tune = vscode.l10n.t('Tune Model…');
  const show = vscode.l10n.t('Open {0}', path.basename(files.training));
  const actions = vscode.workspace.isTrusted ? [tune, show] : [show];
  const chosen = await vscode.window.showInformationMessage(text, ...actions);
  const uri = vscode.Uri.file(files.training);
  if (chosen === show) await vscode.window.showTextDocument(uri);
  if (chosen === tune) await vscode.commands.executeCommand('tunewright.tuneModel', uri);
}

function namesOf({ training, validation }: SplitFiles): SplitNames {
  return { training: path.basename(training), validation: path.basename(validation) };
}
