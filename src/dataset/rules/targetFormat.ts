import * as l10n from '@vscode/l10n';
import { anyOf } from '../../base/numbers';
import type { FileRule } from '../checking/rule';
import { findFormat } from '../formats/index';

export const targetFormat: FileRule = {
  id: 'target-format',
  kind: 'file',
  severity: 'error',
  scope: 'file',
  title: l10n.t("Target model doesn't support this format"),
  description: l10n.t(
    'Each service supports only its own formats. Convert the file or select another target model. Reported only if a target model is selected.',
  ),
  check({ format, target, isTargetChosen }) {
    if (!target || !isTargetChosen || target.formats.includes(format.id)) return undefined;
    const taken = anyOf(target.formats.map((id) => findFormat(id)?.label ?? id));
    return l10n.t('The file is in {0} format. {1} supports {2}.', format.label, target.label, taken);
  },
};
