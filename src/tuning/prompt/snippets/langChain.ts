import { isObject, type JsonObject } from '../../../dataset/json/value';
import { block, literal, quoted } from './literal';
import { credentialsOf, hint, snakeCase, style } from './pythonStyle';
import type { Snippet } from './snippet';
import { type SafetySetting, type TextPrompt, textPromptOf, withLowerLevel } from './textPrompt';

/** Fields of `generationConfig` that the class takes, by their names in Python. */
const settings = [
  'temperature',
  'topP',
  'topK',
  'maxOutputTokens',
  'stopSequences',
  'seed',
  'responseMimeType',
  'responseJsonSchema',
  'thinkingConfig',
];

/**
 * LangChain (`langchain-google-genai`), in Python alone: in JavaScript its packages (`@langchain/google` 0.2.6) know
 * no endpoints, only models of publishers. For Vertex AI, with an account, and for prompts that are text.
 */
export const langChain: Snippet = {
  id: 'langChain',
  label: 'Python (LangChain)',
  language: 'python',

  write(call, access) {
    const prompt = textPromptOf(call, settings);
    if (prompt === undefined || access.kind === 'apiKey') return undefined;
    const { apiVersion, baseUrl } = call.client;
    const isExternal = access.kind === 'externalAccount';
    const model = [
      `model=${quoted(call.model)}`,
      'vertexai=True',
      `project=${quoted(prompt.project)}`,
      `location=${quoted(prompt.location)}`,
      `api_version=${quoted(apiVersion)}`,
      ...(baseUrl === undefined ? [] : [`base_url=${quoted(baseUrl)}`]),
      ...(isExternal ? ['credentials=credentials'] : []),
      ...settingsOf(prompt),
    ];
    const messages = messagesOf(prompt).map(([role, text]) => `(${quoted(role)}, ${quoted(text)})`);
    const imported = [
      'ChatGoogleGenerativeAI',
      ...(prompt.safety.length === 0 ? [] : ['HarmBlockThreshold', 'HarmCategory']),
    ];
    return `# pip install "langchain-google-genai>=4.4"
${isExternal ? 'from google.auth import identity_pool\n' : ''}from langchain_google_genai import ${imported.join(', ')}

${isExternal ? credentialsOf(access) : hint(access)}model = ${block('ChatGoogleGenerativeAI(', model, ')', style)}

response = model.invoke(${block('[', messages, ']', style)})
print(response.text)
`;
  },
};

function messagesOf({ systemInstruction, turns }: TextPrompt): readonly (readonly [string, string])[] {
  return [
    ...(systemInstruction === undefined ? [] : [['system', systemInstruction] as const]),
    ...turns.map(({ role, text }) => [role === 'model' ? 'ai' : 'human', text] as const),
  ];
}

/** Where none is set, the class has a temperature of its own for models whose name does not begin with `gemini-3`. */
function settingsOf({ config, safety }: TextPrompt): readonly string[] {
  const { thinkingConfig, responseJsonSchema, ...others } = config;
  const values: JsonObject = {
    temperature: null,
    ...others,
    ...(responseJsonSchema === undefined ? {} : { responseSchema: responseJsonSchema }),
    ...(isObject(thinkingConfig) ? withLowerLevel(thinkingConfig) : {}),
  };
  return [
    ...Object.entries(values).map(
      ([key, value]) => `${snakeCase(key)}=${literal(value, style, style.indent)}`,
    ),
    ...(safety.length === 0
      ? []
      : [`safety_settings=${block('{', safety.map(safetyMember), '}', style, style.indent)}`]),
  ];
}

function safetyMember({ category, threshold }: SafetySetting): string {
  return `HarmCategory.${category}: HarmBlockThreshold.${threshold}`;
}
