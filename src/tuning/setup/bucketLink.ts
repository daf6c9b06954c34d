import * as l10n from '@vscode/l10n';
import type { Connection } from '../contract/connection';
import { requestJson } from '../google/rest';
import { brokenBy, type KnownNames, ok, type SetupLink } from './setupLink';

interface BucketList {
  readonly items?: readonly { readonly name?: string; readonly location?: string }[];
}

/** Looks for a bucket where the tuning runs: Vertex AI reads training files from Cloud Storage. */
export async function checkBucket(
  connection: Connection,
  known: KnownNames,
  signal: AbortSignal,
): Promise<SetupLink> {
  const { project, region } = connection;
  try {
    const url = `${connection.origin('storage.googleapis.com')}/storage/v1/b`;
    const query = { project, fields: 'items(name,location)', maxResults: 1000 };
    const { items = [] } = await requestJson<BucketList>(connection, { method: 'GET', url, query, signal });
    const here = items.find(({ location }) => location?.toLowerCase() === region);
    if (here?.name)
      return ok('bucket', l10n.t('Training files can be uploaded to gs://{0} in {1}.', here.name, region));
    return {
      id: 'bucket',
      state: 'advice',
      sentence: l10n.t(
        'This project has no bucket in {0}. You can create one now or when you launch.',
        region,
      ),
      gcloud: [
        `gcloud storage buckets create gs://${project}-tuning --project=${project} --location=${region} --uniform-bucket-level-access`,
      ],
      nextSteps: [],
    };
  } catch (error) {
    return brokenBy('bucket', error, known);
  }
}
