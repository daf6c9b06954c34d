import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readState, writeAtomically } from './files';

/** Records by id, each in a JSON file of its own: `put` returns when the record would survive a loss of power. */
export class Collection<T extends { readonly id: string }> {
  private readonly records = new Map<string, T>();

  /** @param keys what every record has: a file without one of them is not of this collection */
  constructor(
    private readonly folder: string,
    keys: readonly (keyof T & string)[],
  ) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      // Others are left of an interrupted write, or set aside.
      if (!name.endsWith('.json')) continue;
      const record = readState(path.join(folder, name), (text) => readRecord<T>(text, keys));
      if (record) this.records.set(record.id, record);
    }
  }

  get(id: string): T | undefined {
    return this.records.get(id);
  }

  list(): T[] {
    return [...this.records.values()];
  }

  put(record: T): void {
    writeAtomically(this.file(record.id), JSON.stringify(record));
    this.records.set(record.id, record);
  }

  delete(id: string): void {
    rmSync(this.file(id), { force: true });
    this.records.delete(id);
  }

  private file(id: string): string {
    const name = encodeURIComponent(id);
    // File names end at 255 bytes, object names at 1,024.
    const short = name.length <= 120 ? name : createHash('sha256').update(id).digest('hex');
    return path.join(this.folder, `${short}.json`);
  }
}

function readRecord<T extends { readonly id: string }>(
  text: string,
  keys: readonly (keyof T & string)[],
): T | undefined {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const isOurs = 'id' in value && typeof value.id === 'string' && keys.every((key) => key in value);
  return isOurs ? (value as T) : undefined;
}
