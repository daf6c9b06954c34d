import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { counted } from '../../../base/numbers';
import { UserError } from '../../../base/userError';
import { ScanPool } from '../../../dataset/scan/blocks';
import { readForSplit, SplitError, type SplitSource } from '../../../dataset/split/readForSplit';
import { deal, type Split, type SplitSize } from '../../../dataset/split/stratifiedSplit';
import { existing, type SplitFiles, splitFilesFor, writeSplit } from '../../../dataset/split/writeSplit';
import { signalOf } from '../../ui/cancellation';
import { examplesText, numberText } from '../../ui/numberFormat';
import { workspaceOf } from '../../ui/saving';
import { runSteps, type Step, type StepUi } from '../../ui/steps';
import { requireTrust } from '../../ui/trust';
import type { Workbench } from '../../workbench';
import { fileToSplit } from './fileToSplit';

interface Choice {
  readonly size: SplitSize;
  readonly seed: number;
  readonly byLabel: boolean;
}

const shares = [0.1, 0.2, 0.05];
/** Bytes; smaller files are done before a notification is read. */
const large = 8 << 20;

/** Holds examples of a training file back, for validation and evaluation: writes two files beside it. */
export async function splitDataset(workbench: Workbench, argument: unknown): Promise<void> {
  requireTrust();
  const { uri, format } = await fileToSplit(workbench, argument);
  const source = await read(uri.fsPath, format);
  const files = splitFilesFor(uri.fsPath);
  const steps: Step<Choice>[] = [
    async (choice, ui) => ({ ...choice, size: await askSize(source, ui) }),
    (choice, ui) => askWhichWay(source, files, choice, ui),
  ];
  const first: Choice = { size: { share: 0.1 }, seed: 1, byLabel: source.labels !== undefined };
  const choice = await runSteps(vscode.l10n.t('Split Dataset'), steps, first);
  const split = dealAs(source, choice);
  const replace = await existing(files);
  await askToReplace(replace);
  await write(source, split, files, replace);
  await vscode.window.showTextDocument(vscode.Uri.file(files.validation));
  await tell(source, split, files);
}

