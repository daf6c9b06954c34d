import * as l10n from '@vscode/l10n';
import { counted, grouped } from '../../base/numbers';
import type { ExampleRule, Report } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { clipSeconds } from '../media/clips';
import { type MediaFile, partResolution, rowResolution } from '../media/mediaFiles';
import { megabytes, mostBytes } from '../media/mediaSizes';
import type { MediaKind } from '../media/mediaTypes';
import type { MediaLimits } from '../targets/target';

export const mediaLimit: ExampleRule = {
  id: 'media-limit',
  kind: 'limit',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('More or larger files than the target model supports'),
  description: l10n.t(
    'Google drops examples with too many, too large, or too long files, and a job fails if more than a tenth of its examples are dropped. The limits are those of the target model. The sizes of embedded files and the lengths of clips with start and end are checked as you type. *Check Files in Cloud Storage* checks the sizes of files in a bucket.',
  ),
  check(line, report) {
    const limits = line.target?.media?.value;
    if (!limits || !line.target) return;
    const files = line.files.filter(({ side }) => side === 'user');
    checkCounts(line, files, limits, line.target.label, report);
    for (const file of files) {
      const size = file.isInline ? Math.floor((file.source.length * 3) / 4) : 0;
      const most = mostBytes(file.kind, limits);
      if (most !== undefined && size > most)
        report(
          line.openingOf(file.path),
          l10n.t(
            'The file is {0} MB. {1} supports up to {2} MB.',
            megabytes(size),
            line.target.label,
            megabytes(most),
          ),
        );
      const seconds = clipSeconds(file);
      const longest = longestOf(file, rowResolution(line.value), limits);
      if (seconds !== undefined && longest !== undefined && seconds > longest * 60)
        report(
          line.openingOf(file.path),
          tooLong(file.kind, counted(seconds, 'second'), line.target.label, grouped(longest * 60)),
        );
    }
  },
};

const COUNTS = {
  image: { limit: 'images', noun: 'image' },
  document: { limit: 'documents', noun: 'document' },
  audio: { limit: 'sounds', noun: 'audio file' },
  video: { limit: 'videos', noun: 'video' },
} as const;

function checkCounts(
  line: ExampleLine,
  files: readonly MediaFile[],
  limits: MediaLimits,
  label: string,
  report: Report,
): void {
  for (const kind of Object.keys(COUNTS) as MediaKind[]) {
    const own = files.filter((file) => file.kind === kind);
    const { limit, noun } = COUNTS[kind];
    const most = limits[limit];
    const first = most === undefined ? undefined : own[most];
    if (most === undefined || !first) continue;
    report(
      line.rangeOf(first.path),
      l10n.t('The example has {0}. {1} supports up to {2}.', counted(own.length, noun), label, most),
    );
  }
}

function tooLong(kind: MediaKind | undefined, own: string, label: string, most: string): string {
  return kind === 'video'
    ? l10n.t('The clip is {0} long. {1} supports up to {2} at this resolution.', own, label, most)
    : l10n.t('The clip is {0} long. {1} supports up to {2}.', own, label, most);
}

/** Minutes. */
function longestOf(file: MediaFile, row: string | undefined, limits: MediaLimits): number | undefined {
  if (file.kind === 'audio') return limits.soundMinutes;
  const isLow = (partResolution(file) ?? row) === 'MEDIA_RESOLUTION_LOW';
  return isLow ? limits.videoMinutesLow : limits.videoMinutes;
}
