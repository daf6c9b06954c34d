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
      const whose = NAMES[field.speaker];
      const message =
        field.text === ''
          ? l10n.t('The {0} text is empty.', whose)
          : l10n.t('The {0} text contains only whitespace.', whose);
      report(line.rangeOf(field.path), message);
    }
  },
};

const NAMES = { system: l10n.t('system'), user: l10n.t("user's"), model: l10n.t("model's") };
