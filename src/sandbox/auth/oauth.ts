// Google's OAuth endpoints: what google-auth-library asks of oauth2.googleapis.com and sts.googleapis.com.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../http/reply';
import { header, readText, type Target } from '../http/request';
import { type ConsentRequest, decideConsent, showConsent } from './consent';
import { AUDIENCE, type CredentialFiles } from './credentialFiles';
import { readServiceAccountJwt } from './jwt';
import { ACCESS_TOKEN_LIFETIME, type Grant, isExpired, type Principal, type TokenStore } from './tokens';

/** An answer of RFC 6749, 5.2. */
class OAuthError extends Error {
  constructor(
    readonly error: string,
    description: string,
    readonly http = 400,
  ) {
    super(description);
  }
}

interface OAuthState {
  readonly tokens: TokenStore;
  readonly files: CredentialFiles;
}

type Endpoint = (
  form: URLSearchParams,
  state: OAuthState,
  request: IncomingMessage,
) => Readonly<Record<string, string | number>>;

const BODY_LIMIT = 64 * 1024;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/token': grantToken,
  '/sts/token': exchangeToken,
  '/revoke': revokeToken,
  '/tokeninfo': describeToken,
};

export function isOAuthPath(path: string): boolean {
  return path in ENDPOINTS || path === '/o/oauth2/v2/auth';
}

export async function handleOAuth(
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
  state: OAuthState,
): Promise<void> {
  const body = new URLSearchParams(await readText(request, BODY_LIMIT));
  const endpoint = ENDPOINTS[target.path];
  if (!endpoint) {
    const issueCode = (principal: Principal, consent: ConsentRequest) =>
      state.tokens.issueCode(principal, consent.redirectUri, consent.codeChallenge);
    if (target.method === 'POST') decideConsent(body, response, issueCode);
    else showConsent(target.query, response);
    return;
  }
  const form = new URLSearchParams([...target.query, ...body]);
  try {
    sendJson(response, 200, endpoint(form, state, request));
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    sendJson(response, error.http, { error: error.error, error_description: error.message });
  }
}

/** RFC 6749 with Google's three grant types. */
function grantToken(form: URLSearchParams, state: OAuthState, request: IncomingMessage) {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return redeemCode(form, state, request);
    case 'refresh_token':
      return refresh(form, state, request);
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return assertJwt(form, state);
    default:
      throw new OAuthError('unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type') ?? ''}`);
  }
}

function redeemCode(form: URLSearchParams, { tokens }: OAuthState, request: IncomingMessage) {
  const grant = tokens.takeCode(form.get('code') ?? '');
  if (!grant || isExpired(grant)) throw new OAuthError('invalid_grant', 'Malformed auth code.');
  requireSameClient(grant, form, request);
  if (grant.redirectUri !== form.get('redirect_uri')) {
    throw new OAuthError('redirect_uri_mismatch', 'Bad Request');
  }
  if (
    grant.codeChallenge !== undefined &&
    grant.codeChallenge !== challengeOf(form.get('code_verifier') ?? '')
  ) {
    throw new OAuthError('invalid_grant', 'Invalid code verifier.');
  }
  const refreshToken = tokens.issueRefresh(grant.principal);
  const family = tokens.find('refresh', refreshToken)?.id;
  return {
    ...accessReply(tokens.issueAccess(grant.principal, family), grant.principal),
    refresh_token: refreshToken,
  };
}

function refresh(form: URLSearchParams, { tokens }: OAuthState, request: IncomingMessage) {
  const grant = tokens.find('refresh', form.get('refresh_token') ?? '');
  if (!grant) throw new OAuthError('invalid_grant', 'Token has been expired or revoked.');
  requireSameClient(grant, form, request);
  return accessReply(tokens.issueAccess(grant.principal, grant.id), grant.principal);
}

function assertJwt(form: URLSearchParams, { tokens, files }: OAuthState) {
  const claims = readServiceAccountJwt(form.get('assertion') ?? '', files.keys);
  if (typeof claims === 'string') throw new OAuthError('invalid_grant', claims);
  if (!claims.scope)
    throw new OAuthError('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  const principal = { kind: 'serviceAccount', email: claims.iss, scopes: claims.scope.split(' ') } as const;
  return accessReply(tokens.issueAccess(principal), principal);
}

/** RFC 8693 as sts.googleapis.com answers it, for `external_account` files. */
function exchangeToken(form: URLSearchParams, { tokens, files }: OAuthState) {
  if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:token-exchange') {
    throw new OAuthError('unsupported_grant_type', 'Invalid value for "grant_type".');
  }
  if (form.get('audience') !== AUDIENCE)
    throw new OAuthError('invalid_target', 'Invalid value for "audience".');
  if (form.get('subject_token') !== files.subjectToken) {
    throw new OAuthError('invalid_grant', 'The subject token is not the one of the ADC file.');
  }
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0) throw new OAuthError('invalid_scope', 'Invalid value for "scope".');
  const principal = { kind: 'federated', email: 'principal://sandbox', scopes } as const;
  return {
    access_token: tokens.issueAccess(principal),
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_LIFETIME,
  };
}

function revokeToken(form: URLSearchParams, { tokens }: OAuthState) {
  if (!tokens.revoke(form.get('token') ?? '')) {
    throw new OAuthError('invalid_token', 'Token expired or revoked');
  }
  return {};
}

function describeToken(form: URLSearchParams, { tokens }: OAuthState, request: IncomingMessage) {
  const bearer = /^Bearer +(\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  const grant = tokens.find('access', form.get('access_token') ?? bearer ?? '');
  if (!grant || isExpired(grant)) throw new OAuthError('invalid_token', 'Invalid Value');
  const { principal, expires = 0 } = grant;
  return {
    azp: principal.clientId ?? '',
    aud: principal.clientId ?? '',
    scope: principal.scopes.join(' '),
    exp: String(Math.floor(expires / 1000)),
    expires_in: String(Math.floor((expires - Date.now()) / 1000)),
    email: principal.email,
    email_verified: 'true',
    access_type: grant.family ? 'offline' : 'online',
  };
}

/** The client id stands in the form or, for some credential types, in HTTP Basic. */
function requireSameClient(grant: Grant, form: URLSearchParams, request: IncomingMessage): void {
  const basic = /^Basic +(\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1] ?? '';
  const clientId = form.get('client_id') ?? Buffer.from(basic, 'base64').toString().split(':')[0];
  if (clientId !== grant.principal.clientId)
    throw new OAuthError('invalid_client', 'The OAuth client was not found.', 401);
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function accessReply(token: string, principal: Principal) {
  return {
    access_token: token,
    expires_in: ACCESS_TOKEN_LIFETIME,
    scope: principal.scopes.join(' '),
    token_type: 'Bearer',
  };
}
