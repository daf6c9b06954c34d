import { createHash, timingSafeEqual } from 'node:crypto';

/** What the browser brought back from Google's sign-in page (RFC 6749, 4.1.2). */
export type Callback =
  | { readonly kind: 'code'; readonly code: string }
  /** Google's error code, such as `access_denied`. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Not an answer to the sign-in that was started: it changes nothing. */
  | { readonly kind: 'foreign' };

const foreign: Callback = { kind: 'foreign' };

/** Reads the address that the browser was sent to. Only one that repeats the secret `state`, once, is an answer. */
export function readCallback(address: string, state: string): Callback {
  if (!URL.canParse(address, 'http://127.0.0.1')) return foreign;
  const query = new URL(address, 'http://127.0.0.1').searchParams;
  const [given = '', ...moreStates] = query.getAll('state');
  if (moreStates.length > 0 || !sameSecret(given, state)) return foreign;
  const codes = query.getAll('code');
  const errors = query.getAll('error');
  if (errors.length === 1 && codes.length === 0) {
    return { kind: 'refused', error: /^[\w-]{1,100}$/.exec(errors[0] ?? '')?.[0] ?? 'unknown' };
  }
  const [code = ''] = codes;
  return codes.length === 1 && errors.length === 0 && code !== '' ? { kind: 'code', code } : foreign;
}

/** In a time that does not tell how much was right. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
