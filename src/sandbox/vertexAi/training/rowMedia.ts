// Which files a training row may have: Google Cloud's pages on image, document, audio and video tuning (2026). A row
// over a limit, or with a file that cannot be read, is dropped.
import { type Content, roleOf } from '../../generation/prompt';
import { isObject, type JsonObject } from '../../google/protoJson/json';
import type { BaseModel } from '../baseModels';

/** Files of a kind in one row, and their size in megabytes. Of sound for Gemini 3 nothing is published. */
export interface MediaLimits {
  readonly most: Readonly<Record<Kind, number>>;
  readonly megabytes: Readonly<Record<Kind, number>>;
}
const ANSWERED: MediaLimits = {
  most: { image: 30, document: 4, audio: 1, video: 1 },
  megabytes: { image: 20, document: 20, audio: 100, video: 100 },
};
/** In one prompt of reinforcement tuning (its page on data, 2026, which says nothing of documents). */
export const REWARDED: MediaLimits = {
  most: { image: 15, document: Infinity, audio: 15, video: 10 },
  megabytes: { image: 20, document: Infinity, audio: 100, video: 20 },
};
/** Google's lists of sound and video types are longer than what it publishes, so that these are taken by their family. */
const READ =
  /^(?:image\/(?:png|jpeg|webp|heic|heif)|application\/pdf|text\/plain|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

type Kind = 'image' | 'document' | 'audio' | 'video';

/**
 * Why the files of a row cannot be trained on, if they cannot.
 * @param exists whether an object of Cloud Storage is there; what lies elsewhere is taken without a look
 */
export function mediaFault(
  turns: readonly Content[],
  model: BaseModel | undefined,
  exists: (uri: string) => boolean,
  limits = ANSWERED,
): string | undefined {
  const counts = { image: 0, document: 0, audio: 0, video: 0 };
  for (const turn of turns)
    for (const part of turn.parts ?? []) {
      const file = isObject(part.fileData) ? part.fileData : part.inlineData;
      if (!isObject(file)) continue;
      const type = typeof file.mimeType === 'string' ? file.mimeType : '';
      if (roleOf(turn) === 'model') return `Files are not supported in turns of the model. Found ${type}.`;
      if (!READ.test(type)) return `Unsupported MIME type: "${type}".`;
      const kind = kindOf(type);
      counts[kind]++;
      const fault = sourceFault(file, limits.megabytes[kind], kind, exists) ?? partFault(part, kind, model);
      if (fault !== undefined) return fault;
    }
  for (const [kind, most] of Object.entries(limits.most) as [Kind, number][]) {
    if (limits === ANSWERED && kind === 'audio' && model?.partResolution === true) continue;
    if (counts[kind] > most) return `The example has ${counts[kind]} ${kind} files. The maximum is ${most}.`;
  }
  return undefined;
}

function kindOf(type: string): Kind {
  const family = type.split('/', 1)[0];
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
}

function sourceFault(
  file: JsonObject,
  megabytes: number,
  kind: Kind,
  exists: (uri: string) => boolean,
): string | undefined {
  if ('fileUri' in file) {
    const uri = String(file.fileUri);
    if (
      /^https?:\/\/[\w.-]+\.[a-z]{2,}(?:[:/]|$)/i.test(uri) &&
      !/^https?:\/\/(?:console|storage)\.cloud\.google\.com\//.test(uri)
    )
      return undefined;
    if (!/^gs:\/\/[^/\\]+\/[^\\]*[^/\\]$/.test(uri)) return `Invalid file URI: "${uri}".`;
    return exists(uri) ? undefined : `The file ${uri} could not be read.`;
  }
  const bytes = typeof file.data === 'string' ? Math.floor((file.data.length * 3) / 4) : 0;
  if (bytes === 0) return 'The inline data are empty.';
  return bytes > megabytes * 2 ** 20 ? `The ${kind} is larger than ${megabytes} MB.` : undefined;
}

function partFault(part: JsonObject, kind: Kind, model: BaseModel | undefined): string | undefined {
  const { mediaResolution, videoMetadata } = part;
  if (isObject(mediaResolution) && model !== undefined && model.partResolution !== true)
    return 'media_resolution of a part is not supported by this model.';
  if (isObject(mediaResolution) && String(mediaResolution.level).endsWith('_ULTRA_HIGH') && kind !== 'image')
    return 'MEDIA_RESOLUTION_ULTRA_HIGH is supported for images only.';
  if (!isObject(videoMetadata)) return undefined;
  const fps = Number(videoMetadata.fps ?? 1);
  if (!(fps > 0 && fps <= 24)) return 'video_metadata.fps must be in (0, 24].';
  const from = seconds(videoMetadata.startOffset) ?? 0;
  const to = seconds(videoMetadata.endOffset);
  return kind === 'video' && to !== undefined && to <= from
    ? 'The end offset is before the start.'
    : undefined;
}

/** `5s` and `5.500s`, as the reader of rows writes them. */
function seconds(duration: unknown): number | undefined {
  return typeof duration === 'string' ? Number(duration.replace(/s$/, '')) : undefined;
}

export function hasMedia(turns: readonly Content[], kind = /./): boolean {
  return turns
    .flatMap(({ parts }) => parts ?? [])
    .some(({ fileData, inlineData }) => {
      const file = isObject(fileData) ? fileData : inlineData;
      return isObject(file) && kind.test(String(file.mimeType));
    });
}

/** What is wrong with rows that ask for different resolutions, for those with something to see are not mixed. */
export function resolutionFault(
  rows: readonly { readonly contents: readonly Content[]; readonly resolution?: string }[],
): string | undefined {
  const seen = rows.filter(({ contents }) => hasMedia(contents, /^(?!audio)/));
  const resolutions = new Set(seen.map(({ resolution = '' }) => resolution));
  if (resolutions.size < 2) return undefined;
  const named = [...resolutions].map((each) => each || 'unspecified').sort();
  return `All examples must have the same media_resolution. Found ${named.join(', ')}.`;
}
