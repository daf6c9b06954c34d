// The stretch of a video or sound that a row names: `videoMetadata` of its part.
import { member } from '../formats/shared/content';
import { isObject, type JsonObject, type JsonValue } from '../json/value';
import type { MediaFile } from './mediaFiles';

export function metadataOf({ part }: Pick<MediaFile, 'part'>): JsonObject | undefined {
  const own = member(part, 'videoMetadata', 'video_metadata');
  return isObject(own) ? own : undefined;
}

/** `5s`, `25.5s`: protobuf's Duration. Undefined for anything else. */
export function secondsOf(value: JsonValue | undefined): number | undefined {
  const [, seconds] = typeof value === 'string' ? (/^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(value) ?? []) : [];
  return seconds === undefined ? undefined : Number(seconds);
}

/** How long the stretch is; undefined when its end is not said. */
export function clipSeconds(file: Pick<MediaFile, 'part' | 'kind'>): number | undefined {
  const metadata = metadataOf(file);
  if (!metadata || (file.kind !== 'video' && file.kind !== 'audio')) return undefined;
  const end = secondsOf(member(metadata, 'endOffset', 'end_offset'));
  const start = secondsOf(member(metadata, 'startOffset', 'start_offset')) ?? 0;
  return end === undefined || end <= start ? undefined : end - start;
}

/** Frames a second that are looked at; Google's default is one. */
export function framesPerSecond(file: Pick<MediaFile, 'part'>): number {
  const fps = metadataOf(file)?.fps;
  return typeof fps === 'number' && fps > 0 ? fps : 1;
}
