// The files of an example in Google's formats: pictures, documents, sound and video, by address or as data.
import { member } from '../formats/shared/content';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../json/value';
import { kindOf, type MediaKind, meantType, mimeTypeOf } from './mediaTypes';

export interface MediaFile {
  /** Of `fileData` or `inlineData`. */
  readonly path: JsonPath;
  readonly part: JsonObject;
  readonly holder: JsonObject;
  readonly isInline: boolean;
  readonly side: 'system' | 'user' | 'model';
  /** As written; empty when it is absent or no text. */
  readonly mimeType: string;
  /** The address, or the data in base64; empty when it is absent or no text. */
  readonly source: string;
  readonly kind: MediaKind | undefined;
}

const HOLDERS = ['fileData', 'file_data', 'inlineData', 'inline_data'];

export function mediaFiles(value: JsonObject): MediaFile[] {
  const found: MediaFile[] = [];
  for (const key of ['systemInstruction', 'system_instruction'])
    if (key in value) addFiles(value[key], [key], 'system', found);
  for (const [index, content] of listOf(value.contents).entries())
    addFiles(
      content,
      ['contents', index],
      isObject(content) && content.role === 'model' ? 'model' : 'user',
      found,
    );
  for (const [index, each] of listOf(value.completions).entries())
    if (isObject(each)) addFiles(each.completion, ['completions', index, 'completion'], 'model', found);
  return found;
}

function addFiles(
  content: JsonValue | undefined,
  path: JsonPath,
  side: MediaFile['side'],
  found: MediaFile[],
): void {
  if (!isObject(content)) return;
  for (const [index, part] of listOf(content.parts).entries()) {
    if (!isObject(part)) continue;
    for (const key of HOLDERS) {
      const holder = part[key];
      if (!isObject(holder)) continue;
      const isInline = key.startsWith('inline');
      const mimeType = textOf(member(holder, 'mimeType', 'mime_type'));
      const source = textOf(isInline ? holder.data : member(holder, 'fileUri', 'file_uri'));
      const type = meantType(mimeType) ?? (mimeType || (isInline ? '' : (mimeTypeOf(source) ?? '')));
      const own = { path: [...path, 'parts', index, key], part, holder, isInline, side, mimeType, source };
      found.push({ ...own, kind: kindOf(type) });
    }
  }
}

/** Where a member of the file stands, under the spelling that it has. */
export function memberPath({ path, holder }: MediaFile, camel: string, snake: string): JsonPath {
  return [...path, snake in holder && !(camel in holder) ? snake : camel];
}

/** Pictures, video and pages are seen with a resolution; sound is not. */
function isSeen({ kind }: MediaFile): boolean {
  return kind !== undefined && kind !== 'audio';
}

/** The resolution that an example asks for all its files; undefined when it asks for none. */
export function rowResolution(value: JsonObject): string | undefined {
  const settings = member(value, 'generationConfig', 'generation_config');
  const own = isObject(settings) ? member(settings, 'mediaResolution', 'media_resolution') : undefined;
  return typeof own === 'string' && own !== UNSPECIFIED ? own : undefined;
}

/** The resolution that a part asks for itself. */
export function partResolution({ part }: Pick<MediaFile, 'part'>): string | undefined {
  const own = member(part, 'mediaResolution', 'media_resolution');
  return isObject(own) && typeof own.level === 'string' && own.level !== UNSPECIFIED ? own.level : undefined;
}

/** Of an example that asks for no resolution. */
export const UNSET = '';
/** Of an example whose files are only sound. */
export const ONLY_SOUND = 'sound';

/** Under what an example with files is counted: the resolution of all its files; undefined without files. */
export function mediaKey(files: readonly MediaFile[], value: JsonObject): string | undefined {
  if (files.length === 0) return undefined;
  return files.some(isSeen) ? (rowResolution(value) ?? UNSET) : ONLY_SOUND;
}

/** Adds to a count, which goes when it comes to nothing. */
export function countMedia(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

const UNSPECIFIED = 'MEDIA_RESOLUTION_UNSPECIFIED';

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
