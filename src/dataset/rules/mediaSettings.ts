import * as l10n from '@vscode/l10n';
import type { ExampleRule, Report } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { member } from '../formats/shared/content';
import type { JsonObject, JsonPath } from '../json/value';
import { isObject } from '../json/value';
import { metadataOf, secondsOf } from '../media/clips';
import { type MediaFile, partResolution } from '../media/mediaFiles';

/** Frames a second: more are not taken (`VideoMetadata.fps`). */
const MOST_FRAMES = 24;

export const mediaSettings: ExampleRule = {
  id: 'media-settings',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Invalid setting of a file'),
  description: l10n.t(
    '`videoMetadata` selects a clip of a video: offsets such as `"5s"`, the end after the start, and `fps` above 0 and up to 24. `mediaResolution` of a part is supported by Gemini 3 and newer, and `MEDIA_RESOLUTION_ULTRA_HIGH` only for images.',
  ),
  check(line, report) {
    for (const file of line.files) {
      const place = file.path.slice(0, -1);
      checkClip(line, file, place, report);
      checkResolution(line, file, place, report);
    }
  },
};

function checkClip(line: ExampleLine, file: MediaFile, part: JsonPath, report: Report): void {
  const metadata = metadataOf(file);
  if (!metadata) return;
  const at = [...part, 'videoMetadata' in file.part ? 'videoMetadata' : 'video_metadata'];
  if (file.kind === 'image' || file.kind === 'document') {
    report(line.keyRangeOf(at), l10n.t('"videoMetadata" is supported only for video and audio.'));
    return;
  }
  for (const [camel, snake] of OFFSETS) {
    const key = keyOf(metadata, camel, snake);
    const value = metadata[key];
    if (typeof value === 'string' && secondsOf(value) === undefined)
      report(line.rangeOf([...at, key]), l10n.t('Write seconds with an "s": "5s" or "2.5s".'));
  }
  const [start, end] = OFFSETS.map(([camel, snake]) => secondsOf(member(metadata, camel, snake)));
  if (end !== undefined && end <= (start ?? 0))
    report(
      line.rangeOf([...at, keyOf(metadata, 'endOffset', 'end_offset')]),
      l10n.t('The clip ends before it starts.'),
    );
  const { fps } = metadata;
  if (typeof fps === 'number' && !(fps > 0 && fps <= MOST_FRAMES))
    report(line.rangeOf([...at, 'fps']), l10n.t('"fps" must be above 0 and at most {0}.', MOST_FRAMES));
}

const OFFSETS = [
  ['startOffset', 'start_offset'],
  ['endOffset', 'end_offset'],
] as const;

function checkResolution(line: ExampleLine, file: MediaFile, part: JsonPath, report: Report): void {
  const level = partResolution(file);
  if (level === undefined) return;
  const key = keyOf(file.part, 'mediaResolution', 'media_resolution');
  const at = [...part, key];
  const { target } = line;
  if (target?.media && !target.media.value.partResolution)
    report(
      line.keyRangeOf(at),
      l10n.t(
        '{0} takes no resolution for a single file, only one for the whole example, in "generationConfig".',
        target.label,
      ),
    );
  else if (file.kind === 'audio') report(line.keyRangeOf(at), l10n.t("Audio doesn't have a resolution."));
  else if (level === 'MEDIA_RESOLUTION_ULTRA_HIGH' && file.kind !== 'image' && isObject(file.part[key]))
    report(
      line.rangeOf([...at, 'level']),
      l10n.t('"MEDIA_RESOLUTION_ULTRA_HIGH" is supported only for images.'),
    );
}

function keyOf(object: JsonObject, camel: string, snake: string): string {
  return snake in object && !(camel in object) ? snake : camel;
}
