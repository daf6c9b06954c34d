import * as l10n from '@vscode/l10n';
import { type NextStep, UserError } from '../../../base/userError';
import { isRecord, parseObject, textIn } from './json';

/** An OAuth client of the user's own project. Google calls the secret of a desktop app no secret, and yet wants it. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
}

const clientsPage = 'https://console.cloud.google.com/auth/clients';

/** Made when it is needed: this file is loaded before the language is known. */
function createClient(): NextStep {
  return { kind: 'page', title: l10n.t('Create a Client'), url: clientsPage };
}

/**
 * Reads the `client_secret.json` that Google Cloud's console gives for a client of type "Desktop app". The addresses in the
 * file are not read: where a sign-in goes is not for a file to decide.
 * @throws UserError when it is another file
 */
export function readClientFile(text: string): OAuthClient {
  const file = parseObject(text);
  if (file?.type === 'service_account') {
    throw new UserError(
      l10n.t(
        'This is a service account key, not an OAuth client file. Sign in with "Service account key file" instead.',
      ),
      'CLIENT_FILE_IS_KEY',
    );
  }
  if (isRecord(file?.web)) {
    throw new UserError(
      l10n.t(
        'This OAuth client is for web applications, so Google can\'t redirect the sign-in to this computer. Create a client of type "Desktop app".',
      ),
      'CLIENT_FILE_WEB',
      [createClient()],
    );
  }
  const installed = isRecord(file?.installed) ? file.installed : undefined;
  const clientId = installed && textIn(installed, 'client_id');
  if (!installed || !clientId) {
    throw new UserError(
      l10n.t(
        'This isn\'t an OAuth client file. In the Google Cloud console, create a client of type "Desktop app" and download its JSON file.',
      ),
      'CLIENT_FILE',
      [createClient()],
    );
  }
  return { clientId, clientSecret: textIn(installed, 'client_secret') };
}

/** Reads a client as it was stored. */
export function readOAuthClient(value: unknown): OAuthClient | undefined {
  const clientId = isRecord(value) ? textIn(value, 'clientId') : undefined;
  return isRecord(value) && clientId ? { clientId, clientSecret: textIn(value, 'clientSecret') } : undefined;
}
