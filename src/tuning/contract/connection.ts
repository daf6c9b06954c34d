import type { AuthClient } from 'google-auth-library';

/** Where the services are and who asks. One for Google, one for the sandbox; the services cannot tell them apart. */
export interface Connection {
  /** Adds credentials and the quota project header to a request, and refreshes them. */
  readonly client: Pick<AuthClient, 'request'>;
  /** Bearer of the same credentials for libraries that take a whole `AuthClient`. */
  readonly authClient: AuthClient;
  readonly project: string;
  /** Where tuning runs unless a launch says otherwise. */
  readonly region: string;
  /** Regions that the user has described, beside those that Google had when this was written. */
  readonly addedRegions?: readonly string[];
  /** Lists show the jobs of all regions, not only of that one. */
  readonly allRegions?: boolean;
  /** Origin of a Google host, without a trailing slash: `https://HOST`, or the sandbox's address for each. */
  origin(host: string): string;
}

export type Connect = (signal: AbortSignal) => Promise<Connection>;
