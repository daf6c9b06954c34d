import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../../base/files/draft';
import { makeFolder } from '../../base/files/folders';
import type { LineMap } from './lineMap';

/** Line maps of what was uploaded, by the id of the launch. */
export interface LineMaps {
  put(launchId: string, map: LineMap): Promise<void>;
  get(launchId: string): Promise<LineMap | undefined>;
  remove(launchId: string): Promise<void>;
}

/** One file for each launch, beside its record: eight bytes for each line. */
export function lineMapFiles(folder: string): LineMaps {
  const fileOf = (id: string) => path.join(folder, `${id}.lines`);
  return {
    async put(id, map) {
      await makeFolder(folder);
      const bytes = Buffer.from(map.buffer, map.byteOffset, map.byteLength);
      await writeWhole(fileOf(id), bytes, { replace: true, mode: 0o600 });
    },

    async get(id) {
      try {
        const bytes = await readFile(fileOf(id));
        if (bytes.length % Float64Array.BYTES_PER_ELEMENT !== 0) return undefined;
        return new Float64Array(Uint8Array.from(bytes).buffer); // copied: a buffer of Node need not be aligned
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },

    remove: (id) => rm(fileOf(id), { force: true }),
  };
}
