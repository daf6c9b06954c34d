import { UserError } from '../../../base/userError';
import { explainGoogleStatus } from './errorExplanation';
import type { ErrorKind } from './errorKinds';

/** A field that Google refused: `google.rpc.BadRequest.FieldViolation`. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** `google.rpc.Status` as REST replies carry it, with the details that we understand (AIP-193). */
export interface GoogleStatus {
  /** HTTP status; 0 when the server was not reached. */
  readonly code: number;
  /** Name of a `google.rpc.Code`, such as `PERMISSION_DENIED`. */
  readonly status: string;
  readonly message: string;
  /** `google.rpc.ErrorInfo.reason`, listed in google/api/error_reason.proto. */
  readonly reason: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly fieldViolations: readonly FieldViolation[];
  /** `google.rpc.QuotaFailure.violations[].description`. */
  readonly quotaViolations: readonly string[];
  readonly helpLinks: readonly { readonly description: string; readonly url: string }[];
  readonly retryAfterSeconds: number | undefined;
  /** What Google's support asks for: `google.rpc.RequestInfo`, else a header of the reply. */
  readonly requestId: string | undefined;
  /** Seconds that this machine's clock is ahead of the server's; undefined when the reply has no date. */
  readonly clockAheadSeconds: number | undefined;
}

/** What is told by a reply besides its body. */
export interface ReplyFacts {
  readonly headers: { get(name: string): string | null };
  /** Milliseconds since 1970, by this machine's clock. */
  readonly receivedAt: number;
}

/**
 * A request that Google refused or that did not reach it. The message's first line is our sentence for people; a second
 * one has Google's own words.
 */
export class GoogleApiError extends UserError {
  override readonly name = 'GoogleApiError';
  readonly kind: ErrorKind;
  /** Lines for a terminal that mend it, with `PROJECT` and the like where the user must choose. */
  readonly gcloud: readonly string[];

  constructor(
    readonly google: GoogleStatus,
    cause?: unknown,
  ) {
    const { kind, message, nextSteps, gcloud } = explainGoogleStatus(google);
    super(message, google.reason ?? google.status, nextSteps, { cause });
    this.kind = kind;
    this.gcloud = gcloud;
  }
}

/**
 * Reads the body of an error reply. Anything that is not Google's error shape (a proxy's HTML page) is told as such, and
 * so is the page with which Google's front end answers for hosts and paths that do not exist.
 * The token endpoints answer in the shape of RFC 6749: status `OAUTH`, with its `error` as the reason.
 */
export function readGoogleStatus(httpStatus: number, body: unknown, reply?: ReplyFacts): GoogleStatus {
  const facts = readFacts(reply);
  const parsed = typeof body === 'string' ? parseJson(body) : body;
  const oauth = readOAuthError(httpStatus, parsed);
  if (oauth !== undefined) return { ...oauth, ...facts };
  const error = firstErrorObject(parsed);
  if (error === undefined) return { ...readPage(httpStatus, body), ...facts };
  const details = Array.isArray(error.details) ? error.details.filter(isRecord) : [];
  const ofType = (type: string) =>
    details.filter((detail) => detail['@type'] === `type.googleapis.com/${type}`);
  const info = ofType('google.rpc.ErrorInfo')[0];
  return {
    ...emptyStatus,
    ...facts,
    code: typeof error.code === 'number' ? error.code : httpStatus,
    status: text(error.status) ?? text(records(error.errors)[0]?.reason) ?? 'UNKNOWN', // Cloud Storage has only reasons
    message: messageOf(error.message),
    reason: text(info?.reason),
    metadata: isRecord(info?.metadata)
      ? Object.fromEntries(Object.entries(info.metadata).map(([key, value]) => [key, String(value)]))
      : {},
    fieldViolations: ofType('google.rpc.BadRequest')
      .flatMap((detail) => records(detail.fieldViolations))
      .map((item) => ({ field: text(item.field) ?? '', description: text(item.description) ?? '' })),
    quotaViolations: ofType('google.rpc.QuotaFailure')
      .flatMap((detail) => records(detail.violations))
      .flatMap((item) => text(item.description) ?? []),
    helpLinks: ofType('google.rpc.Help')
      .flatMap((detail) => records(detail.links))
      .map((link) => ({ description: text(link.description) ?? '', url: text(link.url) ?? '' })),
    retryAfterSeconds: seconds(ofType('google.rpc.RetryInfo')[0]?.retryDelay) ?? facts.retryAfterSeconds,
    requestId: text(ofType('google.rpc.RequestInfo')[0]?.requestId) ?? facts.requestId,
  };
}

