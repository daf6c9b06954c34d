import type { JsonObject } from '../google/protoJson/json';

/** An error as the Cloud Storage JSON API answers it: its own older shape, with `errors` in place of `details`. */
export class StorageError extends Error {
  constructor(
    readonly http: number,
    readonly reason: string,
    message: string,
    readonly location?: { readonly locationType: string; readonly location: string },
  ) {
    super(message);
  }

  toBody(): JsonObject {
    const { http: code, message, reason, location } = this;
    return { error: { code, message, errors: [{ message, domain: 'global', reason, ...location }] } };
  }
}

export function invalid(message: string): StorageError {
  return new StorageError(400, 'invalid', message);
}

export function noSuchBucket(): StorageError {
  return new StorageError(404, 'notFound', 'The specified bucket does not exist.');
}

export function noSuchObject(bucket: string, name: string): StorageError {
  return new StorageError(404, 'notFound', `No such object: ${bucket}/${name}`);
}

export function conditionNotMet(): StorageError {
  const message = 'At least one of the pre-conditions you specified did not hold.';
  return new StorageError(412, 'conditionNotMet', message, { locationType: 'header', location: 'If-Match' });
}
