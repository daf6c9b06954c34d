// The only file that imports google-auth-library: it becomes a bundle of its own, loaded on first use.

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as l10n from '@vscode/l10n';
import {
  AuthClient,
  CodeChallengeMethod,
  Compute,
  ExternalAccountAuthorizedUserClient,
  GoogleAuth,
  IdentityPoolClient,
  JWT,
  OAuth2Client,
  type OAuth2ClientOptions,
  UserRefreshClient,
} from 'google-auth-library';
import { UserError } from '../../../base/userError';
import { asGoogleApiError } from '../rest';
import { userAgent } from '../userAgent';
import { findAdcFile } from './adcFile';
import { apiKeyAllows, apiKeyNotEnough } from './apiKey';
import type { OAuthClient } from './clientFile';
import type { Credential } from './credential';
import { checkAddresses } from './googleOnly';
import { emailScope, tuningScopes } from './scopes';

/** Where tokens come from. Google's own addresses unless a test says otherwise: no setting and no file leads here. */
export interface AuthEndpoints {
  readonly endpoints?: NonNullable<OAuth2ClientOptions['endpoints']>;
  readonly transporter?: NonNullable<OAuth2ClientOptions['transporter']>;
}

const tokenUrl = 'https://oauth2.googleapis.com/token';
const scopes = [...tuningScopes];

/**
 * Credentials of a file of the sandbox's. By the class of their type: `GoogleAuth` prints a warning for each file that it is
 * given, which a pipeline would show.
 */
export async function credentialsFromFile(file: string): Promise<AuthClient> {
  const text = await readFile(file, 'utf8');
  return named(new IdentityPoolClient({ ...JSON.parse(text), scopes }));
}

/**
 * Application Default Credentials: `GOOGLE_APPLICATION_CREDENTIALS`, then gcloud's file, then the metadata server.
 * @throws UserError when there are none, or the file that there is cannot be used
 */
export async function applicationDefaultCredentials(): Promise<AuthClient> {
  try {
    await checkFile();
    // Without a project the library looks for one: it runs gcloud and asks an API that may be off, and fails with it.
    const client = named(await new GoogleAuth({ scopes, projectId: 'not-looked-up' }).getClient());
    if (client instanceof Compute) client.projectId = await new GoogleAuth().getProjectId();
    return client;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const noneFound = error instanceof Error && /could not load the default credentials/i.test(error.message);
    throw new UserError(
      noneFound
        ? l10n.t('No Google credentials found. Sign in, or create credentials with gcloud.')
        : l10n.t(
            "Can't use the local Google credentials. Create new ones with gcloud, or check the file in GOOGLE_APPLICATION_CREDENTIALS.",
          ),
      noneFound ? 'NO_CREDENTIALS' : 'BROKEN_CREDENTIALS',
      [{ kind: 'signIn' }, { kind: 'checkSetup' }],
      { cause: error },
    );
  }
}

async function checkFile(): Promise<void> {
  const { env, platform } = process;
  const file = await findAdcFile({ env, platform, home: homedir() });
  if (file) checkAddresses(await readFile(file.path, 'utf8'));
}

/** A client that asks in the credential's name and renews its tokens by itself. */
export function authClientOf(credential: Credential, options: AuthEndpoints = {}): AuthClient {
  return named(clientOf(credential, options));
}

function clientOf(credential: Credential, options: AuthEndpoints): AuthClient {
  switch (credential.kind) {
    case 'user':
      return new UserRefreshClient({
        ...options,
        clientId: credential.client.clientId,
        ...(credential.client.clientSecret && { clientSecret: credential.client.clientSecret }),
        refreshToken: credential.refreshToken,
      });
    case 'serviceAccount': {
      const { client_email: email, private_key: key, private_key_id: keyId, project_id } = credential.key;
      const projectId = project_id ?? null;
      return new JWT({ ...options, email, key, ...(keyId && { keyId }), projectId, scopes });
    }
    case 'apiKey':
      return new ApiKeyClient({ ...options, apiKey: credential.key });
  }
}

export { googleOnly } from './googleOnly';

function actsForUser(client: AuthClient): boolean {
  return client instanceof UserRefreshClient || client instanceof ExternalAccountAuthorizedUserClient;
}

/**
 * Has a client's requests count for the project that is asked in: a person's must name one, a service account's count for
 * its own. What its credentials name stands.
 */
export function countFor(project: string | undefined, client: AuthClient): void {
  if (project && actsForUser(client)) client.quotaProjectId ??= project;
}

