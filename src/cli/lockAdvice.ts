import { type HeldLock, silenceToBreak } from '../base/locks/fileLock';
import { counted } from '../base/numbers';
import { messageOf } from './command';
import { tell } from './output';

/**
 * What can be done about a lock that another process holds, for the end of a message.
 * @param danger what happens when that process does run
 */
export function lockAdvice(held: HeldLock | undefined, danger: string): string {
  if (held?.isSilent) {
    const silence = counted(Math.floor(held.silence / 60_000), 'minute');
    return `It has given no sign of life for ${silence}. If it no longer runs, add --break-lock. If it does run, ${danger}, and Google bills both.`;
  }
  const least = counted(silenceToBreak / 60_000, 'minute');
  return `Wait until it ends. If it runs on another computer or in another container and has ended, --break-lock works ${least} after its last sign of life.`;
}

/** What was done under a lock stands all the same. */
export function tellUnlocked(error: unknown): void {
  tell(`Can't remove the lock: ${messageOf(error)}`);
}
