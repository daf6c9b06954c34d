import type { Connection } from '../../contract/connection';
import { locationOf, servingLocation, vertexHost } from './locations';

export type Version = 'v1' | 'v1beta1';

/**
 * Address of a resource or method of Vertex AI; `path` without version. The resource's own location decides the
 * host: a tuned model may be served elsewhere than where it was tuned.
 */
export function vertexUrl(connection: Connection, path: string, version: Version = 'v1'): string {
  return `${connection.origin(vertexHost(locationOf(path) ?? connection.region))}/${version}/${path}`;
}

/** Where jobs of a connection are, and what their names begin with. */
export function parentOf({ project, region: own }: Connection, region = own): string {
  return `projects/${project}/locations/${region}`;
}

/** Resource name of what is prompted: of an endpoint as it is, of a base model where it answers. */
export function promptedName({ project, region }: Connection, model: string): string {
  if (model.startsWith('projects/')) return model;
  const id = model.split('/').at(-1) ?? model;
  return `projects/${project}/locations/${servingLocation(region, id)}/publishers/google/models/${id}`;
}
