// An evaluation by batches: which prompts a batch has, and what its answers are in a results file.
import type { BatchAnswer } from '../../tuning/contract/batch';
import { answerText } from '../../tuning/contract/functions';
import type { Prompt } from '../../tuning/contract/service';
import { type ResultRecord, tokensOf } from '../results/records';
import type { Results } from '../results/results';

/** The prompts of these rows, as they are asked one by one too. */
export function promptsOf({ rows, header }: Results, lines: readonly number[], target: number): Prompt[] {
  const parameters = header.targets[target]?.parameters ?? header.parameters;
  const byLine = new Map(rows.map((row) => [row.line, row]));
  return lines.flatMap((line) => {
    const row = byLine.get(line);
    return row ? [{ ...row.prompt, parameters }] : [];
  });
}

/** What a batch has answered; rows that it says nothing of stay missing and can be asked again. */
export function recordsOf(
  answers: readonly BatchAnswer[],
  lines: readonly number[],
  target: number,
): ResultRecord[] {
  return answers.flatMap((answer, index): ResultRecord[] => {
    const line = lines[index];
    if (line === undefined || answer.kind === 'missing') return [];
    if (answer.kind === 'failure')
      return [{ kind: 'failure', line, target, reason: 'BATCH_ROW', message: answer.message }];
    const { calls, finishReason, usage } = answer;
    const text = answerText(answer.text, calls);
    return [
      {
        ...{ kind: 'answer', line, target, text, finishReason },
        ...(calls?.length ? { calls } : {}),
        ...tokensOf(usage),
      },
    ];
  });
}
