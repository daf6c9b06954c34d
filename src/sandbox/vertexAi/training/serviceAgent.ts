// Google reads training files, and the files in their rows, as agents of its own: what the caller may read does not count.
import type { Conditions } from '../../conditions';
import { projectNumber } from '../../state/projects';
import type { Storage } from '../../storage/storage';
import { InvalidTrainingFile } from './trainingFile';

export class ServiceAgent {
  constructor(
    private readonly project: string,
    private readonly storage: Storage,
    private readonly conditions: Conditions,
  ) {}

  /** A training or validation file. @throws InvalidTrainingFile in Google's words (GoogleCloudPlatform/vertex-ai-samples 3710) */
  file(uri: string): string {
    if (this.isRefused(uri))
      throw new InvalidTrainingFile(
        `Service account \`${this.email}\` does not have \`[storage.objects.get]\` IAM permission(s) to the bucket/directory ${uri}. ` +
          'Please either copy the files to the Google Cloud Storage bucket owned by your project, or grant the required IAM permission(s) to the service account.',
      );
    return findFile(uri, this.storage);
  }

  /** Whether a file that a row shows is there. @throws InvalidTrainingFile in Google's words (google/skills, 2026) */
  hasFile(uri: string): boolean {
    if (this.isRefused(uri))
      throw new InvalidTrainingFile(
        `${this.email} does not have storage.objects.get access to the Google Cloud Storage object.`,
      );
    try {
      return findFile(uri, this.storage) !== '';
    } catch {
      return false;
    }
  }

  private isRefused(uri: string): boolean {
    const bucket = /^gs:\/\/([^/]+)\//.exec(uri)?.[1];
    return bucket !== undefined && this.conditions.unreadableBuckets.includes(bucket);
  }

  private get email(): string {
    return `service-${projectNumber(this.project)}@gcp-sa-aiplatform.iam.gserviceaccount.com`;
  }
}

/** @throws InvalidTrainingFile when there is no such object */
export function findFile(uri: string, storage: Storage): string {
  const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  try {
    return storage.contentFile(storage.object(bucket, name));
  } catch {
    throw new InvalidTrainingFile(
      `The file ${uri} was not found in Cloud Storage, or access to it was denied.`,
    );
  }
}
