import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/numbers';
import type { FileRule } from '../checking/rule';
import { ONLY_SOUND, UNSET } from '../media/mediaFiles';

export const mediaResolution: FileRule = {
  id: 'media-resolution',
  kind: 'file',
  severity: 'error',
  scope: 'file',
  title: l10n.t('Different media resolutions in one file'),
  description: l10n.t(
    "All examples of the training and validation files must have the same `mediaResolution` in `generationConfig`. Google doesn't support a mixture. Without one, an example uses the model's default. The resolution of a single part, which Gemini 3 supports, can differ. Reported on the first line.",
  ),
  check({ media }) {
    const seen = [...media].filter(([resolution]) => resolution !== ONLY_SOUND);
    if (seen.length < 2) return undefined;
    const counts = seen
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([resolution, count]) =>
        l10n.t('{0} with {1}', grouped(count), resolution === UNSET ? l10n.t('none') : resolution),
      );
    return l10n.t(
      'All examples with files must have the same "mediaResolution". Found {0}.',
      counts.join(', '),
    );
  },
};
