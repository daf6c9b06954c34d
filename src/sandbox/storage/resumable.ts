import { once } from 'node:events';
import { createWriteStream, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { Collection } from '../state/collection';
import { randomSecret } from '../state/ids';
import { invalid, StorageError } from './errors';
import type { ObjectRecord, ObjectSettings, Storage } from './storage';

/** A resumable upload on its way. Its id is a secret: who has it may go on without another credential, as at Google. */
interface Session {
  readonly id: string;
  readonly bucket: string;
  readonly name: string;
  readonly settings: ObjectSettings;
  readonly ifGenerationMatch?: string;
  /** Generation of the object, once it is complete. */
  readonly generation?: string;
}

/** What a PUT to a session leads to. */
export type UploadState =
  | { readonly done: true; readonly object: ObjectRecord }
  | { readonly done: false; readonly received: number };

const CHUNK_UNIT = 256 * 1024;

/** Uploads in chunks: each byte that arrived is kept, over cut connections and restarts. */
export class ResumableUploads {
  private readonly sessions: Collection<Session>;

  constructor(
    private readonly folder: string,
    private readonly storage: Storage,
  ) {
    this.sessions = new Collection<Session>(folder, ['bucket', 'name', 'settings']);
  }

  begin(session: Omit<Session, 'id' | 'generation'>): string {
    this.storage.checkUpload(session.bucket, session.name, session.ifGenerationMatch);
    const id = randomSecret();
    this.sessions.put({ ...session, id });
    writeFileSync(this.partFile(id), '');
    return id;
  }

  /** `contentRange`: `bytes 0-99/*`, `bytes 100-199/200`, `bytes 0-* /*` (to the end of the body), `bytes * /N` (a question). */
  async put(id: string, contentRange: string | undefined, request: IncomingMessage): Promise<UploadState> {
    const session = this.find(id);
    if (session.generation !== undefined)
      return { done: true, object: this.storage.object(session.bucket, session.name) };
    const range = readRange(contentRange);
    let received = statSync(this.partFile(id)).size;
    if (range.first !== undefined) {
      if (range.first > received) throw invalid(`Invalid request. The upload is at byte ${received}.`);
      received += await this.append(id, request, received - range.first);
    }
    const isLast = range.total === undefined ? range.last === 'end' : received === range.total;
    if (range.total !== undefined && received > range.total) throw invalid('More bytes than announced.');
    if (!isLast) {
      if (range.first !== undefined && received % CHUNK_UNIT !== 0) {
        throw invalid(
          'Invalid request. The number of bytes uploaded is required to be equal or greater than 262144.',
        );
      }
      return { done: false, received };
    }
    const { bucket, name, settings, ifGenerationMatch } = session;
    const object = await this.storage.addObject(bucket, name, this.partFile(id), settings, ifGenerationMatch);
    this.sessions.put({ ...session, generation: object.generation });
    return { done: true, object };
  }

  cancel(id: string): void {
    this.find(id);
    this.sessions.delete(id);
    rmSync(this.partFile(id), { force: true });
  }

  private find(id: string): Session {
    const session = this.sessions.get(id);
    if (!session || (session.generation === undefined && !existsSync(this.partFile(id)))) {
      throw new StorageError(404, 'notFound', 'The upload session does not exist.');
    }
    return session;
  }

  /** Appends the body without its first `skip` bytes, which are there already. Returns how many were new. */
  private async append(id: string, request: IncomingMessage, skip: number): Promise<number> {
    const file = createWriteStream(this.partFile(id), { flags: 'a' });
    let seen = 0;
    let added = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        const fresh = chunk.subarray(Math.max(0, skip - seen));
        seen += chunk.length;
        added += fresh.length;
        if (!file.write(fresh)) await once(file, 'drain');
      }
    } finally {
      await new Promise<void>((resolve, reject) =>
        file.end((error?: Error | null) => (error ? reject(error) : resolve())),
      );
    }
    return added;
  }

  private partFile(id: string): string {
    return path.join(this.folder, `${id}.part`);
  }
}

function readRange(header: string | undefined): { first?: number; last?: number | 'end'; total?: number } {
  // Without the header the body is the whole object.
  if (header === undefined) return { first: 0, last: 'end' };
  const match = /^bytes (?:(\d+)-(\d+|\*)|\*)\/(\d+|\*)$/.exec(header);
  if (!match) throw invalid('Failed to parse Content-Range header.');
  const [, first, last, total] = match;
  return {
    ...(first === undefined ? {} : { first: Number(first) }),
    ...(last === undefined ? {} : { last: last === '*' ? 'end' : Number(last) }),
    ...(total === undefined || total === '*' ? {} : { total: Number(total) }),
  };
}
