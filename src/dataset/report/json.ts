import type { Problem } from '../checking/problem';
import type { FileScan } from '../scan/fileScan';
import type { Report } from './report';

/** `{"files":[{"path","format","lines","examples","problems":[…],"statistics":{…}}]}`, one problem a line. */
export const jsonReport: Report = {
  async *write(scans) {
    yield '{"files":[';
    let first = true;
    for await (const scan of scans) {
      yield first ? '\n' : ',\n';
      first = false;
      yield* writeFile(scan);
    }
    yield '\n]}\n';
  },
};

async function* writeFile(scan: FileScan): AsyncGenerator<string> {
  const { path, format, lines, examples } = scan;
  yield `${JSON.stringify({ path, format, lines, examples }).slice(0, -1)},"problems":[`;
  let separator = '\n';
  for await (const problems of scan.problems()) {
    for (const problem of problems) {
      yield separator + JSON.stringify(publicForm(problem));
      separator = ',\n';
    }
  }
  const tokens = await scan.countTokens();
  yield `],"statistics":${JSON.stringify({ ...scan.statistics, ...(tokens ? { tokens } : {}) })}}`;
}

/** Lines and columns from 1, the end after the last character. */
export function publicForm({
  line,
  range,
  severity,
  kind,
  rule,
  message,
}: Problem): Record<string, string | number> {
  return {
    line: line + 1,
    column: range.start + 1,
    endLine: line + 1,
    endColumn: range.end + 1,
    severity,
    kind,
    rule,
    message,
  };
}
