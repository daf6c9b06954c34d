import { GoogleError } from '../google/errors';
import { projectNumber } from '../state/projects';
import { isLocation } from './baseModels';

/** Project and location of a resource name. */
export interface Place {
  /** The project's number, whatever the name said. */
  readonly project: string;
  readonly location: string;
}

/**
 * Reads `projects/P/locations/L/…`.
 * @throws GoogleError 400 for a location that Vertex AI does not have.
 */
export function readPlace(name: string): Place {
  const [, project = '', location = ''] = /^projects\/([^/]+)\/locations\/([^/]+)/.exec(name) ?? [];
  if (!isLocation(location)) {
    throw new GoogleError('INVALID_ARGUMENT', `Unsupported region for Vertex AI, location "${location}".`);
  }
  return { project: projectNumber(project), location };
}

/** `projects/NUMBER/locations/LOCATION`, as replies have it. */
export function placeName({ project, location }: Place): string {
  return `projects/${project}/locations/${location}`;
}

/** The id after `collection/` in a resource name. */
export function idIn(name: string, collection: string): string {
  return new RegExp(`/${collection}/([^/@:]+)`).exec(name)?.[1] ?? '';
}

export function isSamePlace(a: Place, b: Place): boolean {
  return a.project === b.project && a.location === b.location;
}
