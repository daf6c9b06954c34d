import { type NextStep, UserError } from './userError';

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
  readonly helpLinks: readonly { readonly description: string; readonly url: string }[];
  readonly retryAfterSeconds: number | undefined;
}

/** A request that Google refused or that did not reach it. The message is a sentence for people. */
export class GoogleApiError extends UserError {
  override readonly name = 'GoogleApiError';
  constructor(
    readonly google: GoogleStatus,
    cause?: unknown,
  ) {
    const { sentence, nextSteps } = explain(google);
    super(sentence, google.reason ?? google.status, nextSteps, { cause });
  }
}

/** Reads the body of an error reply. Anything that is not Google's error shape (a proxy's HTML page) is told as such. */
export function readGoogleStatus(httpStatus: number, body: unknown): GoogleStatus {
  const error = firstErrorObject(body);
  if (error === undefined) return { ...emptyStatus, code: httpStatus, status: 'NOT_GOOGLE' };
  const details = Array.isArray(error.details) ? error.details.filter(isRecord) : [];
  const ofType = (type: string) =>
    details.filter((detail) => detail['@type'] === `type.googleapis.com/${type}`);
  const info = ofType('google.rpc.ErrorInfo')[0];
  return {
    code: typeof error.code === 'number' ? error.code : httpStatus,
    status: text(error.status) ?? 'UNKNOWN',
    message: text(error.message) ?? '',
    reason: text(info?.reason),
    metadata: isRecord(info?.metadata)
      ? Object.fromEntries(Object.entries(info.metadata).map(([key, value]) => [key, String(value)]))
      : {},
    fieldViolations: ofType('google.rpc.BadRequest')
      .flatMap((detail) => records(detail.fieldViolations))
      .map((item) => ({ field: text(item.field) ?? '', description: text(item.description) ?? '' })),
    helpLinks: ofType('google.rpc.Help')
      .flatMap((detail) => records(detail.links))
      .map((link) => ({ description: text(link.description) ?? '', url: text(link.url) ?? '' })),
    retryAfterSeconds: seconds(ofType('google.rpc.RetryInfo')[0]?.retryDelay),
  };
}

/** The status of a request that got no reply at all. `cause` is a network error code such as `ECONNREFUSED`. */
export function unreachable(url: string, cause: string): GoogleStatus {
  return { ...emptyStatus, status: 'UNREACHABLE', message: cause, metadata: { host: new URL(url).host } };
}

const emptyStatus: GoogleStatus = {
  code: 0,
  status: 'UNKNOWN',
  message: '',
  reason: undefined,
  metadata: {},
  fieldViolations: [],
  helpLinks: [],
  retryAfterSeconds: undefined,
};

/** What a status means to a person, by `ErrorInfo.reason` first and by status after that. */
function explain(google: GoogleStatus): { sentence: string; nextSteps: NextStep[] } {
  const links = google.helpLinks.map((link) => ({
    title: link.description || 'Open Help',
    run: { url: link.url },
  }));
  const { metadata } = google;
  switch (google.reason ?? google.status) {
    case 'SERVICE_DISABLED':
      return {
        sentence: `The API ${metadata.service ?? ''} is not enabled in project ${project(metadata)}. Enable it, wait a minute, and try again.`,
        nextSteps: links,
      };
    case 'BILLING_DISABLED':
      return {
        sentence: `Billing is off for project ${project(metadata)}. Turn it on to tune models.`,
        nextSteps: links,
      };
    case 'USER_PROJECT_DENIED':
      return {
        sentence: `You may not use project ${project(metadata)} for quota. Ask for the role "Service Usage Consumer", or choose another quota project.`,
        nextSteps: links,
      };
    case 'IAM_PERMISSION_DENIED':
      return {
        sentence: `Your account lacks the permission ${metadata.permission ?? 'that this needs'}. Ask the project's owner for it.`,
        nextSteps: links,
      };
    case 'ACCESS_TOKEN_EXPIRED':
    case 'ACCESS_TOKEN_SCOPE_INSUFFICIENT':
    case 'CREDENTIALS_MISSING':
    case 'UNAUTHENTICATED':
      return {
        sentence: `You are not signed in for this. Sign in again. (${google.message})`,
        nextSteps: links,
      };
    case 'RATE_LIMIT_EXCEEDED':
    case 'RESOURCE_EXHAUSTED':
      return { sentence: `The quota is used up${wait(google)}. ${google.message}`, nextSteps: links };
    case 'UNREACHABLE':
      return {
        sentence: `No answer from ${metadata.host} (${google.message}). Check the network connection and the proxy settings.`,
        nextSteps: [],
      };
    case 'NOT_GOOGLE':
      return {
        sentence: `The answer (HTTP ${google.code}) did not come from Google. A proxy or a sign-in page may be in the way.`,
        nextSteps: [],
      };
    default:
      return {
        sentence: [google.message || `Google answered ${google.status}.`, ...violations(google)].join(' '),
        nextSteps: links,
      };
  }
}

function violations(google: GoogleStatus): string[] {
  return google.fieldViolations
    .filter((violation) => !google.message.includes(violation.description))
    .map((violation) => `${violation.field}: ${violation.description}`);
}

function project(metadata: Readonly<Record<string, string>>): string {
  return metadata.consumer?.replace(/^projects\//, '') ?? 'of this request';
}

function wait(google: GoogleStatus): string {
  return google.retryAfterSeconds === undefined ? '' : `; try again in ${google.retryAfterSeconds} s`;
}

/** Stream replies that fail before the first chunk wrap the error in a list. */
function firstErrorObject(body: unknown): Record<string, unknown> | undefined {
  const parsed = typeof body === 'string' ? parseJson(body) : body;
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
