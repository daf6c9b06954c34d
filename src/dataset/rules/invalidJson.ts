import { diagnoseJson } from '../json/diagnose';
import type { TextRule } from '../rule';

export const invalidJson: TextRule = {
  id: 'invalid-json',
  kind: 'json',
  severity: 'error',
  scope: 'text',
  anyJsonl: true,
  title: 'The line is not JSON',
  description:
    'Each line of a JSONL file is one JSON value, complete on its line. A service refuses a file with a line that it cannot read.',
  check(text, report, parsed) {
    if (parsed) return;
    const error = diagnoseJson(text.replace(/^\uFEFF/, ' '));
    if (error) report(error.range, error.message);
    else report({ start: 0, end: text.length }, 'This line is not JSON.');
  },
};
