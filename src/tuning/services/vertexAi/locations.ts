/**
 * Host of the Vertex AI API for a location: a region, `global`, or one of the multi-regions `us` and `eu`.
 * Seen from @google/genai 3.1 with its default URLs.
 */
export function vertexHost(location: string): string {
  if (location === 'global') return 'aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `aiplatform.${location}.rep.googleapis.com`;
  return `${location}-aiplatform.googleapis.com`;
}

/** The location in a resource name: a tuned model may be served elsewhere than where it was tuned. */
export function locationOf(resourceName: string): string | undefined {
  return /^projects\/[^/]+\/locations\/([^/]+)\//.exec(resourceName)?.[1];
}
