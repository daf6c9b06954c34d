import * as l10n from '@vscode/l10n';
import { counted, grouped } from '../../base/numbers';
import type { FileRule } from '../checking/rule';

export const fewExamples: FileRule = {
  id: 'few-examples',
  kind: 'file',
  severity: 'info',
  scope: 'file',
  title: l10n.t('Too few examples'),
  description: l10n.t(
    'Services require or recommend a minimum number of examples. A model tuned on fewer examples tends to memorize them instead of generalizing.',
  ),
  check({ examples, target }) {
    const minimum = target?.minimumExamples?.value;
    if (!target || minimum === undefined || examples === 0 || examples >= minimum) return undefined;
    const best = target.recommendedExamples;
    const [own, least] = [counted(examples, 'example'), grouped(minimum)];
    return best
      ? l10n.t(
          'The file has {0}. {1} requires at least {2}. At least {3} are recommended.',
          own,
          target.label,
          least,
          grouped(best.value),
        )
      : l10n.t('The file has {0}. {1} requires at least {2}.', own, target.label, least);
  },
};
