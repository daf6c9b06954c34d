import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import path from 'node:path';
import type { LaunchStorage } from './launches';
import type { LaunchRecord } from './launchRecord';

const ending = '.launch.json';

/** Launch records as files of one folder, shared by all windows. Made on first use. */
export function launchFiles(folder: string): LaunchStorage {
  const fileOf = (id: string) => path.join(folder, `${id}${ending}`);
  return {
    async all() {
      const names = (await namesIn(folder)).filter((name) => name.endsWith(ending));
      const records = await Promise.all(names.map((name) => readRecord(path.join(folder, name))));
      return records
        .filter((record) => record !== undefined)
        .sort((a, b) => a.confirmedAt - b.confirmedAt || (a.id < b.id ? -1 : 1));
    },

    async put(record) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = fileOf(record.id);
      const draft = await open(`${file}.${process.pid}.tmp`, 'w', 0o600);
      try {
        await draft.writeFile(JSON.stringify(record));
        await draft.sync();
      } finally {
        await draft.close();
      }
      await rename(`${file}.${process.pid}.tmp`, file);
    },

    async lock(id) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = path.join(folder, `${id}.lock`);
      if (!(await tryLock(file))) {
        if (!(await isAbandoned(file))) return undefined;
        await rm(file, { force: true });
        if (!(await tryLock(file))) return undefined;
      }
      return () => rm(file, { force: true });
    },
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

/** Undefined for a file that is no record: nothing of ours leaves one behind. */
async function readRecord(file: string): Promise<LaunchRecord | undefined> {
  try {
    const record: unknown = JSON.parse(await readFile(file, 'utf8'));
    const whole = typeof record === 'object' && record !== null && 'id' in record && 'stage' in record;
    return whole ? (record as LaunchRecord) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function tryLock(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The process that holds the lock is gone, or the machine has started since. */
async function isAbandoned(file: string): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    if (mtimeMs < Date.now() - uptime() * 1000) return true;
    const pid = Number(text);
    return Number.isInteger(pid) && pid > 0 && !isAlive(pid);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // only asks
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
