import * as vscode from 'vscode';
import { taskOf } from '../../../dataset/example/task';
import { parse } from '../../../dataset/json/parse';
import { isObject } from '../../../dataset/json/value';
import { type Advice, advice, sourceOf } from '../../../dataset/targets/target';
import type { TrainingData } from '../trainingData';

/** What Google recommends for a file, in the words of the launch form. */
export interface LaunchAdvice {
  readonly label: string;
  readonly detail: string;
}

/** Lines that are looked at to tell the task: from all of the file. */
const mostLines = 400;

/** Undefined of a file in Cloud Storage, which nobody here has read. */
export function launchAdvice({ file, format, statistics }: TrainingData): LaunchAdvice | undefined {
  if (file.kind === 'remote' || format === undefined || statistics === undefined) return undefined;
  const task = taskOf(conversationsIn(file.text, format));
  const found = advice.find((one) => one.task === task);
  return found ? adviceFor(found, statistics.examples) : generalAdvice(statistics.examples);
}

function adviceFor(one: Advice, examples: number): LaunchAdvice {
  const [least, most] = epochsOf(one);
  const enough = examples >= one.examples;
  const count = examples.toLocaleString();
  return {
    label: vscode.l10n.t('Recommended for {0}: {1} to {2} epochs', taskLabel(one.task), least, most),
    detail: enough
      ? vscode.l10n.t(
          'Looks like {0}. The file has {1} examples, and Google recommends {2} or more. {3}',
          taskLabel(one.task),
          count,
          one.examples.toLocaleString(),
          sourceOf(one),
        )
      : vscode.l10n.t(
          'Looks like {0}. The file has {1} of the {2} examples that Google recommends: few examples and many epochs overfit. {3}',
          taskLabel(one.task),
          count,
          one.examples.toLocaleString(),
          sourceOf(one),
        ),
  };
}

/** When the examples don't show their task: what holds for all. */
function generalAdvice(examples: number): LaunchAdvice | undefined {
  const [first] = advice;
  if (first === undefined) return undefined;
  const least = Math.min(...advice.map((one) => epochsOf(one)[0]));
  const most = Math.max(...advice.map((one) => epochsOf(one)[1]));
  const tasks = advice.map((one) => `${taskLabel(one.task)} ${one.examples.toLocaleString()}+`).join(', ');
  return {
    label: vscode.l10n.t('Recommended: {0} to {1} epochs', least, most),
    detail: vscode.l10n.t(
      'The file has {0} examples. Google recommends by task: {1}. {2}',
      examples.toLocaleString(),
      tasks,
      sourceOf(first),
    ),
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

function conversationsIn(text: string, format: NonNullable<TrainingData['format']>) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const every = Math.max(1, Math.ceil(lines.length / mostLines));
  return lines
    .filter((_, at) => at % every === 0)
    .flatMap((line) => {
      const value = parse(line);
      return isObject(value) ? [format.toConversation(value)] : [];
    });
}
