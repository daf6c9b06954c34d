import { replaceOnLine } from '../checking/edits';
import type { ExampleRule } from '../checking/rule';

export const whitespace: ExampleRule = {
  id: 'outer-whitespace',
  kind: 'style',
  severity: 'info',
  scope: 'example',
  plainLines: 'covered',
  fixOnSave: true,
  title: 'A text starts or ends with white space',
  description:
    'The model learns the spaces and line ends too, and prompts at run time must then have them as well. Older platforms asked for them; Google’s do not.',
  check(line, report) {
    for (const { path, text } of line.outline.fields) {
      const trimmed = text.trim();
      if (trimmed === text || trimmed === '') continue;
      const start = text.length - text.trimStart().length;
      const end = text.trimEnd().length;
      if (start > 0) report(line.textRangeOf(path, 0, start), 'The text starts with white space.');
      if (end < text.length)
        report(line.textRangeOf(path, end, text.length), 'The text ends with white space.');
    }
  },
  fix: ({ line, range }) => ({ title: 'Remove the white space', edits: [replaceOnLine(line, range, '')] }),
};
