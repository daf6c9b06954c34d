import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readJsonFile, writeAtomically } from './files';

/** Records by id, each in a JSON file of its own: `put` returns when the record would survive `kill -9`. */
export class Collection<T extends { readonly id: string }> {
  private readonly records = new Map<string, T>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      // Leftovers of an interrupted write end in .tmp.
      if (!name.endsWith('.json')) continue;
      const record = readJsonFile(path.join(folder, name)) as T;
      this.records.set(record.id, record);
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
