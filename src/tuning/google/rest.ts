import { createParser } from 'eventsource-parser';
import { UserError } from '../../base/userError';
import type { Connection } from '../contract/connection';
import { GoogleApiError, readGoogleStatus, unreachable } from './errors/googleApiError';

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/**
 * Sends a request and reads the JSON reply. What may be said twice is tried again by the client
 * library when the server is busy; a POST never is, for it may cost money.
 * Rejects with `GoogleApiError`, or with an `AbortError` when `signal` aborts.
 */
export async function requestJson<Reply extends object>(
  connection: Connection,
  request: RestRequest,
): Promise<Reply> {
  const reply = await send<unknown>(connection, request);
  if (typeof reply !== 'object' || reply === null) {
    throw new GoogleApiError(readGoogleStatus(200, reply));
  }
  return reply as Reply;
}

export interface ListRequest {
  readonly url: string;
  /** Of every page, or of the first and of all others. */
  readonly pageSize: number | readonly [first: number, others: number];
  readonly query?: RestRequest['query'];
  readonly signal: AbortSignal;
}

/**
 * Walks a list call (AIP-158): yields each page until the service names no next one. A page token that comes
 * back again ends it: the list would go round for ever.
 */
export async function* requestPages<Page extends { nextPageToken?: string | undefined }>(
  connection: Connection,
  list: ListRequest,
): AsyncGenerator<Page> {
  const [first, others] = typeof list.pageSize === 'number' ? [list.pageSize, list.pageSize] : list.pageSize;
  const seen = new Set<string>();
  let pageToken: string | undefined;
  for (;;) {
    const page: Page = await requestJson<Page>(connection, {
      method: 'GET',
      url: list.url,
      query: { pageSize: pageToken === undefined ? first : others, pageToken, ...list.query },
      signal: list.signal,
    });
    yield page;
    pageToken = page.nextPageToken || undefined;
    if (pageToken === undefined || seen.has(pageToken)) return;
    seen.add(pageToken);
  }
}

/** Sends a request and yields each event of the reply's server-sent stream. An error inside the stream rejects. */
export async function* requestStream<Reply extends object>(
  connection: Connection,
  request: RestRequest,
): AsyncGenerator<Reply> {
  const { signal, release } = ownSignal(request.signal);
  try {
    yield* readStream({ ...request, signal }, connection);
  } finally {
    release();
  }
}

async function* readStream<Reply extends object>(
  request: RestRequest,
  connection: Connection,
): AsyncGenerator<Reply> {
  const query = { ...request.query, alt: 'sse' };
  const body = await sendAs<AsyncIterable<Uint8Array>>(connection, { ...request, query }, 'stream');
  const events: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => events.push(data) });
  const decoder = new TextDecoder();
  let isEmpty = true;
  try {
    for await (const bytes of body) {
      parser.feed(decoder.decode(bytes, { stream: true }));
      for (const data of events.splice(0)) {
        request.signal.throwIfAborted(); // what has arrived already is not wanted any more
        isEmpty = false;
        yield readEvent<Reply>(data);
      }
    }
  } catch (error) {
    throw asApiError(error, request);
  }
  // Such as the page of a sign-in, which a proxy sends with status 200.
  if (isEmpty) throw new GoogleApiError(readGoogleStatus(200, undefined));
}

function readEvent<Reply extends object>(data: string): Reply {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch {
    throw new GoogleApiError(readGoogleStatus(200, data));
  }
  if (typeof event !== 'object' || event === null || 'error' in event) {
    throw new GoogleApiError(readGoogleStatus(200, event));
  }
  return event as Reply;
}

async function send<Data>(connection: Connection, request: RestRequest): Promise<Data> {
  const { signal, release } = ownSignal(request.signal);
  try {
    return await sendAs<Data>(connection, { ...request, signal }, 'json');
  } finally {
    release();
  }
}

/**
 * A signal for one request. The caller's may live as long as the window, and the library leaves its listeners on a
 * request that was cut or left.
 */
function ownSignal(signal: AbortSignal): { readonly signal: AbortSignal; release(): void } {
  const own = new AbortController();
  const stop = () => own.abort(signal.reason);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return { signal: own.signal, release: () => signal.removeEventListener('abort', stop) };
}

async function sendAs<Data>(
  connection: Connection,
  request: RestRequest,
  responseType: 'json' | 'stream',
): Promise<Data> {
  request.signal.throwIfAborted();
  try {
    const response = await connection.client.request<Data>({
      method: request.method,
      url: withQuery(request.url, request.query ?? {}),
      ...(request.body === undefined ? {} : { data: request.body }),
      responseType,
      retry: repeatable.includes(request.method),
      // A redirect with 307 would have the library send a body twice, for which only one place was confirmed.
      redirect: request.method === 'GET' ? 'follow' : 'manual',
      signal: request.signal,
    });
    return response.data;
  } catch (error) {
    if (request.method === 'DELETE' && wasRepeated(error) && isNotFound(error)) return {} as Data;
    throw asApiError(error, request);
  }
}

/** What may reach the service twice and does no more than once. */
const repeatable: readonly RestRequest['method'][] = ['GET', 'DELETE'];

/** A deletion that finds nothing when it is sent again has done its work the first time. */
function wasRepeated(error: unknown): boolean {
  const config = error instanceof Error && 'config' in error ? error.config : undefined;
  const retries =
    typeof config === 'object' && config !== null && 'retryConfig' in config && config.retryConfig;
  return (
    typeof retries === 'object' &&
    retries !== null &&
    'currentRetryAttempt' in retries &&
    Number(retries.currentRetryAttempt) > 0
  );
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 404;
}

function asApiError(error: unknown, request: RestRequest): unknown {
  return request.signal.aborted ? request.signal.reason : asGoogleApiError(error, request.url);
}

/**
 * What a failed call to `url` means. google-auth-library rejects with gaxios' `GaxiosError`; its shape is asked for, since the
 * library is not loaded here.
 */
export function asGoogleApiError(error: unknown, url: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const response = 'response' in error ? error.response : undefined;
  if (typeof response === 'object' && response !== null && 'status' in response && 'data' in response) {
    const headers =
      'headers' in response && response.headers instanceof Headers ? response.headers : undefined;
    const facts = headers && { headers, receivedAt: Date.now() };
    // Of a refused request for a stream, gaxios keeps the body in the message only.
    const body = response.data ?? error.message;
    return new GoogleApiError(readGoogleStatus(Number(response.status), body, facts), error);
  }
  const code = networkCode(error);
  return code === undefined ? error : new GoogleApiError(unreachable(url, code), error);
}

/** Such as `ECONNREFUSED`; undefined for an error that did not come from the network. */
function networkCode(error: Error): string | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return undefined;
}

/** A list is repeated, as `google.api.http` maps repeated fields. */
function withQuery(url: string, query: NonNullable<RestRequest['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(name, String(item));
  }
  const text = parameters.toString();
  return text === '' ? url : `${url}?${text}`;
}
