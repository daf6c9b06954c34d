import * as vscode from 'vscode';
import { counted } from '../../../base/numbers';
import { UserError } from '../../../base/userError';
import { SplitError, type SplitSource } from '../../../dataset/split/splitSource';
import { deal, type Split, type SplitSize } from '../../../dataset/split/stratifiedSplit';
import { examplesText, numberText } from '../../ui/numberFormat';
import { runSteps, type Step, type StepUi } from '../../ui/steps';

/** How the two files, or documents, are called. */
export interface SplitNames {
  readonly training: string;
  readonly validation: string;
}

interface Choice {
  readonly size: SplitSize;
  readonly seed: number;
  readonly byLabel: boolean;
}

const shares = [0.1, 0.2, 0.05];
/** Asks how a dataset is split, and shows what comes of it. */
export async function askHowToSplit(source: SplitSource, names: SplitNames): Promise<Split> {
  const steps: Step<Choice>[] = [
    async (choice, ui) => ({ ...choice, size: await askSize(source, ui) }),
    (choice, ui) => askWhichWay(source, names, choice, ui),
  ];
  const first: Choice = { size: { share: 0.1 }, seed: 1, byLabel: source.labels !== undefined };
  return dealAs(source, await runSteps(vscode.l10n.t('Split Dataset'), steps, first));
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
  { training, validation }: SplitNames,
  before: Choice,
  ui: StepUi,
): Promise<Choice> {
  for (let choice = before; ; ) {
    const split = dealAs(source, choice);
    const labels = labelsText(source, split);
    const write = {
      label: vscode.l10n.t('$(check) Create {0} and {1}', training, validation),
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

/** What came of it, in sentences. */
export function splitText(
  { blank, broken, invalid }: SplitSource,
  split: Split,
  { training, validation }: SplitNames,
): string {
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
  return sentences.join(' ');
}

export function inWords(error: unknown): unknown {
  return error instanceof SplitError ? new UserError(error.message, 'SPLIT', [], { cause: error }) : error;
}
