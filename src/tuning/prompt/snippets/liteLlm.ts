import type { JsonValue } from '../../../dataset/json/value';
import type { GenerateCall } from '../../contract/service';
import type { SnippetAccess } from './access';
import { block, literal, quoted } from './literal';
import { hint, style } from './pythonStyle';
import type { Snippet } from './snippet';
import { type TextPrompt, textPromptOf } from './textPrompt';

/** What fields of `generationConfig` are called. */
const names: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  maxOutputTokens: 'max_tokens',
  stopSequences: 'stop',
  seed: 'seed',
};

/**
 * LiteLLM: for Vertex AI, with an account, and for prompts that are text. It is told the whole address, since it knows no
 * multi-regions (BerriAI/litellm#25926); `gemini/` tells it how to talk to an endpoint, whose name is a number.
 */
export const liteLlm: Snippet = {
  id: 'liteLlm',
  label: 'Python (LiteLLM)',
  language: 'python',

  write(call, access) {
    const prompt = textPromptOf(call, Object.keys(names));
    if (prompt === undefined || access.kind === 'apiKey') return undefined;
    const { project, location, base, resource } = prompt;
    const request = [
      `model=${quoted(`vertex_ai/${resource.replace(/^models\//, '').replace(/^endpoints\//, 'gemini/')}`)}`,
      `api_base=${quoted(`${base}/${resource}`)}`,
      `vertex_project=${quoted(project)}`,
      `vertex_location=${quoted(location)}`,
      ...credentialsOf(access, call),
      `messages=${literal(messagesOf(prompt), style, style.indent)}`,
      ...settingsOf(prompt),
    ];
    return `# pip install litellm google-auth requests
from litellm import completion

${access.kind === 'externalAccount' ? '# Credentials of the local sandbox.\n' : hint(access)}${block('response = completion(', request, ')', style)}
print(response.choices[0].message.content)
`;
  },
};

function credentialsOf(access: SnippetAccess, { quotaProject }: GenerateCall): readonly string[] {
  return access.kind === 'externalAccount'
    ? [`vertex_credentials=${quoted(access.path)}`]
    : [`extra_headers=${literal({ 'x-goog-user-project': quotaProject }, style, style.indent)}`];
}

function messagesOf({ systemInstruction, turns }: TextPrompt): JsonValue {
  return [
    ...(systemInstruction === undefined ? [] : [{ role: 'system', content: systemInstruction }]),
    ...turns.map(({ role, text }) => ({ role: role === 'model' ? 'assistant' : role, content: text })),
  ];
}

function settingsOf({ config, safety }: TextPrompt): readonly string[] {
  return [
    ...Object.entries(config).map(([key, value]) => `${names[key]}=${literal(value, style, style.indent)}`),
    ...(safety.length === 0 ? [] : [`safety_settings=${literal(safety, style, style.indent)}`]),
  ];
}
