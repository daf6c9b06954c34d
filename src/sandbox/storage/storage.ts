import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../google/protoJson/json';
import { Collection } from '../state/collection';
import { projectNumber } from '../state/projects';
import { Checksums } from './checksums';
import { conditionNotMet, invalid, noSuchBucket, noSuchObject, StorageError } from './errors';
import { isBucketName, isObjectName } from './names';

export interface BucketRecord {
  /** The bucket's name. */
  readonly id: string;
  /** Number of its project; undefined for public buckets of Google's. */
  readonly project?: string;
  /** In capitals, as Cloud Storage answers: `US-CENTRAL1`. */
  readonly location: string;
  readonly storageClass: string;
  readonly timeCreated: string;
  /** Counts changes, from 1, which is also what absent means. */
  readonly metageneration?: number;
  /** What was set later, such as labels, as the caller wrote it. */
  readonly settings?: JsonObject;
}

/** What a caller may say about an object. */
export interface ObjectSettings {
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentEncoding?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Checksums that the caller has computed: the object is refused when ours differ. */
  readonly crc32c?: string;
  readonly md5Hash?: string;
}

export interface ObjectRecord extends ObjectSettings {
  /** `bucket/name` */
  readonly id: string;
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
  readonly size: number;
  readonly crc32c: string;
  readonly md5Hash: string;
  readonly timeCreated: string;
  /** File name of the content. */
  readonly blob: string;
}

/** Buckets and objects, on disk. */
export class Storage {
  private readonly buckets: Collection<BucketRecord>;
  private readonly objects: Collection<ObjectRecord>;
  private lastGeneration = 0n;

  constructor(private readonly folder: string) {
    this.buckets = new Collection<BucketRecord>(path.join(folder, 'buckets'), ['location', 'timeCreated']);
    this.objects = new Collection<ObjectRecord>(path.join(folder, 'objects'), [
      'bucket',
      'name',
      'generation',
      'blob',
    ]);
    mkdirSync(path.join(folder, 'blobs'), { recursive: true });
    // Content on its way when the last run ended.
    rmSync(path.join(folder, 'incoming'), { recursive: true, force: true });
    mkdirSync(path.join(folder, 'incoming'));
  }

  createBucket(project: string, name: string, location: string, storageClass: string): BucketRecord {
    if (!isBucketName(name)) throw invalid(`Invalid bucket name: '${name}'`);
    const owner = projectNumber(project);
    const existing = this.buckets.get(name);
    if (existing) {
      const message =
        existing.project === owner
          ? 'Your previous request to create the named bucket succeeded and you already own it.'
          : 'The requested bucket name is not available. The bucket namespace is shared by all users of the system. ' +
            'Please select a different name and try again.';
      throw new StorageError(409, 'conflict', message);
    }
    const timeCreated = new Date().toISOString();
    const bucket = { id: name, project: owner, location: location.toUpperCase(), storageClass, timeCreated };
    this.buckets.put(bucket);
    return bucket;
  }

  /** A bucket of Google's that everyone can read. */
  addPublicBucket(name: string): void {
    if (this.buckets.get(name)) return;
    const timeCreated = new Date().toISOString();
    this.buckets.put({ id: name, location: 'US', storageClass: 'STANDARD', timeCreated });
  }

  listBuckets(project: string): BucketRecord[] {
    const owner = projectNumber(project);
    return this.buckets.list().filter((bucket) => bucket.project === owner);
  }

  bucket(name: string): BucketRecord {
    const bucket = this.buckets.get(name);
    if (!bucket) throw noSuchBucket();
    return bucket;
  }

  updateBucket(name: string, changes: JsonObject): BucketRecord {
    const bucket = this.ownBucket(name, 'storage.buckets.update');
    const merged = Object.entries({ ...bucket.settings, ...changes }).filter(([, value]) => value !== null);
    const changed = {
      ...bucket,
      metageneration: (bucket.metageneration ?? 1) + 1,
      settings: Object.fromEntries(merged),
    };
    this.buckets.put(changed);
    return changed;
  }

