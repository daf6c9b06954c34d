import * as l10n from '@vscode/l10n';
import type { ExampleRule } from '../checking/rule';

export const emptyText: ExampleRule = {
  id: 'empty-text',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Text is empty'),
  description: l10n.t(
    'An example with an empty input or output teaches the model nothing, and the services reject it. Text that contains only whitespace counts as empty.',
  ),
  check(line, report) {
    for (const field of line.outline.fields) {
      if (field.mayBeEmpty || /\S/.test(field.text)) continue;
      const { empty, blank } = MESSAGES[field.speaker];
      report(line.rangeOf(field.path), field.text === '' ? empty : blank);
    }
  },
};

const MESSAGES = {
  system: {
    empty: l10n.t('The system text is empty.'),
    blank: l10n.t('The system text contains only whitespace.'),
  },
  user: {
    empty: l10n.t("The user's text is empty."),
    blank: l10n.t("The user's text contains only whitespace."),
  },
  model: {
    empty: l10n.t("The model's text is empty."),
    blank: l10n.t("The model's text contains only whitespace."),
  },
} as const;
