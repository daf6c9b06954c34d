import type { SnippetAccess } from './access';
import { shellQuoted } from './shell';
import type { Snippet } from './snippet';

export const curl = {
  id: 'curl',
  label: 'curl',
  language: 'shellscript',

  // No line of JSON that is set with indentation consists of the word that ends it.
  write: (
    { url, body, quotaProject },
    access,
  ) => `${preparation(access)}curl --silent --show-error ${shellQuoted(url)} \\
  ${[...authorization(access, quotaProject), "--header 'Content-Type: application/json'"].join(' \\\n  ')} \\
  --data-binary @- <<'JSON'
${JSON.stringify(body, undefined, 2)}
JSON
`,
} satisfies Snippet;

function preparation(access: SnippetAccess): string {
  switch (access.kind) {
    case 'default':
      return '# Sign in once: gcloud auth application-default login\n';
    case 'apiKey':
      return '# Requires an API key in the environment variable GEMINI_API_KEY.\n';
    case 'externalAccount': {
      const { tokenUrl, audience, subjectTokenType, subjectFile } = access.exchange;
      const fields = [
        'grant_type=urn:ietf:params:oauth:grant-type:token-exchange',
        'requested_token_type=urn:ietf:params:oauth:token-type:access_token',
        'scope=https://www.googleapis.com/auth/cloud-platform',
        `audience=${audience}`,
        `subject_token_type=${subjectTokenType}`,
        `subject_token@${subjectFile}`,
      ];
      return `# Credentials of the local sandbox.
TOKEN=$(curl --silent --show-error ${shellQuoted(tokenUrl)} \\
  ${fields.map((field) => `--data-urlencode ${shellQuoted(field)}`).join(' \\\n  ')} |
  sed -n 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/p')

`;
    }
  }
}

function authorization(access: SnippetAccess, quotaProject: string): string[] {
  switch (access.kind) {
    case 'default':
      return [
        '--header "Authorization: Bearer $(gcloud auth application-default print-access-token)"',
        `--header ${shellQuoted(`x-goog-user-project: ${quotaProject}`)}`,
      ];
    case 'apiKey':
      return ['--header "x-goog-api-key: $GEMINI_API_KEY"'];
    case 'externalAccount':
      return ['--header "Authorization: Bearer $TOKEN"'];
  }
}
