import { isCancellation } from '../../base/userError';
import { hasEnded, type JobState } from './job';

/**
 * Asks a service to stop a job, of tuning or a batch. When that fails, perhaps only the response was lost, or the job was
 * faster: it tells.
 * @returns what the job told, where it was asked
 * @throws what the service said, when the job goes on or can't be read
 */
export async function requestCancellation<Job extends { readonly state: JobState }>(
  cancel: () => Promise<void>,
  get: () => Promise<Job>,
): Promise<Job | undefined> {
  try {
    await cancel();
    return undefined;
  } catch (error) {
    if (isCancellation(error)) throw error;
    const now = await get().catch(() => undefined);
    if (now && (now.state === 'CANCELLING' || hasEnded(now.state))) return now;
    throw error;
  }
}
