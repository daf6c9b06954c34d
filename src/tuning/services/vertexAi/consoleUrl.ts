const console = 'https://console.cloud.google.com/vertex-ai';

/** The page that lists a project's tuning jobs: address of November 2026, after Vertex AI was renamed. */
const tuningPage = 'https://console.cloud.google.com/agent-platform/tuning';

const tuningJobs = /^projects\/([\w.:-]+)\/locations\/[\w-]+\/tuningJobs$/;

/** Segments of a resource name, each of which can stand in an address as it is. */
const resource = /^projects\/([\w.:-]+)\/locations\/([\w-]+)\/(\w+)\/([\w-]+)(?:@([\w-]+))?$/;

/**
 * Page of a tuning job, of all of a project, of a model or an endpoint in Google's console. The job's address is the one that Google's own Python
 * client gives (vertexai/tuning/_tuning.py); those of models and endpoints are as its evaluation client and Airflow's
 * Google provider write them.
 */
export function consoleUrl(name: string): string | undefined {
  const [, listed] = tuningJobs.exec(name) ?? [];
  if (listed !== undefined) return `${tuningPage}?project=${encodeURIComponent(listed)}`;
  const [, project = '', location, collection, id, version = 'default'] = resource.exec(name) ?? [];
  const query = `?project=${encodeURIComponent(project)}`;
  switch (collection) {
    case 'tuningJobs':
      return `${console}/generative/language/locations/${location}/tuning/tuningJob/${id}${query}`;
    case 'models':
      return `${console}/models/locations/${location}/models/${id}/versions/${version}${query}`;
    case 'endpoints':
      return `${console}/locations/${location}/endpoints/${id}${query}`;
    default:
      return undefined;
  }
}
