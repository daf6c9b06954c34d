import { UserError } from '../../../base/userError';
import { isSandbox } from '../../../tuning/google/errors/errorExplanation';
import { GoogleApiError } from '../../../tuning/google/errors/googleApiError';
import type { ServiceJobs } from '../../../tuning/watch/serviceJobs';

/** Why the view has no rows. For each there is a welcome text in package.json (`viewsWelcome`) with its one next step. */
export const emptyStates = [
  'untrusted',
  'notConnected',
  'notSignedIn',
  'noProject',
  'apiOff',
  'offline',
  'sandboxStopped',
  'noJobs',
] as const;
export type EmptyState = (typeof emptyStates)[number];

export interface ViewFacts {
  readonly trusted: boolean;
  readonly connected: boolean;
  readonly services: readonly ServiceJobs[];
  readonly hasPlans: boolean;
  /** Launches that were not sent, or whose answers are lost. */
  readonly hasLaunches: boolean;
}

/**
 * Undefined: there are rows to show. That is so as soon as one job is known, one service is still being asked, or the
 * services fail for different reasons: then each has its own row with its own next step.
 */
export function emptyState({
  trusted,
  connected,
  services,
  hasPlans,
  hasLaunches,
}: ViewFacts): EmptyState | undefined {
  if (!trusted) return 'untrusted';
  if (!connected) return 'notConnected';
  if (hasLaunches || services.some(({ jobs }) => jobs.length > 0)) return undefined;
  if (services.every(({ status }) => status === 'ready')) return hasPlans ? undefined : 'noJobs';
  const reasons = new Set(
    services.map((known) => (known.status === 'failed' ? reasonOf(known.error) : undefined)),
  );
  const [reason] = reasons;
  return reasons.size === 1 ? reason : undefined;
}

function reasonOf(error: unknown): EmptyState | undefined {
  if (error instanceof GoogleApiError) {
    const isStopped = error.kind === 'unreachable' && isSandbox(error.google.metadata.host);
    return isStopped ? 'sandboxStopped' : ofKind[error.kind];
  }
  return error instanceof UserError ? ofReason[error.reason] : undefined;
}

const ofKind: Partial<Record<GoogleApiError['kind'], EmptyState>> = {
  notSignedIn: 'notSignedIn',
  signInExpired: 'notSignedIn',
  noQuotaProject: 'noProject',
  noSuchProject: 'noProject',
  apiDisabled: 'apiOff',
  unreachable: 'offline',
};

/** By `UserError.reason`. */
const ofReason: Readonly<Record<string, EmptyState>> = {
  NO_CREDENTIALS: 'notSignedIn',
  BROKEN_CREDENTIALS: 'notSignedIn',
  SIGNED_OUT: 'notSignedIn',
  NO_PROJECT: 'noProject',
};
