const google = 'https://console.cloud.google.com';

/** Where Vertex AI's pages are since its renaming: google/skills, agent-platform-tuning, 2026-10. */
const platform = `${google}/agent-platform`;

/** Pages of a model, an endpoint or an experiment under the new name were found nowhere; the older addresses lead on. */
const older = `${google}/vertex-ai`;

const context = /^projects\/([\w.:-]+)\/locations\/([\w-]+)\/metadataStores\/[\w-]+\/contexts\/([\w.-]+)$/;

const tuningJobs = /^projects\/([\w.:-]+)\/locations\/[\w-]+\/tuningJobs$/;

/** Segments of a resource name, each of which can stand in an address as it is. */
const resource = /^projects\/([\w.:-]+)\/locations\/([\w-]+)\/(\w+)\/([\w-]+)(?:@([\w-]+))?$/;

/**
 * Page in Google's console of a tuning job, of all of a project, of a model, an endpoint, an experiment (by its metadata
 * context), or of a folder in Cloud Storage. Those of models and endpoints are as Google's evaluation client and Airflow's
 * Google provider write them.
 */
export function consoleUrl(name: string): string | undefined {
  const [, listed] = tuningJobs.exec(name) ?? [];
  if (listed !== undefined) return `${platform}/tuning?project=${encodeURIComponent(listed)}`;
  const [, folder] = /^gs:\/\/((?!\.{1,2}(?:\/|$))[^/]+(?:\/(?!\.{1,2}(?:\/|$))[^/]*)*)$/.exec(name) ?? [];
  if (folder !== undefined)
    return `${google}/storage/browser/${folder.split('/').map(encodeURIComponent).join('/')}`;
  const [, owner = '', place, experiment] = context.exec(name) ?? [];
  if (experiment !== undefined)
    return `${older}/experiments/locations/${place}/experiments/${experiment}/runs?project=${encodeURIComponent(owner)}`;
  const [, project = '', location, collection, id, version = 'default'] = resource.exec(name) ?? [];
  const query = `?project=${encodeURIComponent(project)}`;
  switch (collection) {
    case 'tuningJobs':
      return `${platform}/tuning/locations/${location}/tuningJob/${id}/monitor${query}`;
    case 'models':
      return `${older}/models/locations/${location}/models/${id}/versions/${version}${query}`;
    case 'endpoints':
      return `${older}/locations/${location}/endpoints/${id}${query}`;
    default:
      return undefined;
  }
}
