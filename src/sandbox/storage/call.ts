import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject, type JsonObject } from '../google/protoJson/json';
import { readJson } from '../google/protoJson/jsonText';
import { readText, type Target } from '../http/request';
import { invalid, StorageError } from './errors';
import type { ResumableUploads } from './resumable';
import type { Storage } from './storage';

export interface StorageServices {
  readonly storage: Storage;
  readonly uploads: ResumableUploads;
}

export interface StorageCall extends StorageServices {
  readonly target: Target;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** `http://127.0.0.1:PORT` or `https://storage.googleapis.com`, from the Host header: links lead back the way the caller came. */
  readonly base: string;
}

const METADATA_LIMIT = 1024 * 1024;
const MOST_RESULTS = 1000;

/** The body as an object; an empty body is an empty one. */
export async function readObject(request: IncomingMessage): Promise<JsonObject> {
  return parseObject(await readText(request, METADATA_LIMIT));
}

export function parseObject(text: string): JsonObject {
  if (text.trim() === '') return {};
  try {
    const value = readJson(text);
    if (isObject(value)) return value;
  } catch {
    // Answered below, like any other JSON that is no object.
  }
  throw new StorageError(400, 'parseError', 'Parse Error');
}

/** The project that buckets are listed for and made in. */
export function projectOf({ target }: StorageCall): string {
  const project = target.query.get('project');
  if (!project) throw new StorageError(400, 'required', 'Required parameter: project');
  return project;
}

export function generationOf({ target }: StorageCall): string | undefined {
  return target.query.get('ifGenerationMatch') ?? undefined;
}

/** `maxResults` and `pageToken` over items in the order of their names' bytes: the token is the last name shown. */
export function pageOf<T>(items: readonly T[], nameOf: (item: T) => string, query: URLSearchParams) {
  const most = Number(query.get('maxResults') ?? MOST_RESULTS);
  if (!Number.isInteger(most) || most < 1) throw invalid('Invalid value for: maxResults');
  const after = Buffer.from(query.get('pageToken') ?? '', 'base64url');
  const rest = items.filter((item) => Buffer.compare(Buffer.from(nameOf(item)), after) > 0);
  const page = rest.slice(0, Math.min(most, MOST_RESULTS));
  const last = page.at(-1);
  const more = last !== undefined && rest.length > page.length;
  return { items: page, ...(more ? { nextPageToken: Buffer.from(nameOf(last)).toString('base64url') } : {}) };
}