async function read(file: string, format: string | undefined): Promise<SplitSource> {
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

async function askSize(source: SplitSource, ui: StepUi): Promise<SplitSize> {
  const { examples } = source;
  type Item = vscode.QuickPickItem & { readonly size: SplitSize | undefined };
  const items: Item[] = [
    ...shares
      .filter((share) => Math.round(examples * share) >= 1)
      .map((share) => ({
        label: vscode.l10n.t('{0}%', share * 100),
        description: examplesText(Math.round(examples * share)),
        size: { share },
      })),
    { label: vscode.l10n.t('Custom size…'), size: undefined },
  ];
  const placeholder = vscode.l10n.t(
    'Select the size of the validation split. The file has {0}.',
    figures(source).join(', '),
  );
  const { size } = await ui.pick<Item>({ placeholder, items });
  if (size) return size;
  const typed = await ui.input({
    prompt: vscode.l10n.t('Number of examples in the validation file'),
    value: String(Math.max(1, Math.round(examples / 10))),
    validate: (text) =>
      /^\d+$/.test(text) && Number(text) >= 1 && Number(text) < examples
        ? undefined
        : vscode.l10n.t('Enter a whole number from 1 to {0}.', examples - 1),
  });
  return { count: Number(typed) };
}

function figures({ examples, labels, groups, groupedExamples }: SplitSource): string[] {
  return [
    examplesText(examples),
    ...(labels ? [counted(labels.length, 'class')] : []),
    ...(groups > 0 ? [groupsText(groupedExamples, groups)] : []),
  ];
}

function groupsText(examples: number, groups: number): string {
  return groups === 1
    ? vscode.l10n.t('{0} of them in 1 group that stays together', numberText(examples))
    : vscode.l10n.t('{0} of them in {1} groups that stay together', numberText(examples), numberText(groups));
}

/** Shows what would be written, until the user takes it. */
async function askWhichWay(
  source: SplitSource,
  files: SplitFiles,
  before: Choice,
  ui: StepUi,
): Promise<Choice> {
  for (let choice = before; ; ) {
    const split = dealAs(source, choice);
    const labels = labelsText(source, split);
    const write = {
      label: vscode.l10n.t('$(check) Create {0} and {1}', ...names(files)),
      description: vscode.l10n.t(
        '{0} training, {1} validation',
        numberText(source.examples - split.validation),
        numberText(split.validation),
      ),
      ...(labels === undefined ? {} : { detail: vscode.l10n.t('Held out: {0}', labels) }),
      next: undefined,
    };
    const others = {
      label: vscode.l10n.t('$(refresh) Shuffle again'),
      description: vscode.l10n.t('seed {0}', choice.seed),
      next: { ...choice, seed: choice.seed + 1 },
    };
    const byLabel = {
      label: choice.byLabel
        ? vscode.l10n.t("$(tag) Don't stratify by class")
        : vscode.l10n.t('$(tag) Stratify by class'),
      next: { ...choice, byLabel: !choice.byLabel },
    };
    type Item = vscode.QuickPickItem & { readonly next: Choice | undefined };
    const items: Item[] = [write, others, ...(source.labels ? [byLabel] : [])];
    const { next } = await ui.pick<Item>({
      placeholder: vscode.l10n.t("The source file isn't changed"),
      items,
    });
    if (next === undefined) return choice;
    choice = next;
  }
}

function labelsText({ labels }: SplitSource, split: Split): string | undefined {
  return labels
    ?.slice(0, 8)
    .map(({ answer, count }, index) =>
      vscode.l10n.t('"{2}": {0} of {1}', numberText(split.labels[index] ?? 0), numberText(count), answer),
    )
    .join(', ');
}

function dealAs(source: SplitSource, { size, seed, byLabel }: Choice): Split {
  try {
    return deal(source, { size, seed: String(seed), byLabel });
  } catch (error) {
    throw inWords(error);
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
  source: SplitSource,
  split: Split,
  files: SplitFiles,
  replace: readonly string[],
): Promise<void> {
  const { size } = await stat(source.path);
  const options = {
    location: size > large ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window,
    title: vscode.l10n.t('Creating {0} and {1}…', ...names(files)),
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

async function tell({ blank, broken, invalid }: SplitSource, split: Split, files: SplitFiles): Promise<void> {
  const [training, validation] = names(files);
  const notExamples = blank + broken + invalid;
  const sentences = [
    split.validation === 1
      ? vscode.l10n.t('1 example was held out in {0}.', validation)
      : vscode.l10n.t('{0} examples were held out in {1}.', numberText(split.validation), validation),
    ...(split.validation < split.wanted
      ? [vscode.l10n.t('{0} were requested, but larger groups were kept in the training file.', split.wanted)]
      : []),
    ...(notExamples > 0
      ? [
          vscode.l10n.t(
            '{0} also keeps {1} without an example ({2} blank, {3} invalid JSON).',
            training,
            counted(notExamples, 'line'),
            blank,
            broken,
          ),
        ]
      : []),
  ];
  const tune = vscode.l10n.t('Tune Model…');
  const show = vscode.l10n.t('Open {0}', training);
  const actions = vscode.workspace.isTrusted ? [tune, show] : [show];
  const chosen = await vscode.window.showInformationMessage(sentences.join(' '), ...actions);
  const uri = vscode.Uri.file(files.training);
  if (chosen === show) await vscode.window.showTextDocument(uri);
  if (chosen === tune) await vscode.commands.executeCommand('tunewright.tuneModel', uri);
}

function names({ training, validation }: SplitFiles): [string, string] {
  return [path.basename(training), path.basename(validation)];
}

function inWords(error: unknown): unknown {
  return error instanceof SplitError ? new UserError(error.message, 'SPLIT', [], { cause: error }) : error;
}
