import { runInNewContext } from 'node:vm';
import * as l10n from '@vscode/l10n';
import { type ProjectFile, ProjectFileError } from './projectFile';

/**
 * The format of a file; undefined leaves it to its lines.
 * @param file relative to the project file, with "/"
 * @throws ProjectFileError
 */
export function formatIn({ formats }: ProjectFile, file: string): string | undefined {
  return formats.find(({ glob, pattern }) => isMatch(glob, pattern, file))?.format;
}

/** Milliseconds. */
const patience = 1_000;

/** Many `*` in a pattern can take for ever: who wrote it isn't who waits. */
function isMatch(glob: string, pattern: RegExp, file: string): boolean {
  try {
    return runInNewContext('pattern.test(file)', { pattern, file }, { timeout: patience });
  } catch {
    throw new ProjectFileError(l10n.t('The pattern "{0}" in "formats" takes too long. Use fewer "*".', glob));
  }
}
