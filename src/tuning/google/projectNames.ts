import type { Connection } from '../contract/connection';
import { GoogleApiError } from './errors/googleApiError';
import { requestJson } from './rest';

/** The two names of a Google Cloud project. */
export interface ProjectNames {
  readonly id: string;
  readonly number: string;
}

/**
 * Asks for both names of the connection's project (`google.cloud.resourcemanager.v3.Projects.GetProject`). Undefined when
 * it cannot be asked: the API is often off.
 */
export async function projectNames(
  connection: Connection,
  signal: AbortSignal,
): Promise<ProjectNames | undefined> {
  const origin = connection.origin('cloudresourcemanager.googleapis.com');
  const url = `${origin}/v3/projects/${encodeURIComponent(connection.project)}`;
  try {
    const project = await requestJson<{ name?: string; projectId?: string }>(connection, {
      method: 'GET',
      url,
      signal,
    });
    const number = /^projects\/(\d+)$/.exec(project.name ?? '')?.[1];
    return number && project.projectId ? { id: project.projectId, number } : undefined;
  } catch (error) {
    if (error instanceof GoogleApiError || signal.aborted) return undefined;
    throw error;
  }
}