/** Every request of a client, those for tokens too, says that it is ours. */
function named<Client extends AuthClient>(client: Client): Client {
  client.transporter.interceptors.request.add({
    async resolved(options) {
      const library = options.headers.get('user-agent');
      if (!library?.includes(userAgent))
        options.headers.set('user-agent', library ? `${userAgent} ${library}` : userAgent);
      return options;
    },
  });
  return client;
}

/** A sign-in that waits for its user to come back from the browser. */
export interface PendingSignIn {
  /** Google's sign-in page for this sign-in. */
  readonly url: string;
  /**
   * Turns the code that came back into a credential, over PKCE.
   * @throws UserError when Google refuses it, or when the user did not allow everything
   */
  finish(code: string): Promise<Extract<Credential, { kind: 'user' }>>;
}

/** Starts a sign-in of an installed app (RFC 8252) with the user's own OAuth client. */
export async function beginSignIn(
  client: OAuthClient,
  { redirectUri, state }: { readonly redirectUri: string; readonly state: string },
  options: AuthEndpoints = {},
): Promise<PendingSignIn> {
  const oauth = named(
    new OAuth2Client({
      ...options,
      clientId: client.clientId,
      ...(client.clientSecret && { clientSecret: client.clientSecret }),
      redirectUri,
    }),
  );
  const { codeVerifier, codeChallenge } = await oauth.generateCodeVerifierAsync();
  const url = oauth.generateAuthUrl({
    access_type: 'offline',
    prompt: 'consent select_account', // without consent Google gives no refresh token the second time
    scope: [...scopes, emailScope],
    state,
    code_challenge_method: CodeChallengeMethod.S256,
    ...(codeChallenge && { code_challenge: codeChallenge }),
  });
  return { url, finish: (code) => redeem(oauth, client, { code, codeVerifier }) };
}

/** Ends a user's sign-in at Google too: its refresh token is good for nothing any more. */
export async function revoke(credential: Credential, options: AuthEndpoints = {}): Promise<void> {
  if (credential.kind !== 'user') return; // a key lives until it is deleted in Google Cloud's console
  try {
    await named(new OAuth2Client({ ...options })).revokeToken(credential.refreshToken);
  } catch (error) {
    const reason = asGoogleApiError(error, tokenUrl);
    if (reason instanceof UserError && reason.reason === 'invalid_token') return; // ended already
    throw reason;
  }
}

/**
 * An access token of the credentials, renewed when it has to be.
 * @throws GoogleApiError when Google gives none
 */
export async function accessToken(client: Pick<AuthClient, 'getAccessToken'>): Promise<string> {
  const { token } = await client.getAccessToken().catch((error: unknown) => {
    throw asGoogleApiError(error, tokenUrl);
  });
  if (!token) throw new Error(l10n.t("The credentials didn't return an access token."));
  return token;
}

async function redeem(
  oauth: OAuth2Client,
  client: OAuthClient,
  answer: { readonly code: string; readonly codeVerifier: string },
): Promise<Extract<Credential, { kind: 'user' }>> {
  const { tokens } = await oauth.getToken(answer).catch((error: unknown) => {
    throw asGoogleApiError(error, tokenUrl);
  });
  const { refresh_token: refreshToken, access_token: token, scope = '' } = tokens;
  const granted = scope.split(' ');
  const missing = scopes.filter((one) => !granted.includes(one));
  if (missing.length > 0 || !refreshToken || !token) {
    throw new UserError(
      l10n.t(
        "Tunewright wasn't granted all the permissions it needs. Sign in again and select every checkbox on the consent page.",
      ),
      'SCOPES_NOT_GRANTED',
      [{ kind: 'signIn' }],
    );
  }
  const { email = l10n.t('Google account') } = await oauth.getTokenInfo(token).catch((error: unknown) => {
    throw asGoogleApiError(error, tokenUrl);
  });
  return { kind: 'user', email, client, refreshToken };
}

/** Sends the key only with requests that Google takes one for, and says at once when it takes none. */
class ApiKeyClient extends AuthClient {
  override async request<T>(options: Parameters<AuthClient['request']>[0]) {
    const headers = new Headers(options.headers);
    for (const [name, value] of await this.getRequestHeaders(String(options.url))) headers.set(name, value);
    return this.transporter.request<T>({ ...options, headers });
  }

  override async getRequestHeaders(url?: string | URL): Promise<Headers> {
    if (!url || !apiKeyAllows(String(url))) throw apiKeyNotEnough();
    return new Headers({ 'x-goog-api-key': this.apiKey ?? '' });
  }

  override async getAccessToken(): Promise<never> {
    throw apiKeyNotEnough();
  }
}
