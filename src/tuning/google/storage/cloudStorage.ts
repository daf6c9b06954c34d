import type { Connect } from '../../contract/connection';
import type { TrainingFile, UploadProgress } from '../../contract/service';
import { sameBytes } from '../../launch/onDisk/trainingBytes';
import { projectNames } from '../projectNames';
import type { TrainingStorage } from './trainingStorage';
import { objectName, objectNameOf, type Upload } from './upload';

export interface CloudStorage extends TrainingStorage {
  /** Uploads, resumably and with a checksum, unless the object is there already; resolves to the `gs://` address. */
  upload(upload: Upload, signal: AbortSignal): Promise<string>;
  /** The lines of an object, `gs://…`, as they arrive; checked against its checksum at the end. */
  lines(uri: string, signal: AbortSignal): AsyncIterable<string>;
}

/** Cloud Storage through Google's own library, which is loaded on first use (0.7 MB). */
export function cloudStorage(connect: Connect): CloudStorage {
  const client = async (signal: AbortSignal) => {
    const [connection, { GoogleCloudStorage }] = await Promise.all([
      connect(signal),
      import('./googleCloudStorage'),
    ]);
    return new GoogleCloudStorage(connection);
  };
  return {
    buckets: async (signal) => (await client(signal)).buckets(),
    createBucket: async (name, signal, region) => (await client(signal)).createBucket(name, region),
    browse: async (bucket, folder, signal) => (await client(signal)).browse(bucket, folder),
    uploads: async (bucket, signal) => (await client(signal)).uploads(bucket, signal),
    remove: async (uri, signal) => (await client(signal)).remove(uri),
    read: async (uri, most, signal) => (await client(signal)).read(uri, most, signal),
    object: async (uri, signal) => orAborted((await client(signal)).object(uri), signal),
    stat: async (uri, signal) => orAborted((await client(signal)).stat(uri), signal),
    async *content(file, range, signal) {
      yield* (await client(signal)).content(file, range, signal);
    },
    replace: async (replacement, signal) => (await client(signal)).replace(replacement, signal),
    async *pages(bucket, folder, signal) {
      yield* (await client(signal)).pages(bucket, folder, signal);
    },
    async agentAccess(buckets, signal) {
      const number = (await projectNames(await connect(signal), signal))?.number;
      return (await client(signal)).agentAccess(buckets, number && serviceAgentOf(number), signal);
    },
    upload: async (upload, signal) => (await client(signal)).upload(upload, signal),
    async *lines(uri, signal) {
      yield* (await client(signal)).lines(uri, signal);
    },
  };
}

/** Google's library takes no signal for a look at an object: nobody waits for it any longer. */
function orAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Vertex AI's own account of a project, which reads data and media ("Vertex AI service agents", 2026). */
function serviceAgentOf(projectNumber: string): string {
  return `service-${projectNumber}@gcp-sa-aiplatform.iam.gserviceaccount.com`;
}

/** The address of a training file in Cloud Storage; a local one is uploaded first. */
export async function toStorage(
  storage: CloudStorage,
  file: TrainingFile,
  bucket: string,
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<string> {
  if (file.kind === 'remote') return file.uri;
  if (file.kind === 'disk') {
    const bytes = { length: file.size, pieces: () => sameBytes(file) };
    const name = objectNameOf(file.name, file.sha256);
    return storage.upload({ bucket, name, bytes, onProgress }, signal);
  }
  const bytes = Buffer.from(file.text);
  return storage.upload({ bucket, name: objectName(file.name, bytes), bytes, onProgress }, signal);
}
