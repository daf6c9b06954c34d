import { printable } from '../../base/printable';
import type { Problem, Severity } from '../checking/problem';
import type { Report } from './report';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** GitHub Actions' workflow commands, which become annotations of the changed files. */
export const githubReport: Report = {
  isPrintable: true,
  async *write(scans) {
    for await (const scan of scans) {
      for await (const problems of scan.problems())
        yield problems.map((problem) => command(scan.path, problem)).join('');
    }
  },
};

function command(path: string, { line, range, severity, rule, message }: Problem): string {
  const at = `file=${property(path)},line=${line + 1},endLine=${line + 1}`;
  const columns = `col=${range.start + 1},endColumn=${range.end + 1}`;
  return `::${COMMANDS[severity]} ${at},${columns},title=${property(rule)}::${data(message)}\n`;
}

function data(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
