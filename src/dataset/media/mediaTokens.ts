// What files cost in tokens, by the figures that Google publishes for its models. Of a file in a bucket neither length
// nor pages are known here: of a picture a figure is known all the same, of other files only where the row cuts a clip.
import { binaryOfBase64, bytesOfBase64 } from '../../base/base64';
import type { ByResolution, MediaTokens } from '../targets/target';
import { clipSeconds, framesPerSecond } from './clips';
import { type MediaFile, partResolution } from './mediaFiles';

/** An estimate; undefined when nothing is known of the file's length. */
export function tokensOfFile(
  file: MediaFile,
  row: string | undefined,
  figures: MediaTokens | undefined,
): number | undefined {
  if (!figures) return undefined;
  const resolution = partResolution(file) ?? row;
  const each = (by: ByResolution) => by[(resolution ?? '').replace('MEDIA_RESOLUTION_', '')] ?? by.default;
  switch (file.kind) {
    case 'image':
      return each(figures.image);
    case 'video': {
      const seconds = clipSeconds(file);
      // A video is heard, too.
      const second = framesPerSecond(file) * each(figures.frame) + figures.soundSecond;
      return seconds === undefined ? undefined : Math.ceil(seconds * second);
    }
    case 'audio': {
      const seconds = clipSeconds(file) ?? secondsOfWav(file);
      return seconds === undefined ? undefined : Math.ceil(seconds * figures.soundSecond);
    }
    case 'document': {
      const pages = pagesOf(file);
      return pages === undefined ? undefined : pages * each(figures.page);
    }
    case undefined:
      return undefined;
  }
}

/** Of a PDF as data; undefined when they are packed away, as newer writers do. */
function pagesOf({ isInline, mimeType, source }: MediaFile): number | undefined {
  if (!isInline || mimeType !== 'application/pdf') return undefined;
  return binaryOfBase64(source).match(/\/Type\s{0,9}\/Page(?![A-Za-z])/g)?.length;
}

/** RIFF's bytes a second stand at 28; the header has 44 bytes. */
function secondsOfWav({ isInline, source }: MediaFile): number | undefined {
  const header = isInline ? bytesOfBase64(source.slice(0, 64)) : new Uint8Array();
  if (header.length < 44 || String.fromCharCode(...header.subarray(0, 4)) !== 'RIFF') return undefined;
  const rate = new DataView(header.buffer).getUint32(28, true);
  const bytes = Math.floor((source.replace(/=+$/, '').length * 3) / 4);
  return rate === 0 ? undefined : (bytes - 44) / rate;
}
