// Pictures of an example that a page can show: by what the part holds, and what its first bytes tell.
import type { Part } from '../example/conversation';
import { isObject, type JsonObject } from '../json/value';
import { mediaFiles } from './mediaFiles';
import { kindOf, meantType, mimeTypeOf, typeOfBytes } from './mediaTypes';

export type PictureSource = { readonly base64: string } | { readonly uri: string };

/** Undefined when the part holds no picture. */
export function pictureOf(part: Part): PictureSource | undefined {
  switch (part.kind) {
    case 'data':
      return isPicture(part.mimeType ?? '') ? { base64: part.base64 } : undefined;
    case 'file':
      return isPicture(part.mimeType ?? mimeTypeOf(part.uri) ?? '') ? { uri: part.uri } : undefined;
    case 'other':
      return isObject(part.value) ? pictureOfValue(part.value) : undefined;
    default:
      return undefined;
  }
}

/** A part with more than the file, such as a resolution of its own. */
function pictureOfValue(value: JsonObject): PictureSource | undefined {
  const [file] = mediaFiles({ contents: [{ parts: [value] }] });
  if (file?.kind !== 'image') return undefined;
  return file.isInline ? { base64: file.source } : { uri: file.source };
}

function isPicture(mimeType: string): boolean {
  return kindOf(meantType(mimeType) ?? mimeType) === 'image';
}

/** The end of a file's name for a picture that a page can show; undefined for one that it cannot, or no picture. */
export function shownType(bytes: Uint8Array): 'png' | 'jpeg' | 'gif' | 'webp' | undefined {
  const type = typeOfBytes(bytes)?.replace('image/', '');
  return type === 'png' || type === 'jpeg' || type === 'gif' || type === 'webp' ? type : undefined;
}
