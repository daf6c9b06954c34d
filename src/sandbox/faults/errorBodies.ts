import { errorInfo, GoogleError, type Status } from '../google/errors';
import type { JsonObject } from '../google/protoJson/json';

/** google.rpc statuses, and reasons of google/api/error_reason.proto with the words that Google's front end has for them. */
export const ERROR_NAMES = [
  'INVALID_ARGUMENT',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'NOT_FOUND',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'INTERNAL',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'ACCESS_TOKEN_EXPIRED',
  'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
  'SERVICE_DISABLED',
  'BILLING_DISABLED',
  'IAM_PERMISSION_DENIED',
  'USER_PROJECT_DENIED',
  'RATE_LIMIT_EXCEEDED',
] as const;

export type ErrorName = (typeof ERROR_NAMES)[number];

/** The call that fails. */
export interface FailedCall {
  /** Full name of the method. */
  readonly method: string;
  readonly service: string;
  /** Id or number, as the caller named it. */
  readonly project: string;
}

const MESSAGES: Readonly<Record<Status, string>> = {
  CANCELLED: 'The operation was cancelled.',
  INVALID_ARGUMENT: 'Request contains an invalid argument.',
  NOT_FOUND: 'Requested entity was not found.',
  ALREADY_EXISTS: 'Requested entity already exists',
  PERMISSION_DENIED: 'The caller does not have permission',
  RESOURCE_EXHAUSTED: 'Resource has been exhausted (e.g. check quota).',
  FAILED_PRECONDITION: 'Precondition check failed.',
  INTERNAL: 'Internal error encountered.',
  UNAVAILABLE: 'The service is currently unavailable.',
  DEADLINE_EXCEEDED: 'Deadline expired before operation could complete.',
  UNAUTHENTICATED:
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
    'authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
};

export function errorFor(name: ErrorName, call: FailedCall, permission?: string): GoogleError {
  const { method, service, project } = call;
  const consumer = `projects/${project}`;
  switch (name) {
    case 'ACCESS_TOKEN_EXPIRED':
      return new GoogleError('UNAUTHENTICATED', MESSAGES.UNAUTHENTICATED, [
        errorInfo(name, { service, method }),
      ]);
    case 'ACCESS_TOKEN_SCOPE_INSUFFICIENT':
      return new GoogleError('PERMISSION_DENIED', 'Request had insufficient authentication scopes.', [
        errorInfo(name, { service, method }),
      ]);
    case 'SERVICE_DISABLED':
      return serviceDisabled(call, consumer);
    case 'BILLING_DISABLED': {
      const url = `https://console.developers.google.com/billing/enable?project=${project}`;
      const text =
        `This API method requires billing to be enabled. Please enable billing on project #${project} by visiting ` +
        `${url} then retry. If you enabled billing for this project recently, wait a few minutes for the action to ` +
        'propagate to our systems and retry.';
      return new GoogleError('PERMISSION_DENIED', text, [
        help('Google developers console billing', url),
        errorInfo(name, { service, consumer }),
      ]);
    }
    case 'IAM_PERMISSION_DENIED': {
      const needed = permission ?? `${service.split('.')[0]}.resources.get`;
      const resource = `//${service}/${consumer}`;
      const text = `Permission '${needed}' denied on resource '${resource}' (or it may not exist).`;
      return new GoogleError('PERMISSION_DENIED', text, [
        { ...errorInfo(name, { permission: needed, resource }), domain: service },
      ]);
    }
    case 'USER_PROJECT_DENIED': {
      const text =
        `Caller does not have required permission to use project ${project}. Grant the caller the ` +
        'roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission, ' +
        `by visiting https://console.developers.google.com/iam-admin/iam/project?project=${project} and then retry.`;
      return new GoogleError('PERMISSION_DENIED', text, [errorInfo(name, { service, consumer })]);
    }
    case 'RATE_LIMIT_EXCEEDED': {
      const text = `Quota exceeded for quota metric 'Requests' and limit 'Requests per minute' of service '${service}' for consumer '${consumer}'.`;
      return new GoogleError('RESOURCE_EXHAUSTED', text, [
        errorInfo(name, { service, consumer, quota_limit: 'RequestsPerMinutePerProject' }),
        { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1s' },
      ]);
    }
    default:
      return new GoogleError(name, MESSAGES[name]);
  }
}

function serviceDisabled({ service, project }: FailedCall, consumer: string): GoogleError {
  const url = `https://console.developers.google.com/apis/api/${service}/overview?project=${project}`;
  const text =
    `${service} has not been used in project ${project} before or it is disabled. Enable it by visiting ${url} then ` +
    'retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.';
  return new GoogleError('PERMISSION_DENIED', text, [
    help('Google developers console API activation', url),
    errorInfo('SERVICE_DISABLED', { service, consumer }),
  ]);
}

function help(description: string, url: string): JsonObject {
  return { '@type': 'type.googleapis.com/google.rpc.Help', links: [{ description, url }] };
}
