// What Cloud Storage answers about buckets and objects that aren't there, are another's, or cost the reader.
import * as l10n from '@vscode/l10n';
import type { NextStep } from '../../../base/userError';
import type { GoogleStatus } from './googleApiError';
import { bucketIn, projectIn } from './namedInError';

interface Explained {
  readonly sentence: string;
  readonly steps: readonly NextStep[];
  readonly gcloud: readonly string[];
}

/** Of a bucket, an object, or a version of one, for which Google has one status. */
export function storageNotFound(google: GoogleStatus): Explained {
  const [, object, generation] = /^No such object: (\S.*?)(?:#(\d+))?\.?$/.exec(google.message) ?? [];
  const bucket = object === undefined ? bucketOf(google) : object.split('/')[0];
  return {
    sentence:
      object === undefined
        ? l10n.t(
            "{0} doesn't exist. It was deleted, or its name is misspelled. Check the name, or select another bucket.",
            bucket === undefined ? l10n.t('This bucket') : l10n.t('The bucket {0}', bucket),
          )
        : generation === undefined
          ? l10n.t(
              "gs://{0} doesn't exist. It was deleted, or its name is misspelled; names are case-sensitive. Check the URI, or upload the file again.",
              object,
            )
          : l10n.t(
              "This version of gs://{0} doesn't exist anymore. The file was replaced or deleted. Select it again.",
              object,
            ),
    steps: [viewBuckets(object === undefined ? undefined : bucket)],
    gcloud: [
      object === undefined
        ? `gcloud storage buckets list --project=${projectIn(google) ?? 'PROJECT'}`
        : `gcloud storage ls gs://${bucket}`,
    ],
  };
}

/** The service agent that reads training files names no project that would pay. */
export function requesterPays(google: GoogleStatus): Explained {
  const bucket = bucketOf(google);
  return {
    sentence: l10n.t(
      'Whoever reads {0} pays (Requester Pays), and this request named no project to bill. Copy the files to a bucket of your own project.',
      bucket === undefined ? l10n.t('this bucket') : l10n.t('the bucket {0}', bucket),
    ),
    steps: [viewBuckets(undefined)],
    gcloud: [
      `gcloud storage cp gs://${bucket ?? 'BUCKET'}/FILE gs://YOUR_BUCKET --billing-project=${projectIn(google) ?? 'PROJECT'}`,
    ],
  };
}

/** Names of buckets are shared by everyone who uses Google Cloud. */
export function bucketNameTaken(google: GoogleStatus): Explained {
  const isOwn = /you already own it/i.test(google.message);
  return {
    sentence: isOwn
      ? l10n.t('This project already has a bucket with this name. Select it, or choose another name.')
      : l10n.t(
          'Someone else has a bucket with this name: bucket names are shared by all Google Cloud users. Choose another name.',
        ),
    steps: isOwn ? [viewBuckets(undefined)] : [],
    gcloud: [],
  };
}

/** Google rarely names the bucket: then it is the one that was asked for. */
function bucketOf({ message, metadata }: GoogleStatus): string | undefined {
  return /\bbucket does not exist|\bbucket is a? ?requester/i.test(message)
    ? metadata.bucket
    : (bucketIn(message) ?? metadata.bucket);
}

function viewBuckets(bucket: string | undefined): NextStep {
  const url = 'https://console.cloud.google.com/storage/browser';
  return bucket === undefined
    ? { kind: 'page', title: l10n.t('View Buckets'), url }
    : { kind: 'page', title: l10n.t('View Bucket'), url: `${url}/${encodeURIComponent(bucket)}` };
}
