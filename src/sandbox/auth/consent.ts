import type { ServerResponse } from 'node:http';
import { send } from '../http/reply';
import type { Principal } from './tokens';

/** What an installed app asks for when it sends its user to the browser. */
export interface ConsentRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
  readonly codeChallenge?: string;
}

const FIELDS = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
];
const USER = 'you@sandbox.example';

/** GET: asks the user, as Google's page does. */
export function showConsent(query: URLSearchParams, response: ServerResponse): void {
  const consent = readConsent(query);
  if (typeof consent === 'string') {
    refuse(response, consent);
    return;
  }
  const hidden = FIELDS.map(
    (name) => `<input type="hidden" name="${name}" value="${escapeHtml(query.get(name) ?? '')}">`,
  );
  const scopes = consent.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`);
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in to the Tunewright sandbox</title>
<body style="font: 16px system-ui; max-width: 34rem; margin: 4rem auto">
<h1>Tunewright sandbox</h1>
<p>The app <code>${escapeHtml(consent.clientId)}</code> asks to act as <b>${USER}</b>. This is the sandbox on your own
machine: no account of Google is involved.</p><ul>${scopes.join('')}</ul>
<form method="post" action="/o/oauth2/v2/auth">${hidden.join('')}
<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Cancel</button></form></body></html>
`;
  send(response, 200, 'text/html; charset=UTF-8', page);
}

/** POST: the user's decision; the browser goes back to the app with a code or with `access_denied`. */
export function decideConsent(
  form: URLSearchParams,
  response: ServerResponse,
  issueCode: (principal: Principal, consent: ConsentRequest) => string,
): void {
  const consent = readConsent(form);
  if (typeof consent === 'string') {
    refuse(response, consent);
    return;
  }
  const back = new URL(consent.redirectUri);
  if (consent.state !== '') back.searchParams.set('state', consent.state);
  if (form.get('decision') === 'allow') {
    const { clientId, scopes } = consent;
    back.searchParams.set('code', issueCode({ kind: 'user', email: USER, scopes, clientId }, consent));
    back.searchParams.set('scope', scopes.join(' '));
  } else {
    back.searchParams.set('error', 'access_denied');
  }
  response.writeHead(302, { location: back.href }).end();
}

/** The request, or what is wrong with it. Only loopback redirects, as for every installed app. */
function readConsent(query: URLSearchParams): ConsentRequest | string {
  const clientId = query.get('client_id') ?? '';
  const redirectUri = query.get('redirect_uri') ?? '';
  const codeChallenge = query.get('code_challenge') ?? '';
  const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (clientId === '') return 'Missing required parameter: client_id';
  if (query.get('response_type') !== 'code') return 'Invalid response_type: it must be code';
  if (
    !/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/.test(redirectUri) ||
    !URL.canParse(redirectUri)
  ) {
    return 'redirect_uri_mismatch: an installed app is sent back to a loopback address';
  }
  if (scopes.length === 0) return 'Missing required parameter: scope';
  if (codeChallenge !== '' && query.get('code_challenge_method') !== 'S256') {
    return 'Invalid code_challenge_method: it must be S256';
  }
  const state = query.get('state') ?? '';
  return { clientId, redirectUri, scopes, state, ...(codeChallenge === '' ? {} : { codeChallenge }) };
}

function refuse(response: ServerResponse, reason: string): void {
  send(response, 400, 'text/plain; charset=UTF-8', `Error 400: invalid_request\n${reason}\n`);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
