import { createPrivateKey } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import { isRecord, parseObject, textIn } from './json';

/** What is used of a service account's key file, under Google's names. Addresses in the file are not read. */
export interface ServiceAccountKey {
  readonly type: 'service_account';
  readonly project_id: string | undefined;
  readonly private_key_id: string | undefined;
  readonly private_key: string;
  readonly client_email: string;
}

/**
 * Reads a service account's key file.
 * @throws UserError when it is another file or the key in it is broken
 */
export function readServiceAccountKey(text: string): ServiceAccountKey {
  const key = readServiceAccountKeyObject(parseObject(text));
  if (key === undefined) {
    throw new UserError(
      l10n.t(
        "This isn't a service account key. In the Google Cloud console, open the service account, add a JSON key, and select that file.",
      ),
      'KEY_FILE',
      [
        {
          kind: 'page',
          title: l10n.t('Service Accounts'),
          url: 'https://console.cloud.google.com/iam-admin/serviceaccounts',
        },
      ],
    );
  }
  try {
    createPrivateKey(key.private_key);
  } catch {
    throw new UserError(
      l10n.t('The private key in this file is damaged. Download the key again.'),
      'KEY_DAMAGED',
    );
  }
  return key;
}

export function readServiceAccountKeyObject(value: unknown): ServiceAccountKey | undefined {
  if (!isRecord(value) || value.type !== 'service_account') return undefined;
  const privateKey = textIn(value, 'private_key');
  const email = textIn(value, 'client_email');
  if (!privateKey || !email) return undefined;
  return {
    type: 'service_account',
    project_id: textIn(value, 'project_id'),
    private_key_id: textIn(value, 'private_key_id'),
    private_key: privateKey,
    client_email: email,
  };
}
