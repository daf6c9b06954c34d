import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../base/files/fileRefusal';
import {
  formatIn,
  type ProjectFile,
  ProjectFileError,
  projectFileName,
  readProjectFile,
} from '../../dataset/files/projectFile';
import { UsageError } from '../command';
import type { Input } from './inputs';

/** What the project has decided, for the files of one command. */
export interface Project extends Pick<ProjectFile, 'severities' | 'target'> {
  /** Id of the format that it names for a file. */
  formatOf(input: Input): string | undefined;
}

const nothingDecided: Project = { severities: {}, target: undefined, formatOf: () => undefined };

/** The `.tunewright.json` of the folder, or the nearest one above it. Rejects with a `UsageError` that says what is wrong in it. */
export async function findProject(folder = process.cwd()): Promise<Project> {
  const file = path.join(folder, projectFileName);
  const text = await textOf(file);
  const above = path.dirname(folder);
  if (text === undefined) return above === folder ? nothingDecided : findProject(above);
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
