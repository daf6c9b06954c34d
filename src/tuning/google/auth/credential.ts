import * as l10n from '@vscode/l10n';
import { type OAuthClient, readOAuthClient } from './clientFile';
import { isRecord, textIn } from './json';
import { readServiceAccountKeyObject, type ServiceAccountKey } from './keyFile';

/** A way to sign in, with its secrets. Kept in VS Code's SecretStorage and nowhere else. */
export type Credential =
  | {
      readonly kind: 'user';
      readonly email: string;
      readonly client: OAuthClient;
      readonly refreshToken: string;
    }
  | { readonly kind: 'serviceAccount'; readonly key: ServiceAccountKey }
  | { readonly kind: 'apiKey'; readonly key: string };

/** The same again after signing in again, in any language; holds no secret. */
export function idOf(credential: Credential): string {
  switch (credential.kind) {
    case 'user':
      return `user:${credential.email}`;
    case 'serviceAccount':
      return `serviceAccount:${credential.key.client_email}`;
    case 'apiKey':
      return `apiKey:${credential.key.slice(-4)}`;
  }
}

/** How a person tells it from others. @param id of `idOf` */
export function labelOf(id: string): string {
  const [, kind, name = id] = /^(\w+):(.*)$/s.exec(id) ?? [];
  return kind === 'apiKey' ? l10n.t('API key …{0}', name) : name;
}

/** Reads what was stored, perhaps by another version: undefined when it is of no use. */
export function readCredential(value: unknown): Credential | undefined {
  if (!isRecord(value)) return undefined;
  switch (value.kind) {
    case 'user': {
      const client = readOAuthClient(value.client);
      const refreshToken = textIn(value, 'refreshToken');
      const email = textIn(value, 'email');
      return client && refreshToken && email ? { kind: 'user', email, client, refreshToken } : undefined;
    }
    case 'serviceAccount': {
      const key = readServiceAccountKeyObject(value.key);
      return key && { kind: 'serviceAccount', key };
    }
    case 'apiKey': {
      const key = textIn(value, 'key');
      return key ? { kind: 'apiKey', key } : undefined;
    }
    default:
      return undefined;
  }
}
