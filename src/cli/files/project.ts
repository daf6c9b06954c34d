import { readFile } from 'node:fs/promises';
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
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  const above = path.dirname(folder);
  if (text === undefined) return above === folder ? nothingDecided : findProject(above);
  try {
    const project = readProjectFile(text);
    return {
      ...project,
      formatOf({ path: own, isPiped }) {
        const inside = path.relative(folder, path.resolve(own)).replaceAll('\\', '/');
        return isPiped ? undefined : formatIn(project, inside);
      },
    };
  } catch (error) {
    if (error instanceof ProjectFileError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}
