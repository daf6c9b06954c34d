// What programs in TypeScript have in common, whatever library they use.
import type { SnippetAccess } from './access';
import { block, type LiteralStyle, quoted } from './literal';

export const style: LiteralStyle = {
  null: 'null',
  true: 'true',
  false: 'false',
  text: quoted,
  key: (key) => (key === '__proto__' ? '["__proto__"]' : /^[a-z_$][\w$]*$/i.test(key) ? key : quoted(key)),
  indent: '  ',
};

/** The first line of the program, which says where its credentials come from. */
export function hintOf(access: SnippetAccess): string {
  switch (access.kind) {
    case 'default':
      return '// Sign in once: gcloud auth application-default login\n';
    case 'apiKey':
      return '// Requires an API key in the environment variable GEMINI_API_KEY.\n';
    case 'externalAccount':
      return '// Credentials of the local sandbox.\n';
  }
}

/** The option of a client that says where its credentials are. @param name of the options for `google-auth-library` */
export function authorizationOf(
  access: SnippetAccess,
  name = 'googleAuthOptions',
  margin = '  ',
): readonly string[] {
  const scopes = "scopes: ['https://www.googleapis.com/auth/cloud-platform']";
  switch (access.kind) {
    case 'default':
      return [`${name}: { ${scopes} }`];
    case 'apiKey':
      return ['apiKey: process.env.GEMINI_API_KEY'];
    case 'externalAccount':
      return [block(`${name}: {`, [`keyFile: ${quoted(access.path)}`, scopes], '}', style, margin)];
  }
}