  deleteBucket(name: string): void {
    this.ownBucket(name, 'storage.buckets.delete');
    if (this.listObjects(name, '').length > 0)
      throw new StorageError(409, 'conflict', 'The bucket you tried to delete is not empty.');
    this.buckets.delete(name);
  }

  /** Google's own buckets can only be read. */
  private ownBucket(name: string, permission: string): BucketRecord {
    const bucket = this.bucket(name);
    if (bucket.project !== undefined) return bucket;
    throw new StorageError(403, 'forbidden', `Permission '${permission}' denied on resource ${name}.`);
  }

  /** By name, in the order of their bytes. */
  listObjects(bucket: string, prefix: string): ObjectRecord[] {
    this.bucket(bucket);
    return this.objects
      .list()
      .filter((object) => object.bucket === bucket && object.name.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  }

  object(bucket: string, name: string): ObjectRecord {
    const object = this.objects.get(`${bucket}/${name}`);
    if (object) return object;
    this.bucket(bucket);
    throw noSuchObject(bucket, name);
  }

  deleteObject(object: ObjectRecord): void {
    this.objects.delete(object.id);
    rmSync(this.contentFile(object), { force: true });
  }

  contentFile({ blob }: Pick<ObjectRecord, 'blob'>): string {
    return path.join(this.folder, 'blobs', blob);
  }

  /** Where to put content that becomes an object, or is deleted by whoever asked. */
  newTemporaryFile(): string {
    return path.join(this.folder, 'incoming', randomUUID());
  }

  /** Checks what can be checked before the bytes come. `ifGenerationMatch`: 0 means "only if there is none". */
  checkUpload(bucket: string, name: string, ifGenerationMatch: string | undefined): void {
    if (name === '') throw new StorageError(400, 'required', 'Required parameter: name');
    if (!isObjectName(name)) throw invalid('Invalid object name.');
    if (this.bucket(bucket).project === undefined) {
      throw new StorageError(
        403,
        'forbidden',
        `Permission 'storage.objects.create' denied on resource ${bucket}.`,
      );
    }
    this.checkGeneration(this.objects.get(`${bucket}/${name}`), ifGenerationMatch);
  }

  checkGeneration(object: ObjectRecord | undefined, ifGenerationMatch: string | undefined): void {
    if (ifGenerationMatch === undefined) return;
    if ((object?.generation ?? '0') !== ifGenerationMatch) throw conditionNotMet();
  }

  /** Makes an object of a file with its content, which is moved. The new generation replaces the old in one step. */
  async addObject(
    bucket: string,
    name: string,
    content: string,
    settings: ObjectSettings,
    ifGenerationMatch?: string,
  ): Promise<ObjectRecord> {
    const checksums = new Checksums();
    for await (const chunk of createReadStream(content)) checksums.update(chunk as Buffer);
    const { crc32c, md5Hash } = checksums.digest();
    if (settings.crc32c !== undefined && settings.crc32c !== crc32c) {
      throw invalid(`Provided CRC32C "${settings.crc32c}" doesn't match calculated CRC32C "${crc32c}".`);
    }
    if (settings.md5Hash !== undefined && settings.md5Hash !== md5Hash) {
      throw invalid(
        `Provided MD5 hash "${settings.md5Hash}" doesn't match calculated MD5 hash "${md5Hash}".`,
      );
    }
    const old = this.objects.get(`${bucket}/${name}`);
    this.checkGeneration(old, ifGenerationMatch);
    const blob = randomUUID();
    const size = statSync(content).size;
    renameSync(content, this.contentFile({ blob }));
    const object: ObjectRecord = {
      ...settings,
      id: `${bucket}/${name}`,
      bucket,
      name,
      generation: this.nextGeneration(),
      size,
      crc32c,
      md5Hash,
      timeCreated: new Date().toISOString(),
      blob,
    };
    this.objects.put(object);
    if (old) rmSync(this.contentFile(old), { force: true });
    return object;
  }

  /** Microseconds since 1970, as Cloud Storage's, and never the same twice. */
  private nextGeneration(): string {
    const now = BigInt(Date.now()) * 1000n;
    this.lastGeneration = now > this.lastGeneration ? now : this.lastGeneration + 1n;
    return String(this.lastGeneration);
  }
}