/** `Error 404 (Not Found)!!1` is how Google's front end entitles its pages; the page of a 404 names the path. */
function readPage(httpStatus: number, body: unknown): GoogleStatus {
  const page = typeof body === 'string' ? body.slice(0, 10_000) : '';
  if (!/<title>Error \d{3} \([^)]*\)!!1<\/title>/.test(page))
    return { ...emptyStatus, code: httpStatus, status: 'NOT_GOOGLE' };
  if (httpStatus !== 404) return { ...emptyStatus, code: httpStatus, status: 'UNAVAILABLE' };
  const path = /<code>([^<]*)<\/code>/.exec(page)?.[1];
  const message = path === undefined ? '' : `The requested URL ${path} was not found on this server.`;
  return { ...emptyStatus, code: httpStatus, status: 'GOOGLE_FRONT_END', message };
}

function readFacts(reply: ReplyFacts | undefined) {
  if (reply === undefined) return noFacts;
  const { headers, receivedAt } = reply;
  const date = Date.parse(headers.get('date') ?? '');
  const ids = ['x-goog-request-id', 'x-request-id', 'x-guploader-uploadid'];
  return {
    retryAfterSeconds: retryAfter(headers.get('retry-after'), receivedAt),
    requestId: ids.map((name) => headers.get(name)).find((id) => id !== null) ?? undefined,
    clockAheadSeconds: Number.isNaN(date) ? undefined : Math.round((receivedAt - date) / 1000),
  };
}

const noFacts = { retryAfterSeconds: undefined, requestId: undefined, clockAheadSeconds: undefined };

/** RFC 9110, 10.2.3: seconds or a date. */
function retryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

function readOAuthError(httpStatus: number, body: unknown): GoogleStatus | undefined {
  if (!isRecord(body) || typeof body.error !== 'string') return undefined;
  return {
    ...emptyStatus,
    code: httpStatus,
    status: 'OAUTH',
    reason: text(body.error_subtype) ?? body.error,
    message: messageOf(body.error_description),
  };
}

/** A service's message is a sentence or two. What is longer is no sentence for people, nor one to look for words in. */
const LONGEST_MESSAGE = 4_000;

function messageOf(value: unknown): string {
  return (text(value) ?? '').slice(0, LONGEST_MESSAGE);
}

/** The status of a request that got no reply at all. `cause` is a network error code such as `ECONNREFUSED`. */
export function unreachable(url: string, cause: string): GoogleStatus {
  return { ...emptyStatus, status: 'UNREACHABLE', message: cause, metadata: { host: new URL(url).host } };
}

export const emptyStatus: GoogleStatus = {
  code: 0,
  status: 'UNKNOWN',
  message: '',
  reason: undefined,
  metadata: {},
  fieldViolations: [],
  quotaViolations: [],
  helpLinks: [],
  ...noFacts,
};

/** Stream replies that fail before the first chunk wrap the error in a list. */
function firstErrorObject(parsed: unknown): Record<string, unknown> | undefined {
  const holder = Array.isArray(parsed) ? parsed[0] : parsed;
  return isRecord(holder) && isRecord(holder.error) ? holder.error : undefined;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function seconds(delay: unknown): number | undefined {
  const match = typeof delay === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(delay) : null;
  return match ? Number(match[1]) : undefined;
}
