import { codeOf } from '../../base/files/fileRefusal';
import { isCancellation } from '../../base/userError';
import { Exit, messageOf, UsageError } from '../command';
import { tell } from '../output';

/** Runs a command that works on files: what stops it is told in a sentence. */
export async function runTool(work: () => Promise<Exit>): Promise<Exit> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError || isCancellation(error)) throw error;
    tell(sentenceOf(error));
    return Exit.CouldNotRun;
  }
}

/** Node's own words about files name a call of the system. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error && 'path' in error)) return messageOf(error);
  const why = codeOf(error) === 'ENOENT' ? "it doesn't exist" : error.message;
  return `Can't open ${String(error.path)}: ${why}.`;
}
