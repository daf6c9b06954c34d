import * as l10n from '@vscode/l10n';
import { counted, grouped } from '../../base/numbers';
import type { FileRule } from '../checking/rule';

export const fileLimit: FileRule = {
  id: 'file-limit',
  kind: 'limit',
  severity: 'error',
  scope: 'file',
  title: l10n.t("File exceeds the target model's limits"),
  description: l10n.t(
    'Services limit the size of a training file and its number of examples. Split the file or remove examples.',
  ),
  check({ examples, bytes, target, media }) {
    if (!target) return undefined;
    const { rows, multimodalRows, fileBytes } = target;
    if (rows && examples > rows.value) {
      return l10n.t(
        'The file has {0}. {1} supports up to {2}.',
        counted(examples, 'example'),
        target.label,
        grouped(rows.value),
      );
    }
    const withFiles = [...media.values()].reduce((sum, count) => sum + count, 0);
    if (multimodalRows && withFiles > 0 && examples > multimodalRows.value) {
      return l10n.t(
        'The file has {0}, {1} of them with files. {2} supports up to {3} if there are files.',
        counted(examples, 'example'),
        grouped(withFiles),
        target.label,
        grouped(multimodalRows.value),
      );
    }
    if (fileBytes && bytes !== undefined && bytes > fileBytes.value) {
      return l10n.t(
        'The file has {0}. {1} supports up to {2}.',
        counted(bytes, 'byte'),
        target.label,
        grouped(fileBytes.value),
      );
    }
    return undefined;
  },
};
