// Where requests of the command line go: to Google with the user's own credentials, or to a sandbox on this machine.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Where } from '../../base/commandText';
import { UserError } from '../../base/userError';
import type { Connect, Connection } from '../../tuning/contract/connection';
import { googleOrigin } from '../../tuning/google/googleHost';
import { sandboxAt } from '../../tuning/google/sandboxAt';
import { UsageError } from '../command';

/** Where requests go, asked for before each. */
export function connector(where: Where): Connect {
  const { sandbox } = where;
  let connection: Promise<Connection> | undefined;
  if (sandbox === undefined) {
    return () => {
      connection ??= connectGoogle(where);
      return connection;
    };
  }
  return async () => {
    const adc = await sandboxAt(sandbox);
    if (adc === undefined) throw noSandbox(sandbox);
    connection ??= connectSandbox(sandbox, adc, where);
    return connection;
  };
}

/** Google, or one sandbox, at whatever address: within it names of jobs are unique. */
export async function realmOf({ sandbox }: Where): Promise<string> {
  if (sandbox === undefined) return 'google';
  const adc = await sandboxAt(sandbox);
  if (adc === undefined) throw noSandbox(sandbox);
  // A sandbox keeps its secret over restarts, and a new one in the same folder has another.
  const secret = await readFile(path.join(path.dirname(adc), 'subject.txt'));
  return `sandbox-${createHash('sha256').update(secret).digest('hex').slice(0, 16)}`;
}

async function connectGoogle(where: Where): Promise<Connection> {
  const google = await import('../../tuning/google/auth/googleAuth');
  const authClient = google.googleOnly(await google.applicationDefaultCredentials());
  const project =
    where.project || process.env.GOOGLE_CLOUD_PROJECT || authClient.projectId || authClient.quotaProjectId;
  if (!project) throw new UsageError('Specify the Google Cloud project with --project PROJECT.');
  google.countFor(project, authClient);
  return connectionOf(authClient, project, where, googleOrigin);
}

/** With the sandbox's own credentials, never with those of Google. */
async function connectSandbox(url: string, adc: string, where: Where): Promise<Connection> {
  const { credentialsFromFile } = await import('../../tuning/google/auth/googleAuth');
  return connectionOf(await credentialsFromFile(adc), where.project ?? 'sandbox', where, () => url);
}

function connectionOf(
  authClient: Connection['authClient'],
  project: string,
  { region = 'us-central1' }: Where,
  origin: Connection['origin'],
): Connection {
  return { client: authClient, authClient, project, region, origin };
}

function noSandbox(url: string): UserError {
  return new UserError(
    `Can't find your sandbox at ${url}, so no requests were sent. Start it, or check the URL that it printed when it started.`,
    'NO_SANDBOX',
  );
}
