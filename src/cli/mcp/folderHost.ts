import path from 'node:path';
import type { Host } from '../../agents/host';
import { findProject } from '../files/project';
import { fileInside, type Roots } from './roots';

/** Files by their paths, inside the folders that the user has named. */
export function folderHost(roots: Roots): Host {
  return {
    async withFile(name, work) {
      const file = await fileInside(roots, name);
      const { severities, target, formatOf } = await findProject(path.dirname(file));
      const format = formatOf({ path: file, name, isPiped: false });
      return work({
        path: file,
        place: file,
        name,
        options: {
          severities,
          ...(format === undefined ? {} : { format }),
          ...(target === undefined ? {} : { target }),
        },
      });
    },
  };
}
