import { isObject, type JsonObject, type JsonValue } from '../../../dataset/json/value';
import type { GenerateCall } from '../../contract/service';
import type { SnippetAccess } from './access';
import { block, literal, quoted } from './literal';
import { credentialsOf, hint, scopes, snakeCase, style } from './pythonStyle';
import { sdkConfig } from './sdkConfig';
import type { Snippet } from './snippet';

export const python = {
  id: 'python',
  label: 'Python',
  language: 'python',
  write: (call, access) =>
    call.client.vertexAi || access.kind === 'apiKey' ? withSdk(call, access) : withRest(call, access),
} satisfies Snippet;

function withSdk({ model, body, client }: GenerateCall, access: SnippetAccess): string {
  const contents = list(body.contents).map((content) => contentOf(content, style.indent.repeat(2)));
  const config = Object.entries(sdkConfig(body)).map(
    ([key, value]) => `${snakeCase(key)}=${literal(value, style, style.indent.repeat(2))}`,
  );
  const request = [
    `model=${quoted(model)}`,
    `contents=${block('[', contents, ']', style, style.indent)}`,
    ...(config.length === 0
      ? []
      : [`config=${block('types.GenerateContentConfig(', config, ')', style, style.indent)}`]),
  ];
  const answer = block('response = client.models.generate_content(', request, ')', style);
  const modules = [
    ...(answer.includes('base64.b64decode(') ? ['import base64'] : []),
    ...(access.kind === 'apiKey' ? ['import os'] : []),
  ];
  return `# pip install google-genai
${modules.map((line) => `${line}\n`).join('')}${modules.length > 0 ? '\n' : ''}from google import genai
${access.kind === 'externalAccount' ? 'from google.auth import identity_pool\n' : ''}from google.genai import types

${access.kind === 'externalAccount' ? credentialsOf(access) : hint(access)}client = ${block('genai.Client(', clientMembers(client, access), ')', style)}

${answer}
${prints(body)}
`;
}

/** A model that may call functions is asked what it calls, too; the program is to answer it. */
function prints({ tools }: JsonObject): string {
  return tools === undefined
    ? 'print(response.text)'
    : `# Run what is called, and send its response with the conversation so far to go on.
for call in response.function_calls or []:
    print(call.name, call.args)
if response.text:
    print(response.text)`;
}

function clientMembers(
  { vertexAi, baseUrl, apiVersion }: GenerateCall['client'],
  access: SnippetAccess,
): string[] {
  const options = [
    `api_version=${quoted(apiVersion)}`,
    ...(baseUrl === undefined ? [] : [`base_url=${quoted(baseUrl)}`]),
  ];
  return [
    ...(vertexAi
      ? ['vertexai=True', `project=${quoted(vertexAi.project)}`, `location=${quoted(vertexAi.location)}`]
      : ['vertexai=False']),
    ...(access.kind === 'apiKey' ? ['api_key=os.environ["GEMINI_API_KEY"]'] : []),
    ...(access.kind === 'externalAccount' ? ['credentials=credentials'] : []),
    `http_options=types.HttpOptions(${options.join(', ')})`,
  ];
}

/** google-genai takes nothing but an API key for the Gemini API, and Google none for tuned models. */
function withRest({ url, body, quotaProject }: GenerateCall, access: SnippetAccess): string {
  const credentials =
    access.kind === 'externalAccount'
      ? credentialsOf(access)
      : `${hint(access)}credentials, _ = google.auth.default(\n    scopes=${scopes},\n    quota_project_id=${quoted(quotaProject)},\n)\n`;
  const request = [quoted(url), `json=${literal(body, style, style.indent)}`];
  return `# pip install google-auth requests
${access.kind === 'externalAccount' ? 'from google.auth import identity_pool' : 'import google.auth'}
from google.auth.transport.requests import AuthorizedSession

# With an account, tuned models of the Gemini API are reached by REST: google-genai takes only API keys there.
${credentials}session = AuthorizedSession(credentials)

${block('response = session.post(', request, ')', style)}
response.raise_for_status()
print(response.json()["candidates"][0]["content"]["parts"][0]["text"])
`;
}

function contentOf(content: JsonValue, margin: string): string {
  const { role, parts } = isObject(content) ? content : {};
  const written = list(parts).map((part) => partOf(part, margin + style.indent.repeat(2)));
  const members = [
    ...(typeof role === 'string' ? [`role=${quoted(role)}`] : []),
    `parts=${block('[', written, ']', style, margin + style.indent)}`,
  ];
  return block('types.Content(', members, ')', style, margin);
}

function partOf(part: JsonValue, margin: string): string {
  if (!isObject(part)) return literal(part, style, margin);
  const { text, inlineData, fileData } = part;
  if (Object.keys(part).length === 1) {
    if (typeof text === 'string') return `types.Part.from_text(text=${quoted(text)})`;
    if (isObject(inlineData)) return fromBytes(inlineData);
    if (isObject(fileData))
      return `types.Part.from_uri(file_uri=${textOf(fileData.fileUri)}, mime_type=${textOf(fileData.mimeType)})`;
  }
  return `types.Part.model_validate(${literal(part, style, margin)})`;
}

/** Bytes of a model's field are no base64 in Python. */
function fromBytes({ data, mimeType }: JsonObject): string {
  return `types.Part.from_bytes(data=base64.b64decode(${textOf(data)}), mime_type=${textOf(mimeType)})`;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? quoted(value) : style.null;
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
