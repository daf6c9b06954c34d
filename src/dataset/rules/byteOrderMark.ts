import * as l10n from '@vscode/l10n';
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
  title: l10n.t('Line starts with a byte order mark'),
  description: l10n.t(
    'JSON must not start with a byte order mark (U+FEFF). Some Windows editors add one when they save as "UTF-8 with BOM". Save the file as UTF-8 without BOM.',
  ),
  check(text, report) {
    if (text.charCodeAt(0) === 0xfeff) {
      report({ start: 0, end: 1 }, l10n.t("Byte order mark at the start of the line isn't allowed in JSON."));
    }
  },
  fix: ({ line, range }) => ({
    title: l10n.t('Remove byte order mark'),
    edits: [replaceOnLine(line, range, '')],
  }),
};
