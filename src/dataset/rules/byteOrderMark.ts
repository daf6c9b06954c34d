import { replaceOnLine } from '../checking/edits';
import type { TextRule } from '../checking/rule';

export const byteOrderMark: TextRule = {
  id: 'byte-order-mark',
  kind: 'json',
  severity: 'error',
  scope: 'text',
  plainLines: 'covered',
  anyJsonl: true,
  fixOnSave: true,
  title: 'The line starts with a byte order mark',
  description:
    'JSON must not start with a byte order mark (U+FEFF). Editors on Windows add it when they save as “UTF-8 with BOM”; save as plain UTF-8.',
  check(text, report) {
    if (text.charCodeAt(0) === 0xfeff) {
      report({ start: 0, end: 1 }, 'The line starts with a byte order mark, which JSON does not allow.');
    }
  },
  fix: ({ line, range }) => ({
    title: 'Remove the byte order mark',
    edits: [replaceOnLine(line, range, '')],
  }),
};
