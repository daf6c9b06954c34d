// Which account, project and place a command asks in; read without loading what asks.
import type { Where } from '../../base/commandText';
import { type CliOptions, UsageError } from '../command';

/** Options of every command that asks a service. */
export const connectionOptions = {
  project: { type: 'string', value: 'PROJECT', help: 'Google Cloud project' },
  region: { type: 'string', value: 'REGION', help: 'Vertex AI region' },
  sandbox: { type: 'string', value: 'URL', help: 'Use the local sandbox at this URL instead of Google' },
} as const satisfies CliOptions;

/** Throws `UsageError`. */
export function whereOf({
  project,
  region,
  sandbox,
}: { readonly [Key in keyof Where]?: string | undefined }): Where {
  if (sandbox !== undefined && !/^http:\/\/(127\.0\.0\.1|localhost):\d+$/.test(sandbox)) {
    throw new UsageError('--sandbox must be a local URL such as http://127.0.0.1:8787.');
  }
  return { project, region, sandbox };
}
