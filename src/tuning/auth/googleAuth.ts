// The only file that imports google-auth-library: it becomes a bundle of its own, loaded on first use.
import { type AuthClient, GoogleAuth } from 'google-auth-library';
import { UserError } from '../userError';

const scopes = [
  'https://www.googleapis.com/auth/cloud-platform',
  'https://www.googleapis.com/auth/generative-language.tuning',
];

/** Credentials of a file such as Google's tools write: all the types that google-auth-library reads. */
export async function credentialsFromFile(keyFilename: string): Promise<AuthClient> {
  return new GoogleAuth({ keyFilename, scopes }).getClient();
}

/** Application Default Credentials: `GOOGLE_APPLICATION_CREDENTIALS`, then gcloud's file, then the metadata server. */
export async function applicationDefaultCredentials(): Promise<AuthClient> {
  try {
    return await new GoogleAuth({ scopes }).getClient();
  } catch (error) {
    throw new UserError(
      'No Google credentials were found on this machine. Run `gcloud auth application-default login` in a terminal, then try again.',
      'NO_CREDENTIALS',
      [
        {
          title: 'How to Sign In',
          run: { url: 'https://cloud.google.com/docs/authentication/provide-credentials-adc' },
        },
      ],
      { cause: error },
    );
  }
}
