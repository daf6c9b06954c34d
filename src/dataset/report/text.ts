import { printable } from '../../base/printable';
import type { FileScan } from '../scan/fileScan';
import type { Report } from './report';

/** `path:line:column: severity: message [rule]`, as editors and terminals know it, and a line for each file. */
export const textReport: Report = {
  async *write(scans) {
    for await (const scan of scans) {
      for await (const { line, range, severity, message, rule } of scan.problems()) {
        const at = `${printable(scan.path)}:${line + 1}:${range.start + 1}`;
        yield `${at}: ${severity}: ${printable(message)} [${rule}]\n`;
      }
      yield `${summary(scan)}\n`;
    }
  },
};

function summary({ path, format, lines, examples, severities }: FileScan): string {
  const { error, warning, info, hint } = severities;
  const others = info + hint;
  const counts = [
    count(error, 'error'),
    count(warning, 'warning'),
    ...(others > 0 ? [count(others, 'hint')] : []),
  ];
  return `${printable(path)}: ${format}, ${count(lines, 'line')}, ${count(examples, 'example')}: ${counts.join(', ')}`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}
