import { createHash } from 'node:crypto';
import { Collection } from '../state/collection';
import { randomSecret } from '../state/ids';

/** Who a credential stands for. Only a user's needs a quota project, as at Google. */
export type PrincipalKind = 'user' | 'serviceAccount' | 'federated';

export interface Principal {
  readonly kind: PrincipalKind;
  readonly email: string;
  readonly scopes: readonly string[];
  /** The OAuth client that asked, for users. */
  readonly clientId?: string;
}

/** What a secret was issued for. Kept under a hash: the state folder holds no usable secret. */
export interface Grant {
  readonly id: string;
  readonly kind: 'access' | 'refresh' | 'code';
  readonly principal: Principal;
  /** Milliseconds since 1970; absent: until it is revoked. */
  readonly expires?: number;
  /** The refresh token's hash that an access token came from: they are revoked together. */
  readonly family?: string;
  /** Of an authorization code: what the exchange must repeat. */
  readonly redirectUri?: string;
  readonly codeChallenge?: string;
}

/** Seconds, as Google's. */
export const ACCESS_TOKEN_LIFETIME = 3599;
const CODE_LIFETIME = 600;

/** Every token, code and refresh token that the sandbox has issued. Tokens are opaque and are known only here. */
export class TokenStore {
  private readonly grants: Collection<Grant>;

  constructor(folder: string) {
    this.grants = new Collection<Grant>(folder, ['kind', 'principal']);
    const aDayAgo = Date.now() - 86_400_000;
    for (const grant of this.grants.list())
      if ((grant.expires ?? Infinity) < aDayAgo) this.grants.delete(grant.id);
  }

  issueAccess(principal: Principal, family?: string): string {
    const expires = Date.now() + ACCESS_TOKEN_LIFETIME * 1000;
    return this.issue('ya29.sandbox-', { kind: 'access', principal, expires, ...(family ? { family } : {}) });
  }

  issueRefresh(principal: Principal): string {
    return this.issue('1//sandbox-', { kind: 'refresh', principal });
  }

  issueCode(principal: Principal, redirectUri: string, codeChallenge: string | undefined): string {
    const expires = Date.now() + CODE_LIFETIME * 1000;
    const challenge = codeChallenge ? { codeChallenge } : {};
    return this.issue('4/sandbox-', { kind: 'code', principal, expires, redirectUri, ...challenge });
  }

  find(kind: Grant['kind'], secret: string): Grant | undefined {
    const grant = this.grants.get(hash(secret));
    return grant?.kind === kind ? grant : undefined;
  }

  /** A code is good for one exchange. */
  takeCode(code: string): Grant | undefined {
    const grant = this.find('code', code);
    if (grant) this.grants.delete(grant.id);
    return grant;
  }

  /** Revokes a refresh token with all that came from it, or an access token with its family. */
  revoke(secret: string): boolean {
    const grant = this.grants.get(hash(secret));
    if (!grant || grant.kind === 'code') return false;
    const family = grant.family ?? grant.id;
    for (const other of this.grants.list()) {
      if (other.id === family || other.family === family) this.grants.delete(other.id);
    }
    return true;
  }

  private issue(prefix: string, grant: Omit<Grant, 'id'>): string {
    const secret = prefix + randomSecret();
    this.grants.put({ id: hash(secret), ...grant });
    return secret;
  }
}

export function isExpired(grant: Grant): boolean {
  return grant.expires !== undefined && grant.expires <= Date.now();
}

export function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
