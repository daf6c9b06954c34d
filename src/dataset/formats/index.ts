import type { DatasetFormat } from '../format';
import { geminiApi } from './geminiApi';
import { vertexContents } from './vertexContents';

/** Every way to write examples that we read. */
export const formats: readonly DatasetFormat[] = [geminiApi, vertexContents];

export function findFormat(id: string): DatasetFormat | undefined {
  return formats.find((format) => format.id === id);
}
