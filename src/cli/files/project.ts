import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../base/files/fileRefusal';
import {
  type ProjectFile,
  ProjectFileError,
  projectFileName,
  readProjectFile,
} from '../../dataset/files/projectFile';
import { formatIn } from '../../dataset/files/projectFormat';
import { UsageError } from '../command';
import { tell } from '../output';
import type { Input } from './inputs';

/** What the project has decided, for the files of one command. */
export interface Project extends Pick<ProjectFile, 'severities' | 'target'> {
  /** Id of the format that it names for a file. */
  formatOf(input: Input): string | undefined;
}

const nothingDecided: Project = { severities: {}, target: undefined, formatOf: () => undefined };

/**
 * The `.tunewright.json` of the folder, or the nearest one above it in the same Git repository: what lies further up may be
 * a stranger's. One from above is named, since it may turn rules off. Rejects with a `UsageError` that says what is wrong in it.
 */
export async function findProject(start = process.cwd()): Promise<Project> {
  for (const folder of await foldersFrom(start)) {
    const file = path.join(folder, projectFileName);
    const text = await textOf(file);
    if (text === undefined) continue;
    if (folder !== start) tell(`Using ${path.relative(start, file)}.`);
    return decidedBy(file, folder, text);
  }
  return nothingDecided;
}

/** The folder and those above it, up to the top of its repository; itself alone when it's in none. */
async function foldersFrom(start: string): Promise<readonly string[]> {
  const folders: string[] = [];
  for (let folder = start; ; folder = path.dirname(folder)) {
    folders.push(folder);
    if (await isThere(path.join(folder, '.git'))) return folders;
    if (folder === path.dirname(folder)) return [start];
  }
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function decidedBy(file: string, folder: string, text: string): Project {
  const project = told(file, () => readProjectFile(text));
  return {
    ...project,
    formatOf({ path: own, isPiped }) {
      const inside = path.relative(folder, path.resolve(own)).replaceAll('\\', '/');
      return isPiped ? undefined : told(file, () => formatIn(project, inside));
    },
  };
}

function told<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProjectFileError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

/** Bytes. */
const largest = 1 << 20;

/** Undefined when there is none. Whoever can write to a folder above may have put a pipe or a device there. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    const stats = await stat(file);
    if (!stats.isFile()) throw new UsageError(`${file} isn't a regular file.`);
    if (stats.size > largest) throw new UsageError(`${file} is larger than 1 MB.`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    throw new UsageError(`${file} can't be read (${code ?? String(error)}).`);
  }
}
