import type { Problem } from '../../dataset/checking/problem';
import { findRule } from '../../dataset/rules/index';
import { scanFile } from '../../dataset/scan/fileScan';
import { asData, withRoom } from '../answer';
import { fileInput, targetFor, targetInput, withDataset } from '../file';
import { tool } from '../tool';

const usualLimit = 20;

export const checkDataset = tool({
  name: 'check_dataset',
  title: 'Check Dataset',
  description:
    'Checks a JSON Lines dataset for tuning Gemini models: invalid JSON, wrong or missing keys and roles, duplicates, conflicting answers, limits of the target model, personal data. Returns how many problems each rule found, and the first ones with line, column and message. Call it after every change of a dataset and before tuning. Sends nothing.',
  input: {
    type: 'object',
    properties: {
      file: fileInput,
      target: targetInput,
      rule: { type: 'string', description: 'List only the problems of this rule, such as "invalid-json".' },
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: 200,
        description: `How many problems to list. Default: ${usualLimit}.`,
      },
    },
    required: ['file'],
    additionalProperties: false,
  },
  run: ({ file: name, target: model, rule, limit = usualLimit }, host, signal) =>
    withDataset(host, name, async (file, pool) => {
      const target = targetFor(model, file);
      const scan = await scanFile(pool, file.path, {
        ...file.options,
        name: file.name,
        ...(target ? { target: target.id, mustTune: true } : {}),
      });
      const byRule = new Map<string, number>();
      const first: Problem[] = [];
      for await (const problems of scan.problems()) {
        signal.throwIfAborted();
        for (const problem of problems) {
          byRule.set(problem.rule, (byRule.get(problem.rule) ?? 0) + 1);
          if (first.length < limit && (rule === undefined || problem.rule === rule)) first.push(problem);
        }
      }
      const { error, warning, info, hint } = scan.severities;
      const listed = withRoom(first.map(lineOf));
      const counts = [...byRule].map(([id, count]) => ({
        rule: id,
        count,
        hasFix: findRule(id)?.fixOnSave === true,
      }));
      return [
        `${file.name}: ${scan.exampleFormat?.label ?? 'no training data'}, lines: ${scan.lines}, examples: ${scan.examples}.`,
        `Errors: ${error}, warnings: ${warning}, hints: ${info + hint}.`,
        ...counts.map(
          (one) =>
            `- ${one.rule}: ${one.count}${one.hasFix ? ' (can be fixed by apply_fixes)' : ''}${titleOf(one.rule)}`,
        ),
        ...(listed.length > 0
          ? [
              `The first ${listed.length}, as line:column severity [rule] message:`,
              asData('what the check says, which may quote the file', listed),
            ]
          : []),
      ].join('\n');
    }),
});

function lineOf({ line, range, severity, rule, message }: Problem): string {
  return `${line + 1}:${range.start + 1} ${severity} [${rule}] ${message}`;
}

function titleOf(rule: string): string {
  const title = findRule(rule)?.title;
  return title === undefined ? '' : `: ${title}`;
}
