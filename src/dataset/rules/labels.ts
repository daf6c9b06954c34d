import * as l10n from '@vscode/l10n';
import type { ExampleRule } from '../checking/rule';
import { isObject } from '../json/value';

const LABEL = /^[a-z0-9_-]{0,64}$/;

export const labels: ExampleRule = {
  id: 'label-form',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t("Label contains characters that Google Cloud doesn't allow"),
  description: l10n.t(
    'Label keys and values can have up to 64 lowercase letters, digits, underscores, and dashes (Google Cloud label requirements).',
  ),
  check(line, report) {
    const own = line.value.labels;
    if (!isObject(own) || !('contents' in line.value)) return;
    for (const [key, value] of Object.entries(own)) {
      if (key === '' || !LABEL.test(key))
        report(
          line.keyRangeOf(['labels', key]),
          l10n.t('Label keys can have up to 64 lowercase letters, digits, underscores, and dashes.'),
        );
      if (typeof value === 'string' && !LABEL.test(value)) {
        report(
          line.rangeOf(['labels', key]),
          l10n.t('Label values can have up to 64 lowercase letters, digits, underscores, and dashes.'),
        );
      }
    }
  },
};
