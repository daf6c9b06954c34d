import type { RecordStorage } from '../../base/files/records';
import { isSettled, type LaunchRecord } from '../contract/launchRecord';
import type { LineMaps } from '../droppedExamples/lineMapFiles';

/** Records of launches that are settled, and the line maps beside them, are kept for this long: 180 days. */
export const keptFor = 180 * 24 * 3_600_000;

/** Takes away what is known of launches of long ago. What is not settled stays, however old. @param now milliseconds since 1970 */
export async function removeOldLaunches(
  storage: Pick<RecordStorage<LaunchRecord>, 'all' | 'remove'>,
  now: number,
  lineMaps?: Pick<LineMaps, 'remove'>,
): Promise<void> {
  for (const record of await storage.all()) {
    if (!isSettled(record) || now - record.confirmedAt < keptFor) continue;
    await lineMaps?.remove(record.id);
    await storage.remove(record.id);
  }
}
