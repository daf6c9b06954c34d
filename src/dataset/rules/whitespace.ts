import * as l10n from '@vscode/l10n';
import { replaceOnLine } from '../checking/edits';
import type { ExampleRule } from '../checking/rule';

export const whitespace: ExampleRule = {
  id: 'outer-whitespace',
  kind: 'style',
  severity: 'info',
  scope: 'example',
  plainLines: 'covered',
  fixOnSave: true,
  title: l10n.t('Text starts or ends with whitespace'),
  description: l10n.t(
    "The model learns leading and trailing whitespace, so prompts must then include it too. Older platforms required it. Google's don't.",
  ),
  check(line, report) {
    for (const { path, text } of line.outline.fields) {
      const trimmed = text.trim();
      if (trimmed === text || trimmed === '') continue;
      const start = text.length - text.trimStart().length;
      const end = text.trimEnd().length;
      if (start > 0) report(line.textRangeOf(path, 0, start), l10n.t('Text starts with whitespace.'));
      if (end < text.length)
        report(line.textRangeOf(path, end, text.length), l10n.t('Text ends with whitespace.'));
    }
  },
  fix: ({ line, range }) => ({ title: l10n.t('Remove whitespace'), edits: [replaceOnLine(line, range, '')] }),
};
