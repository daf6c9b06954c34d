import { sendJson } from '../http/reply';
import { pageOf, projectOf, readObject, type StorageCall } from './call';
import { invalid, StorageError } from './errors';
import { locationTypeOf, toBucketResource } from './resources';

export function listBuckets(call: StorageCall): void {
  const { target, storage, base, response } = call;
  const project = projectOf(call);
  const prefix = target.query.get('prefix') ?? '';
  const buckets = storage.listBuckets(project).filter(({ id }) => id.startsWith(prefix));
  const { items, ...rest } = pageOf(
    buckets.sort((a, b) => (a.id < b.id ? -1 : 1)),
    ({ id }) => id,
    target.query,
  );
  sendJson(response, 200, {
    kind: 'storage#buckets',
    items: items.map((bucket) => toBucketResource(bucket, base)),
    ...rest,
  });
}

export async function createBucket(call: StorageCall): Promise<void> {
  const { request, storage, base, response } = call;
  const project = projectOf(call);
  const { name, location = 'US', storageClass = 'STANDARD' } = await readObject(request);
  if (typeof name !== 'string') throw new StorageError(400, 'required', 'Required');
  if (typeof location !== 'string' || typeof storageClass !== 'string') throw invalid('Invalid argument.');
  sendJson(
    response,
    200,
    toBucketResource(storage.createBucket(project, name, location, storageClass), base),
  );
}

export function getBucket({ storage, base, response }: StorageCall, bucket = ''): void {
  sendJson(response, 200, toBucketResource(storage.bucket(bucket), base));
}

/** What Cloud Storage fixes when a bucket is made. */
const FIXED = ['name', 'id', 'location', 'kind', 'projectNumber'];

/** `gcloud storage buckets update`: null takes a setting away. */
export async function patchBucket(
  { request, storage, base, response }: StorageCall,
  name = '',
): Promise<void> {
  const changes = await readObject(request);
  const fixed = Object.keys(changes).find((key) => FIXED.includes(key));
  if (fixed !== undefined) throw invalid(`The field ${fixed} of a bucket cannot be changed.`);
  sendJson(response, 200, toBucketResource(storage.updateBucket(name, changes), base));
}

export function deleteBucket({ storage, response }: StorageCall, name = ''): void {
  storage.deleteBucket(name);
  response.writeHead(204).end();
}

/** Whether it has real folders, which no bucket of the sandbox has; `gcloud storage` asks before it deletes or moves. */
export function getStorageLayout({ storage, response }: StorageCall, name = ''): void {
  const { id, location } = storage.bucket(name);
  sendJson(response, 200, {
    kind: 'storage#storageLayout',
    bucket: id,
    location,
    locationType: locationTypeOf(location),
    hierarchicalNamespace: { enabled: false },
  });
}

/** Who may do what with a bucket: of a new one, the project's own people. Of Google's public ones nobody else may see it. */
export function getBucketPolicy({ storage, response }: StorageCall, name = ''): void {
  const { id, project } = storage.bucket(name);
  const permission = 'storage.buckets.getIamPolicy';
  if (project === undefined)
    throw new StorageError(
      403,
      'forbidden',
      `The caller does not have ${permission} access to the Google Cloud Storage bucket. Permission '${permission}' denied on resource (or it may not exist).`,
    );
  const people = (...roles: string[]) => roles.map((role) => `${role}:${project}`);
  sendJson(response, 200, {
    kind: 'storage#policy',
    resourceId: `projects/_/buckets/${id}`,
    version: 1,
    etag: 'CAE=',
    bindings: [
      { role: 'roles/storage.legacyBucketOwner', members: people('projectEditor', 'projectOwner') },
      { role: 'roles/storage.legacyBucketReader', members: people('projectViewer') },
      { role: 'roles/storage.legacyObjectOwner', members: people('projectEditor', 'projectOwner') },
      { role: 'roles/storage.legacyObjectReader', members: people('projectViewer') },
    ],
  });
}
