import * as l10n from '@vscode/l10n';
import type { AuthClient } from 'google-auth-library';
import { UserError } from '../../../base/userError';
import { parseObject } from './json';

/**
 * Lets a client send what it has of a user to Google alone, over TLS: whatever sets an address, a variable of the
 * environment, a library or a mistake of ours, the request is not sent.
 */
export function googleOnly<Client extends AuthClient>(client: Client): Client {
  client.transporter.interceptors.request.add({
    async resolved(options) {
      const headers = new Headers(options.headers);
      const isSecret = secretHeaders.some((name) => headers.has(name));
      if (isSecret && !isGoogles(String(options.url))) throw notGoogle(String(options.url));
      return options;
    },
  });
  return client;
}

const secretHeaders = ['authorization', 'x-goog-api-key'];

/**
 * A credentials file can name the addresses that its secrets are sent to. Google's tools write Google's own there, the
 * sandbox writes its own on this machine; any other would get them.
 * @throws UserError
 */
export function checkAddresses(text: string): void {
  const file = parseObject(text);
  if (file === undefined) return; // google-auth-library says so itself
  for (const [key, value] of fields(file)) {
    if (typeof value !== 'string') continue;
    if (key === 'universe_domain' && value !== 'googleapis.com') throw notGoogle(value);
    if (/_(url|uri)$/.test(key) && !isGoogles(value) && !isOnThisMachine(value)) throw notGoogle(value);
  }
}

/** Of the whole file but its `credential_source`: what another provider gives is fetched there, and nothing sent. */
function* fields(value: object): Generator<[string, unknown]> {
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'credential_source') continue;
    yield [key, inner];
    if (typeof inner === 'object' && inner !== null) yield* fields(inner);
  }
}

function isGoogles(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return (
    url?.protocol === 'https:' &&
    url.port === '' &&
    /^(accounts\.google|([a-z0-9-]+\.)+googleapis)\.com$/.test(url.hostname)
  );
}

function isOnThisMachine(address: string): boolean {
  return URL.canParse(address) && ['127.0.0.1', 'localhost'].includes(new URL(address).hostname);
}

function notGoogle(address: string): UserError {
  const host = URL.canParse(address) ? new URL(address).host : address;
  return new UserError(
    l10n.t(
      "Your credentials would have been sent to {0}, which isn't a Google host. Nothing was sent. Check your credentials file and the environment of VS Code.",
      host,
    ),
    'NOT_GOOGLES_HOST',
  );
}
