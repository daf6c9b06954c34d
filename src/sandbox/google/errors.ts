import type { JsonObject } from './protoJson/json';

/** google.rpc.Code by name: the number used in operations and jobs, and the HTTP status of a reply. */
export const CODES = {
  CANCELLED: { code: 1, http: 499 },
  INVALID_ARGUMENT: { code: 3, http: 400 },
  NOT_FOUND: { code: 5, http: 404 },
  ALREADY_EXISTS: { code: 6, http: 409 },
  PERMISSION_DENIED: { code: 7, http: 403 },
  RESOURCE_EXHAUSTED: { code: 8, http: 429 },
  FAILED_PRECONDITION: { code: 9, http: 400 },
  DEADLINE_EXCEEDED: { code: 4, http: 504 },
  INTERNAL: { code: 13, http: 500 },
  UNAVAILABLE: { code: 14, http: 503 },
  UNAUTHENTICATED: { code: 16, http: 401 },
} as const;

export type Status = keyof typeof CODES;

/** One finding of google.rpc.BadRequest. `field` is a path in snake_case from the request message. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** What a call answers instead of a reply. */
export class GoogleError extends Error {
  constructor(
    readonly status: Status,
    message: string,
    readonly details: readonly JsonObject[] = [],
  ) {
    super(message);
  }

  /** HTTP status of the reply. */
  get http(): number {
    return CODES[this.status].http;
  }

  /** The reply's body, as all of Google's REST APIs write it. */
  toBody(): JsonObject {
    const { http, message, status, details } = this;
    return {
      error: { code: http, message, status, ...(details.length > 0 ? { details: [...details] } : {}) },
    };
  }
}

/** 400 with one google.rpc.BadRequest violation for each finding; the message has them all, a line each. */
export function badRequest(violations: readonly FieldViolation[]): GoogleError {
  const message = violations.map((violation) => violation.description).join('\n');
  return new GoogleError('INVALID_ARGUMENT', message, [
    {
      '@type': 'type.googleapis.com/google.rpc.BadRequest',
      fieldViolations: violations.map(({ field, description }) => ({ field, description })),
    },
  ]);
}

/** 400 about a value that the descriptors allow and the service does not. */
export function invalidArgument(field: string, description: string): GoogleError {
  return badRequest([{ field, description }]);
}

export function notFound(message: string): GoogleError {
  return new GoogleError('NOT_FOUND', message);
}

/** google.rpc.ErrorInfo: a reason from google/api/error_reason.proto. */
export function errorInfo(reason: string, metadata: Record<string, string>): JsonObject {
  return { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com', metadata };
}
