import { grouped } from '../../base/numbers';
import type { MediaLimits } from '../targets/target';
import type { MediaKind } from './mediaTypes';

const BYTES = {
  image: 'imageBytes',
  document: 'documentBytes',
  audio: 'soundBytes',
  video: 'videoBytes',
} as const;

/** How many bytes a file of a kind may have; undefined when that is not known. */
export function mostBytes(kind: MediaKind | undefined, limits: MediaLimits): number | undefined {
  return kind && limits[BYTES[kind]];
}

/** `20`, `0.3`, in MB. */
export function megabytes(bytes: number): string {
  return grouped(Math.round((bytes / 2 ** 20) * 10) / 10);
}
