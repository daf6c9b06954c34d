import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError';
import type { MediaCounts } from '../../dataset/checking/rule';
import { ONLY_SOUND } from '../../dataset/media/mediaFiles';

/** One of the two files of a launch, as far as they must be alike. */
export interface FileOfPair {
  readonly name: string;
  /** `DatasetFormat.id`; undefined when nobody here can tell. */
  readonly format: string | undefined;
  readonly media: MediaCounts | undefined;
}

/** @throws UserError when a validation file has another format than its training file, or another resolution of its pictures */
export function requireAlike(training: FileOfPair, validation: FileOfPair): void {
  if (training.format !== undefined && validation.format !== training.format)
    throw new UserError(
      l10n.t(
        'Validation file {0} and training file {1} have different formats.',
        validation.name,
        training.name,
      ),
      'OTHER_FORMAT',
    );
  const [others, own] = [resolutionsOf(training), resolutionsOf(validation)];
  if (others.length === 0 || own.every((key) => others.includes(key))) return;
  throw new UserError(
    l10n.t(
      'Examples with files in {0} have a different "mediaResolution" than those of the training file. Google requires the same in both.',
      validation.name,
    ),
    'OTHER_RESOLUTION',
  );
}

/** Within a file the rule `media-resolution` tells of more than one. */
function resolutionsOf({ media }: FileOfPair): readonly unknown[] {
  return [...(media?.keys() ?? [])].filter((key) => key !== ONLY_SOUND);
}
