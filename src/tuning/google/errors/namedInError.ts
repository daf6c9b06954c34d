// What Google's error texts name: who, where, which model. Each form is one that Google has sent; see
// errorExplanation.test.ts for the texts.
import type { GoogleStatus } from './googleApiError';

/** Who lacks a right, by the address that Google names; undefined when it names nobody. */
export function principalIn(message: string): string | undefined {
  return (
    /^[Ss]ervice account `([^`\s]+@[^`\s]+)` does not have/.exec(message)?.[1] ??
    /(?:^|\s)([\w.+-]+@[\w.-]+) does not have [\w.]+ access/.exec(message)?.[1] ??
    /(?:^|\s)`?([\w.+-]+@[\w.-]+gserviceaccount\.com)`? (?:does not have|cannot|can't|lacks|has no) /.exec(
      message,
    )?.[1]
  );
}

/** True for an account that Google made for its own services: no person can sign in as it. */
export function isServiceAgent(principal: string): boolean {
  return /@(gcp-sa-[\w-]+|cloudservices|compute-system)\.(iam\.)?gserviceaccount\.com$/.test(principal);
}

/** As gcloud writes a member of a policy. */
export function memberOf(principal: string | undefined): string {
  if (principal === undefined) return 'user:YOUR_EMAIL';
  return principal.endsWith('.gserviceaccount.com') ? `serviceAccount:${principal}` : `user:${principal}`;
}

/** The rights that are missing, such as `storage.objects.get`. */
export function permissionsIn({ metadata, message }: GoogleStatus): readonly string[] {
  if (metadata.permission !== undefined) return [metadata.permission];
  const list = /does not have `?\[([\w.,\s]+)\]`? IAM permission/.exec(message)?.[1];
  if (list !== undefined) return list.split(',').map((one) => one.trim());
  const one =
    /does not have ([\w.]+) access/.exec(message)?.[1] ??
    /Permission ['"]?([\w.]+\w)['"]? denied/.exec(message)?.[1];
  return one === undefined ? [] : [one];
}

/** The bucket of a text about Cloud Storage. */
export function bucketIn(message: string): string | undefined {
  return (
    /bucket(?:\/directory)? ["'`]?(?:gs:\/\/)?([a-z0-9][\w.-]{1,220}[a-z0-9])\b/.exec(message)?.[1] ??
    /gs:\/\/([a-z0-9][\w.-]{1,220}[a-z0-9])/.exec(message)?.[1]
  );
}

/** A resource's name without its service, such as `projects/p/locations/l/endpoints/1`. */
export function resourceIn({ metadata, message }: GoogleStatus): string | undefined {
  const name = metadata.resource ?? /on resource ['"]([^'"\s]+)['"]/.exec(message)?.[1];
  return name?.replace(/^\/\/[^/]*\//, '');
}

/** Google does not tell a missing right from a missing thing. */
export function mayNotExist(message: string): boolean {
  return /\(or it may not exist\)/.test(message);
}

/** A base model that was not found, and where it was asked for. */
export interface PublisherModel {
  readonly location: string;
  readonly model: string;
}

export function publisherModelIn(message: string): PublisherModel | undefined {
  const [, location, model] =
    /Publisher model [`'"]?projects\/[^/]+\/locations\/([\w-]+)\/publishers\/[\w-]+\/models\/([\w.-]*\w)/i.exec(
      message,
    ) ?? [];
  return location === undefined || model === undefined ? undefined : { location, model };
}

const absentOnGeminiApi = /models\/([\w.-]+) is (?:not found for API version|no longer available)/;

/** The Gemini API's words for a base model that it does not serve. */
export function isOfGeminiApi(message: string): boolean {
  return absentOnGeminiApi.test(message);
}

/** A base model that is not served, by words that name no place. */
export function unservedModelIn(message: string): string | undefined {
  return (
    absentOnGeminiApi.exec(message)?.[1] ??
    /publishers\/[\w-]+\/models\/([\w.-]*\w)/.exec(message)?.[1] ??
    /base model [`'"]?(?:[\w-]+\/)*([\w.-]*\w)[`'"]? is not supported/i.exec(message)?.[1]
  );
}

/** The model that Google says should be used instead. */
export function replacementIn(message: string): string | undefined {
  return /update your code to use models\/([\w.-]*\w)/.exec(message)?.[1];
}

export function projectIn({ metadata, message }: GoogleStatus): string | undefined {
  const text = metadata.consumer ?? metadata.resource ?? '';
  return (
    /projects\/([^/]+)/.exec(text)?.[1] ??
    /projects\/([^/\s'"]+)['"/]/.exec(message)?.[1] ??
    /project[ =#]+([a-z0-9-]{4,})\b/.exec(message)?.[1]
  );
}

/** The quota of a project, in all regions together. */
export const tuningJobsQuota = 'global concurrent tuning jobs';

/** A metric of Google's quotas in words: `global_concurrent_tuning_jobs` → `global concurrent tuning jobs`. */
export function quotaIn(message: string): string | undefined {
  if (/\bconcurrent[_ ]tuning[_ ]jobs\b|_concurrent_tuning_jobs\b/i.test(message)) return tuningJobsQuota;
  const metric =
    /googleapis\.com\/([a-z][\w-]*)/.exec(message)?.[1] ?? /quota metric '([^']{1,100})'/i.exec(message)?.[1];
  return metric?.replaceAll('_', ' ');
}

/** Google's own sentence on one line, without the row of a training file that some of them quote. */
export function ownSentence(message: string): string {
  const quoted = /\bJSON:\s*[{[]|[{[]\s*"/.exec(message);
  const sentence = quoted ? `${message.slice(0, quoted.index).trimEnd()} …` : message;
  return sentence.replace(/\s+/g, ' ').trim();
}

/** What Google says of each field that it refuses, by the field's last name. */
export function refusedFieldsIn(message: string): readonly { field: string; says: string }[] {
  const found = message.matchAll(/(?<!\d)\d+\.\s*Field: ([\w.[\]]+); Message: ([^\t]+)/g);
  return [...found].map(([, path = '', says = '']) => ({
    field: path.split('.').at(-1) ?? path,
    says: says.trim(),
  }));
}

/** An endpoint by its id, such as `endpoint 123`. */
export function endpointIn(google: GoogleStatus): string | undefined {
  const text = resourceIn(google) ?? google.message;
  const id = /\bendpoints\/([\w-]+)/.exec(text)?.[1];
  return id === undefined ? undefined : `endpoint ${id}`;
}

/** The location in the path of an address. */
export function locationInPath(path: string): string | undefined {
  return /\/locations\/([^/\s]+)/.exec(path)?.[1];
}
