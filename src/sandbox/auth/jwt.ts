import { type KeyObject, verify } from 'node:crypto';

/** Claims of a token that a service account signed itself. */
export interface ServiceAccountClaims {
  readonly iss: string;
  readonly sub?: string;
  readonly aud?: string;
  readonly scope?: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
}

const LONGEST_LIFE = 3600;
const CLOCK_SKEW = 300;

/**
 * Reads a JWT as Google does: RS256, issued for at most an hour, not expired. The signature is checked for key ids in
 * `keys`. The sandbox cannot know the keys of a user's real service accounts: theirs pass by their form.
 * @returns the claims, or what is wrong, in words.
 */
export function readServiceAccountJwt(
  jwt: string,
  keys: ReadonlyMap<string, KeyObject>,
): ServiceAccountClaims | string {
  const [head = '', body = '', signature = '', ...rest] = jwt.split('.');
  const header = decode(head);
  const claims = decode(body);
  if (!header || !claims || signature === '' || rest.length > 0)
    return 'Invalid JWT: it has not three parts.';
  if (header.alg !== 'RS256') return 'Invalid JWT: the algorithm must be RS256.';
  const { iss, sub, aud, scope, iat, exp } = claims;
  if (typeof iss !== 'string' || !iss.includes('@')) return 'Invalid JWT: iss must be an account.';
  if (typeof iat !== 'number' || typeof exp !== 'number') return 'Invalid JWT: iat and exp must be numbers.';
  const now = Date.now() / 1000;
  if (exp - iat > LONGEST_LIFE + CLOCK_SKEW)
    return 'Invalid JWT: Token must be a short-lived token (60 minutes).';
  if (iat > now + CLOCK_SKEW || exp < now) {
    return 'Invalid JWT: Token must be in a reasonable timeframe. Check your iat and exp values in the JWT claim.';
  }
  const key = typeof header.kid === 'string' ? keys.get(header.kid) : undefined;
  const signed = Buffer.from(`${head}.${body}`);
  if (key && !verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))) {
    return 'Invalid JWT Signature.';
  }
  return {
    iss,
    iat,
    exp,
    ...(typeof sub === 'string' ? { sub } : {}),
    ...(typeof aud === 'string' ? { aud } : {}),
    ...(typeof scope === 'string' ? { scope } : {}),
  };
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
