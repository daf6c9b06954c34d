import path from 'node:path';
import type { Host, ToolFile } from '../../agents/host';
import { fileInside, placeInside, type Roots, shownPath } from '../../agents/roots';
import { ToolRefusal } from '../../agents/toolRefusal';
import { openDraft } from '../../base/files/draft';
import type { Problem } from '../../dataset/checking/problem';
import type { DocumentOptions } from '../../dataset/document/documentOptions';
import { appendOnDisk, headOf } from '../../dataset/editing/appendOnDisk';
import { spacingLike, writtenExample } from '../../dataset/editing/exampleText';
import { versionOf } from '../../dataset/split/readForSplit';
import { type FixedRows, fixRows } from '../../dataset/tools/fixRows';
import { findProject } from '../files/project';

/** How an agent's program reaches its user, and the services. */
export type Client = Pick<Host, 'services' | 'consent' | 'where' | 'report'>;

/** Files by their paths, inside the folders that the user has named. */
export function folderHost(roots: Roots, client: Client): Host {
  return {
    ...client,
    whereChangesAre: 'The file is changed on disk.',
    async withFile(name, work) {
      const file = await fileInside(roots, name);
      const { severities, target, formatOf } = await findProject(path.dirname(file));
      const format = formatOf({ path: file, name, isPiped: false });
      return work({
        path: file,
        place: file,
        name: shownPath(roots, file),
        options: {
          severities,
          ...(format === undefined ? {} : { format }),
          ...(target === undefined ? {} : { target }),
        },
      });
    },
    newFile: (name) => placeInside(roots, name),
    async fix(file, document, wanted, signal) {
      const { within } = await placeInside(roots, file.place);
      return fixOnDisk(file, within, document, wanted, signal);
    },
    async add({ place }, examples, format) {
      const { within } = await placeInside(roots, place);
      const head = await headOf(place);
      const spacing = spacingLike(head.split('\n'));
      const lines = examples.map((example) => writtenExample(format, example, spacing));
      await appendOnDisk(place, lines, head.includes('\r\n') ? '\r\n' : '\n', within);
    },
  };
}

/** In place of the file, whole or not at all; not when somebody has changed it meanwhile. */
async function fixOnDisk(
  { place, name }: ToolFile,
  within: string,
  document: DocumentOptions,
  wanted: (problem: Problem) => boolean,
  signal: AbortSignal,
): Promise<FixedRows> {
  const version = await versionOf(place);
  const draft = await openDraft(place, { replace: true, within });
  try {
    const result = await fixRows(place, document, (bytes) => draft.write(bytes), signal, wanted);
    if (result.fixed === 0) return result;
    await draft.seal();
    if ((await versionOf(place)) !== version)
      throw new ToolRefusal(`${name} changed while it was read, so nothing was fixed. Try again.`);
    await draft.commit();
    return result;
  } finally {
    await draft.discard();
  }
}
