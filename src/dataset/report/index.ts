import { githubReport } from './github';
import { jsonReport } from './json';
import type { Report } from './report';
import { sarifReport } from './sarif';
import { textReport } from './text';

/** The values of `--format`. */
export const reports: Readonly<Record<string, Report>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
};
