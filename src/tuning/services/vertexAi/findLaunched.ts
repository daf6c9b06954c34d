import type { JobQuery } from '../../contract/service';
import { GoogleApiError } from '../../google/errors/googleApiError';
import { launchLabel } from './request';

/** The jobs that carry a launch's label, the oldest first. @param search all jobs of a query that do */
export async function findLaunched<Job extends { readonly createTime: number | undefined }>(
  launchId: string,
  search: (query: JobQuery) => Promise<readonly Job[]>,
): Promise<readonly Job[]> {
  const filtered = await searchFiltered(launchId, search);
  // Whatever the filter is worth, the answer must be right: without a hit, all jobs are looked through.
  const found = filtered.length > 0 ? filtered : await search({});
  return [...found].sort((a, b) => (a.createTime ?? 0) - (b.createTime ?? 0));
}

/** None also when the service does not take the filter. */
async function searchFiltered<Job>(
  launchId: string,
  search: (query: JobQuery) => Promise<readonly Job[]>,
): Promise<readonly Job[]> {
  try {
    return await search({ filter: `labels.${launchLabel}="${launchId}"` });
  } catch (error) {
    if (error instanceof GoogleApiError && error.google.code === 400) return [];
    throw error;
  }
}
