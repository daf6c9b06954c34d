import { UserError } from '../../base/userError';
import { GoogleApiError } from '../../tuning/google/errors/googleApiError';

/** What a failed request means for the evaluation. */
export type AfterFailure =
  /** The service may answer later: nobody asks it for so long. */
  | { readonly kind: 'again'; readonly milliseconds: number }
  /** This row will not be answered, others may be. */
  | { readonly kind: 'row'; readonly error: UserError }
  /** No row would be answered now. */
  | { readonly kind: 'stop'; readonly error: unknown };

const shortest = 1000;
const longest = 60_000;
/** So often a row is asked that the service breaks at. */
const mostAttempts = 6;
/** So many failures in a row, of whatever rows, and the service does not work: with the pauses between, after minutes. */
const mostFailures = 20;

export interface FailureCount {
  /** How often this row was asked. */
  readonly attempts: number;
  /** Failed requests of all rows since the last answer, with this one. */
  readonly inARow: number;
}

/** @param random 0 ≤ n < 1, so that several programs do not all come back at once */
export function afterFailure(
  error: unknown,
  { attempts, inARow }: FailureCount,
  random: number,
): AfterFailure {
  if (!(error instanceof UserError)) return { kind: 'stop', error };
  const backoff = Math.min(longest, shortest * 2 ** (inARow - 1)) * (0.5 + random / 2);
  const again = (atLeast = 0): AfterFailure =>
    inARow < mostFailures
      ? { kind: 'again', milliseconds: Math.max(backoff, atLeast) }
      : { kind: 'stop', error };
  const unlessTooOften = (atLeast?: number): AfterFailure =>
    attempts < mostAttempts ? again(atLeast) : { kind: 'row', error };
  if (error.reason === cutAnswer) return unlessTooOften();
  if (!(error instanceof GoogleApiError)) return { kind: 'stop', error };
  const { code, retryAfterSeconds = 0 } = error.google;
  if (code === 429 || error.kind === 'quotaExhausted') return again(retryAfterSeconds * 1000);
  if (error.kind === 'unreachable' || error.kind === 'proxy') return again();
  if (code >= 500) return unlessTooOften(retryAfterSeconds * 1000);
  return isRefusal(error) ? { kind: 'row', error } : { kind: 'stop', error };
}

/** The service works, and does not take this prompt. */
export function isRefusal(error: unknown): boolean {
  return error instanceof GoogleApiError && error.google.code === 400 && error.kind === 'other';
}

/** Reason of the `UserError` for a stream that ended without saying why: it was cut. */
export const cutAnswer = 'ANSWER_CUT';
