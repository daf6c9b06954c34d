// What programs in Python have in common, whatever library they use.
import type { ExternalAccount, SnippetAccess } from './access';
import { type LiteralStyle, quoted } from './literal';

export const style: LiteralStyle = {
  null: 'None',
  true: 'True',
  false: 'False',
  text: quoted,
  key: quoted,
  indent: '    ',
};

export const scopes = '["https://www.googleapis.com/auth/cloud-platform"]';

/** The line of the program that says where its credentials come from, but for those of `credentialsOf`. */
export function hint(access: SnippetAccess): string {
  return access.kind === 'apiKey'
    ? '# Requires an API key in the environment variable GEMINI_API_KEY.\n'
    : '# Sign in once: gcloud auth application-default login\n';
}

/** `google.auth.load_credentials_from_file` would ask Google for the name of the project. */
export function credentialsOf({ path }: ExternalAccount): string {
  return `# Credentials of the local sandbox.
credentials = identity_pool.Credentials.from_file(
    ${quoted(path)},
    scopes=${scopes},
)
`;
}

export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
