import { printable } from '../../base/printable';
import type { Problem } from '../checking/problem';
import type { FileScan } from '../scan/fileScan';
import type { Report } from './report';

/** `path:line:column: severity: message [rule]`, as editors and terminals know it, and a line for each file. */
export const textReport: Report = {
  isPrintable: true,
  async *write(scans) {
    for await (const scan of scans) {
      const path = printable(`${scan.path}:`);
      for await (const problems of scan.problems())
        yield problems.map((problem) => path + withoutPath(problem)).join('');
      yield `${path} ${summary(scan)}\n`;
    }
  },
};

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
    count(error, 'error'),
    count(warning, 'warning'),
    ...(others > 0 ? [count(others, 'hint')] : []),
  ];
  return `${format}, ${count(lines, 'line')}, ${count(examples, 'example')}: ${counts.join(', ')}`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}
