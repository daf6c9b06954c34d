import { ScanPool } from './blocks';
import { readFile } from './fileScan';
import { ONLY_SCHEMA } from './onlySchema';

/** By what the inputs of a file's examples are found in another file. Rejects when the file cannot be read. */
export async function inputKeysOf(path: string): Promise<Set<number>> {
  const pool = new ScanPool();
  try {
    const { pass } = await readFile(pool, path, { severities: ONLY_SCHEMA });
    const inputs = new Set<number>();
    for (const keys of pass.groups.keys()) {
      for (let i = 1; i < keys.length; i += 3) if (keys[i] !== -1) inputs.add(keys[i] as number);
    }
    return inputs;
  } finally {
    await pool.close();
  }
}
