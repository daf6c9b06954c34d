import { isCancellation } from '../../base/userError';
import { Exit, messageOf, UsageError } from '../command';
import { tell } from '../output';

/** Runs a command that works on files: what stops it is told in a sentence. */
export async function runTool(work: () => Promise<Exit>): Promise<Exit> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError || isCancellation(error)) throw error;
    tell(messageOf(error));
    return Exit.CouldNotRun;
  }
}
