import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { lockFile, type Unlock } from '../locks/fileLock';
import { writeWhole } from './draft';
import { codeOf } from './fileRefusal';
import { makeFolder } from './folders';

/** Records that outlast the window and are shared by all windows. */
export interface RecordStorage<Stored extends { readonly id: string }> {
  all(): Promise<readonly Stored[]>;
  get(id: string): Promise<Stored | undefined>;
  /** Resolves when the record would survive a loss of power. Rejects, and names it, where this version can't read what is there. */
  put(record: Stored): Promise<void>;
  remove(id: string): Promise<void>;
  /**
   * Makes this process the only one that works on a record. Undefined: another one does. Let go of by a process that
   * ends, however it ends.
   */
  lock(id: string): Promise<Unlock | undefined>;
}

export interface RecordFiles<Stored extends { readonly id: string }> extends RecordStorage<Stored> {
  /** Paths of records that are there and that this version does not understand. They are left as they are. */
  unreadable(): Promise<readonly string[]>;
  /** Path of the file that `lock` makes. */
  lockOf(id: string): string;
}

/** Written into each record. A later version that changes their meaning raises it; this one leaves those alone. */
const recordVersion = 1;

/**
 * Records as files of one folder, which is made on first use.
 * @param ending of their names, such as `.launch.json`
 * @param schema what a record must hold at least: another one is not understood
 */
export function recordFiles<Stored extends { readonly id: string }>(
  folder: string,
  ending: string,
  schema: v.GenericSchema,
): RecordFiles<Stored> {
  const read = (file: string) => readRecord<Stored>(file, schema);
  const fileOf = (id: string) => path.join(folder, `${id}${ending}`);
  const lockOf = (id: string) => path.join(folder, `${id}.lock`);
  const files = async () =>
    (await namesIn(folder)).filter((name) => name.endsWith(ending)).map((name) => path.join(folder, name));
  const readFiles = async () =>
    Promise.all((await files()).map(async (file) => ({ file, record: await read(file) })));
  return {
    all: async () => (await readFiles()).flatMap(({ record }) => record ?? []),

    get: async (id) => (await read(fileOf(id))) ?? undefined,

    async put(record) {
      await makeFolder(folder);
      const file = fileOf(record.id);
      if ((await read(file)) === null)
        throw new Error(`This version can't read the record ${file}. It wasn't changed.`);
      const text = JSON.stringify({ version: recordVersion, ...record });
      await writeWhole(file, text, { replace: true, mode: 0o600 });
    },

    remove: (id) => rm(fileOf(id), { force: true }),

    async lock(id) {
      await makeFolder(folder);
      return lockFile(lockOf(id));
    },

    lockOf,

    unreadable: async () => (await readFiles()).flatMap(({ file, record }) => (record === null ? file : [])),
  };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Null: it is there and not understood. Undefined: it is not there, or not any more. */
async function readRecord<Stored>(file: string, schema: v.GenericSchema): Promise<Stored | null | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const { version = recordVersion, ...record } = value as Record<string, unknown>; // the first ones have none
    const result = version === recordVersion ? v.safeParse(schema, record) : undefined;
    return result?.success ? (result.output as Stored) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
