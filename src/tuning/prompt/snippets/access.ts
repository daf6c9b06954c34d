import { parseObject, textIn } from '../../google/auth/json';

/** Where a program finds its credentials. */
export type SnippetAccess =
  /** Application Default Credentials: `gcloud auth application-default login`, or a machine's own account. */
  | { readonly kind: 'default' }
  /** An API key in the environment variable `GEMINI_API_KEY`. */
  | { readonly kind: 'apiKey' }
  /** A file of the type `external_account`, such as the sandbox writes. */
  | ExternalAccount;

export interface ExternalAccount {
  readonly kind: 'externalAccount';
  readonly path: string;
  /** Where a program that has no library of Google's exchanges what the subject file holds for a token (RFC 8693). */
  readonly exchange: {
    readonly tokenUrl: string;
    readonly audience: string;
    readonly subjectTokenType: string;
    readonly subjectFile: string;
  };
}

/** What stands in an `external_account` file; undefined when it is none, or has its subject elsewhere than in a file. */
export function readExternalAccount(path: string, json: string): ExternalAccount | undefined {
  const file = parseObject(json) ?? {};
  const source = file.credential_source;
  const subject = typeof source === 'object' && source !== null ? (source as Record<string, unknown>) : {};
  const tokenUrl = textIn(file, 'token_url');
  const audience = textIn(file, 'audience');
  const subjectTokenType = textIn(file, 'subject_token_type');
  const subjectFile = textIn(subject, 'file');
  if (textIn(file, 'type') !== 'external_account' || !tokenUrl || !audience) return undefined;
  if (!subjectTokenType || !subjectFile) return undefined;
  return { kind: 'externalAccount', path, exchange: { tokenUrl, audience, subjectTokenType, subjectFile } };
}
