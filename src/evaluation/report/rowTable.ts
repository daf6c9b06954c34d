import * as l10n from '@vscode/l10n';
import { questionOf } from '../judge/judging';
import type { ReportInput } from './report';

/** Every row with the answers and scores of all targets, by column name. */
export function rowTable({ results, scores }: ReportInput): Record<string, string | number>[] {
  const { targets } = results.header;
  const names = targets.map(({ label }, index) =>
    targets.some((other, at) => at !== index && other.label === label) ? `${label} (${index + 1})` : label,
  );
  return results.rows.map((row) => {
    const cells: Record<string, string | number> = {
      line: row.line,
      question: questionOf(row),
      expected: row.expected,
    };
    if (row.seen) cells[l10n.t('seen in training')] = row.seen;
    for (const [target, name] of names.entries()) {
      const answer = results.answer(row.line, target);
      const failure = results.failure(row.line, target);
      cells[name] = answer?.text ?? '';
      if (answer && answer.finishReason !== 'STOP') cells[l10n.t('{0}: finish', name)] = answer.finishReason;
      if (failure) cells[l10n.t('{0}: failed', name)] = failure.message;
      for (const metric of scores.metrics) {
        const score = scores.score(metric, row, target);
        if (score !== undefined) cells[`${name}: ${metric.id}`] = score;
      }
      const judged = results.judgement(row.line, target)?.reason;
      if (judged) cells[l10n.t("{0}: judge's reason", name)] = judged;
    }
    return cells;
  });
}
