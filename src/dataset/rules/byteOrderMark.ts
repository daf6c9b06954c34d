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
  title: 'Line starts with a byte order mark',
  description:
    'JSON must not start with a byte order mark (U+FEFF). Some Windows editors add one when they save as "UTF-8 with BOM". Save the file as UTF-8 without BOM.',
  check(text, report) {
    if (text.charCodeAt(0) === 0xfeff) {
      report({ start: 0, end: 1 }, "Byte order mark at the start of the line isn't allowed in JSON.");
    }
  },
  fix: ({ line, range }) => ({
    title: 'Remove byte order mark',
    edits: [replaceOnLine(line, range, '')],
  }),
};
