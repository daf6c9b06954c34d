import { counted } from '../../base/numbers';
import { printable } from '../../base/printable';
import type { Problem } from '../checking/problem';
import { RuleLimit } from '../scan/blockProblems';
import type { FileScan } from '../scan/fileScan';
import type { Report } from './report';

/** Of one rule in one file: nobody reads more, and a terminal takes longer to show them than we to find them. */
const MOST_OF_RULE = 1_000;

/**
 * `path:line:column: severity: message [rule]`, as editors and terminals know it, and a line for each file. Where one
 * rule has very many problems, the rest are counted; the JSON and SARIF reports list them.
 */
export const textReport: Report = {
  isPrintable: true,
  async *write(scans) {
    for await (const scan of scans) {
      const path = printable(`${scan.path}:`);
      const limit = new RuleLimit(MOST_OF_RULE);
      for await (const problems of scan.problems(limit)) {
        if (problems.length > 0) yield problems.map((problem) => path + withoutPath(problem)).join('');
      }
      for (const { rule, number } of limit.rest()) yield `${path} ${more(number)} [${rule}]\n`;
      yield `${path} ${summary(scan)}\n`;
    }
  },
};

function more(number: number): string {
  return `${counted(number, 'more problem')} of this rule. To list all, use --format json.`;
}

function withoutPath({ line, range, severity, message, rule }: Problem): string {
  return `${line + 1}:${range.start + 1}: ${severity}: ${shown(message)} [${rule}]\n`;
}

/** Many problems say the same. */
const known = new Map<string, string>();
const MOST_KNOWN = 1_000;

function shown(message: string): string {
  const own = known.get(message) ?? printable(message);
  if (known.size < MOST_KNOWN) known.set(message, own);
  return own;
}

function summary({ format, lines, examples, severities }: FileScan): string {
  const { error, warning, info, hint } = severities;
  const others = info + hint;
  const counts = [
    counted(error, 'error'),
    counted(warning, 'warning'),
    ...(others > 0 ? [counted(others, 'hint')] : []),
  ];
  return `${format}, ${counted(lines, 'line')}, ${counted(examples, 'example')}: ${counts.join(', ')}`;
}
