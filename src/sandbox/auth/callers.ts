import type { IncomingMessage } from 'node:http';
import { errorInfo, GoogleError } from '../google/errors';
import { header } from '../http/request';
import type { CredentialFiles } from './credentialFiles';
import { readServiceAccountJwt } from './jwt';
import { isExpired, type Principal, type TokenStore } from './tokens';

/** Who calls. */
export type Caller =
  | { readonly kind: 'principal'; readonly principal: Principal; readonly quotaProject?: string }
  | { readonly kind: 'apiKey' };

/** The method that is called, for the metadata of errors. */
export interface CalledMethod {
  /** `google.ai.generativelanguage.v1beta.ModelService.ListTunedModels` */
  readonly fullName: string;
  /** `generativelanguage.googleapis.com` */
  readonly service: string;
}

const HELP = 'See https://developers.google.com/identity/sign-in/web/devconsole-project.';
const EXPECTED = 'Expected OAuth 2 access token, login cookie or other valid authentication credential.';
/** One of these opens a service. */
const SCOPES: Readonly<Record<string, RegExp>> = {
  'generativelanguage.googleapis.com': /\/auth\/(cloud-platform|generative-language(\.\w+)*)$/,
  'aiplatform.googleapis.com': /\/auth\/cloud-platform(\.read-only)?$/,
  'cloudresourcemanager.googleapis.com': /\/auth\/cloud-platform(\.read-only)?$/,
  'storage.googleapis.com': /\/auth\/(cloud-platform|devstorage\.\w+)$/,
};
/** The sandbox has no console to make keys in: any key that looks like Google's is good. */
const API_KEY = /^AIza[\w-]+$/;

/**
 * The caller of a request, or undefined when it carries no credential at all.
 * @throws GoogleError 401 for a token that is unknown, expired or malformed; 403 for one without the service's scope;
 * 400 for a bad API key.
 */
export function identifyCaller(
  request: IncomingMessage,
  query: URLSearchParams,
  method: CalledMethod,
  tokens: TokenStore,
  files: CredentialFiles,
): Caller | undefined {
  const authorization = header(request, 'authorization');
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw unauthenticated('ACCESS_TOKEN_TYPE_UNSUPPORTED', method);
    const principal = /^eyJ[^.]*\./.test(token)
      ? readSelfSigned(token, method, files)
      : readAccessToken(token, method, tokens);
    const quotaProject = header(request, 'x-goog-user-project') ?? query.get('$userProject') ?? '';
    requireScope(principal, method);
    return { kind: 'principal', principal, ...(quotaProject === '' ? {} : { quotaProject }) };
  }
  const key = header(request, 'x-goog-api-key') ?? query.get('key') ?? query.get('$key');
  if (key === null) return undefined;
  if (API_KEY.test(key)) return { kind: 'apiKey' };
  throw new GoogleError('INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
    errorInfo('API_KEY_INVALID', { service: method.service }),
  ]);
}

/**
 * Lets the caller through to one of the two APIs.
 * @throws GoogleError 401 or 403 as the service answers it.
 */
export function requireAccess(
  caller: Caller | undefined,
  method: CalledMethod,
  { apiKeyIsEnough, userNeedsQuotaProject }: { apiKeyIsEnough: boolean; userNeedsQuotaProject: boolean },
): void {
  if (caller === undefined && apiKeyIsEnough) {
    const text =
      "Method doesn't allow unregistered callers (callers without established identity). " +
      'Please use API Key or other form of API consumer identity to call this API.';
    throw new GoogleError('PERMISSION_DENIED', text);
  }
  if (caller === undefined) {
    const text = `Request is missing required authentication credential. ${EXPECTED} ${HELP}`;
    throw unauthenticated('CREDENTIALS_MISSING', method, text);
  }
  if (caller.kind === 'apiKey') {
    if (apiKeyIsEnough) return;
    const text =
      'API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials ' +
      'that assert a principal. See https://cloud.google.com/docs/authentication';
    throw unauthenticated('CREDENTIALS_MISSING', method, text);
  }
  if (userNeedsQuotaProject && caller.principal.kind === 'user' && caller.quotaProject === undefined) {
    throw quotaProjectMissing(method.service);
  }
}

/** A self-signed token may name no scope: it is good for the service that it names. */
function requireScope({ scopes }: Principal, { service, fullName }: CalledMethod): void {
  const accepted = SCOPES[service];
  if (!accepted || scopes.length === 0 || scopes.some((scope) => accepted.test(scope))) return;
  throw new GoogleError('PERMISSION_DENIED', 'Request had insufficient authentication scopes.', [
    errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT', { service, method: fullName }),
  ]);
}

function unauthenticated(
  reason: 'CREDENTIALS_MISSING' | 'ACCESS_TOKEN_EXPIRED' | 'ACCESS_TOKEN_TYPE_UNSUPPORTED',
  method: CalledMethod,
  message = `Request had invalid authentication credentials. ${EXPECTED} ${HELP}`,
): GoogleError {
  return new GoogleError('UNAUTHENTICATED', message, [
    errorInfo(reason, { method: method.fullName, service: method.service }),
  ]);
}

function readAccessToken(token: string, method: CalledMethod, tokens: TokenStore): Principal {
  const grant = tokens.find('access', token);
  if (!grant) throw unauthenticated('ACCESS_TOKEN_TYPE_UNSUPPORTED', method);
  if (isExpired(grant)) throw unauthenticated('ACCESS_TOKEN_EXPIRED', method);
  return grant.principal;
}

function readSelfSigned(jwt: string, method: CalledMethod, files: CredentialFiles): Principal {
  const claims = readServiceAccountJwt(jwt, files.keys);
  if (typeof claims === 'string') throw unauthenticated('ACCESS_TOKEN_TYPE_UNSUPPORTED', method, claims);
  return { kind: 'serviceAccount', email: claims.iss, scopes: claims.scope?.split(' ') ?? [] };
}

/** What a user meets who signed in with gcloud and set no quota project: the call counts for gcloud's own project. */
function quotaProjectMissing(service: string): GoogleError {
  const text =
    `Your application is authenticating by using local Application Default Credentials. The ${service} API requires ` +
    'a quota project, which is not set by default. To learn how to set your quota project, see ' +
    'https://cloud.google.com/docs/authentication/adc-troubleshooting/user-creds .';
  return new GoogleError('PERMISSION_DENIED', text, [
    errorInfo('SERVICE_DISABLED', { service, consumer: 'projects/764086051850' }),
  ]);
}
