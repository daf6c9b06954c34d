import type { JsonObject } from '../google/protoJson/json';
import { projectNumber } from '../state/projects';
import type { BucketRecord, ObjectRecord } from './storage';

/** storage#bucket */
export function toBucketResource(bucket: BucketRecord, base: string): JsonObject {
  const { id, location, storageClass, timeCreated } = bucket;
  return {
    kind: 'storage#bucket',
    id,
    name: id,
    selfLink: `${base}/storage/v1/b/${id}`,
    projectNumber: bucket.project ?? projectNumber('google'),
    location,
    locationType: locationTypeOf(location),
    storageClass,
    timeCreated,
    updated: timeCreated,
    metageneration: String(bucket.metageneration ?? 1),
    etag: Buffer.from(String(bucket.metageneration ?? 1)).toString('base64'),
    ...bucket.settings,
  };
}

export function locationTypeOf(location: string): string {
  return /^(US|EU|ASIA)$/.test(location) ? 'multi-region' : 'region';
}

/** storage#object */
export function toObjectResource(object: ObjectRecord, base: string): JsonObject {
  const { bucket, name, generation, size, crc32c, md5Hash, timeCreated } = object;
  const { contentType, cacheControl, contentEncoding, metadata } = object;
  const path = `storage/v1/b/${bucket}/o/${encodeURIComponent(name)}`;
  return {
    kind: 'storage#object',
    id: `${bucket}/${name}/${generation}`,
    selfLink: `${base}/${path}`,
    mediaLink: `${base}/download/${path}?generation=${generation}&alt=media`,
    name,
    bucket,
    generation,
    metageneration: '1',
    contentType: contentType ?? 'application/octet-stream',
    storageClass: 'STANDARD',
    size: String(size),
    md5Hash,
    crc32c,
    etag: etagOf(object),
    timeCreated,
    updated: timeCreated,
    timeStorageClassUpdated: timeCreated,
    ...(cacheControl === undefined ? {} : { cacheControl }),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(metadata === undefined ? {} : { metadata: { ...metadata } }),
  };
}

export function etagOf({ generation }: ObjectRecord): string {
  return Buffer.from(generation).toString('base64');
}
