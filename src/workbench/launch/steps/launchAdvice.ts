import * as vscode from 'vscode';
import { type Advice, advice, sourceOf } from '../../../dataset/targets/target';
import { numberText } from '../../ui/numberFormat';
import type { TrainingData } from '../trainingData';

/** What Google recommends for a file, in the words of the launch form: a row of one line and one below. */
export interface LaunchAdvice {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** Undefined of a file in Cloud Storage, which nobody here has read. */
export function launchAdvice({ statistics, content }: TrainingData): LaunchAdvice | undefined {
  if (statistics === undefined || content === undefined) return undefined;
  const found = advice.find((one) => one.task === content.task);
  return found ? adviceFor(found, statistics.examples) : generalAdvice(statistics.examples);
}

function adviceFor(one: Advice, examples: number): LaunchAdvice {
  const [least, most] = epochsOf(one);
  const few = examples < one.examples ? [vscode.l10n.t('Few examples and many epochs overfit.')] : [];
  return {
    label: vscode.l10n.t(
      'Recommended for {0}: {1} to {2} epochs',
      taskLabel(one.task),
      numberText(least),
      numberText(most),
    ),
    description: vscode.l10n.t(
      'from {0} examples; the file has {1}',
      numberText(one.examples),
      numberText(examples),
    ),
    detail: [...few, sourceOf(one)].join(' '),
  };
}

/** When the examples don't show their task: what holds for all. A row that is too long loses its end, not the source. */
function generalAdvice(examples: number): LaunchAdvice | undefined {
  const [first] = advice;
  if (first === undefined) return undefined;
  const least = Math.min(...advice.map((one) => epochsOf(one)[0]));
  const most = Math.max(...advice.map((one) => epochsOf(one)[1]));
  const tasks = advice.map((one) => `${taskLabel(one.task)} ${numberText(one.examples)}+`).join(', ');
  return {
    label: vscode.l10n.t('Recommended: {0} to {1} epochs', numberText(least), numberText(most)),
    description: vscode.l10n.t(
      'from {0} to {1} examples, by task; the file has {2}',
      numberText(Math.min(...advice.map((one) => one.examples))),
      numberText(Math.max(...advice.map((one) => one.examples))),
      numberText(examples),
    ),
    detail: `${sourceOf(first)}: ${tasks}`,
  };
}

function epochsOf({ epochs }: Advice): readonly [number, number] {
  const [least = 1, most = least] = epochs;
  return [least, most];
}

function taskLabel(task: string): string {
  const labels: Readonly<Record<string, string>> = {
    classification: vscode.l10n.t('classification'),
    summarisation: vscode.l10n.t('summarization'),
    'extractive question answering': vscode.l10n.t('extractive answers'),
    chat: vscode.l10n.t('chat'),
  };
  return labels[task] ?? task;
}
