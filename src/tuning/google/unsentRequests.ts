// Which errors of a request that costs money say for sure that it has had no effect.
import * as l10n from '@vscode/l10n';

import { isCancellation, UserError } from '../../base/userError';
import { GoogleApiError } from './errors/googleApiError';

/** HTTP statuses of 4xx that do not say that nothing has happened. */
const unclearStatuses: ReadonlySet<number> = new Set([408, 409, 425, 499]);

/**
 * Node's errors from before a connection stood: the name was not resolved, the port refused, or the certificate was not
 * accepted. Of a proxy they mean the same, for then nothing reached that one. Any other, such as `ECONNRESET`, may
 * come after a request has arrived.
 */
const unsent: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The service refused it, or not a byte of it was sent: there is no job. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof GoogleApiError)) return error instanceof UserError;
  const { code, status, message } = error.google;
  if (status === 'UNREACHABLE') return unsent.has(message);
  return status !== 'NOT_GOOGLE' && code >= 400 && code < 500 && !unclearStatuses.has(code);
}

/** Why a launch has made no job, for its record. */
export function reasonOf(error: unknown): string {
  if (isCancellation(error)) return l10n.t('Canceled before it was sent.');
  return error instanceof UserError ? error.message : l10n.t('Unexpected error before the request was sent.');
}

/** A record could not be written before the request was sent, such as on a full disk. */
export function notSaved(displayName: string, cause: unknown): UserError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new UserError(
    l10n.t(
      "The launch of {0} wasn't sent: Tunewright couldn't save its record{1}. Check the free disk space, and launch it again.",
      displayName,
      code,
    ),
    'NOT_SAVED',
    [],
    { cause },
  );
}
