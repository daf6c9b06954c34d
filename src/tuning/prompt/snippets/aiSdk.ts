import { isObject, type JsonObject, type JsonValue } from '../../../dataset/json/value';
import { authorizationOf, hintOf, style } from './javaScript';
import { block, literal, quoted } from './literal';
import type { Snippet } from './snippet';

/** Fields of `generationConfig` that `generateText` takes under the same name. */
const settings = ['temperature', 'topP', 'topK', 'maxOutputTokens', 'stopSequences', 'seed'];

/** Vercel's AI SDK (`ai`, `@ai-sdk/google-vertex`): for Vertex AI, and for prompts that are text. */
export const aiSdk: Snippet = {
  id: 'aiSdk',
  label: 'TypeScript (AI SDK)',
  language: 'typescript',

  fits: ({ client, body }) =>
    client.vertexAi !== undefined && body.tools === undefined && messagesOf(body) !== undefined,

  write({ url, body, client }, access) {
    const [base, model] = divided(url);
    const provider = [
      `project: ${quoted(client.vertexAi?.project ?? '')}`,
      `location: ${quoted(client.vertexAi?.location ?? '')}`,
      `baseURL: ${quoted(base)}`,
      ...authorizationOf(access),
    ];
    const { systemInstruction } = body;
    const request = [
      `model: vertex(${quoted(model)})`,
      ...(systemInstruction === undefined ? [] : [`system: ${quoted(textOf(systemInstruction) ?? '')}`]),
      `messages: ${literal(messagesOf(body) ?? [], style, '  ')}`,
      ...settingsOf(body),
    ];
    return `// npm install ai @ai-sdk/google-vertex
import { createVertex } from '@ai-sdk/google-vertex';
import { generateText } from 'ai';

${hintOf(access)}const vertex = createVertex(${block('{', provider, '}', style)});

const { text } = await generateText(${block('{', request, '}', style)});
console.log(text);
`;
  },
};

/** Where the location's resources are, and the model among them: `endpoints/123`. */
function divided(url: string): readonly [base: string, model: string] {
  const segments = url.replace(/:[^/:]*$/, '').split('/');
  return [segments.slice(0, -2).join('/'), segments.slice(-2).join('/')];
}

/** Undefined when one has something else than text. */
function messagesOf({ contents }: JsonObject): JsonObject[] | undefined {
  const messages = (Array.isArray(contents) ? contents : []).map((content) => {
    const text = textOf(content);
    const role = isObject(content) && content.role === 'model' ? 'assistant' : 'user';
    return text === undefined ? undefined : { role, content: text };
  });
  return messages.every((message) => message !== undefined) ? messages : undefined;
}

function textOf(content: JsonValue): string | undefined {
  const parts = isObject(content) && Array.isArray(content.parts) ? content.parts : [];
  const texts = parts.map((part) =>
    isObject(part) && typeof part.text === 'string' ? part.text : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts.join('') : undefined;
}

function settingsOf({ generationConfig, safetySettings }: JsonObject): readonly string[] {
  const config = isObject(generationConfig) ? generationConfig : {};
  const { thinkingConfig } = config;
  const ofGoogle: JsonObject = {
    ...(isObject(thinkingConfig) ? { thinkingConfig: withLevel(thinkingConfig) } : {}),
    ...(safetySettings === undefined ? {} : { safetySettings }),
  };
  return [
    ...Object.entries(config)
      .filter(([key]) => settings.includes(key))
      .map(([key, value]) => `${key}: ${literal(value, style, '  ')}`),
    ...(Object.keys(ofGoogle).length === 0
      ? []
      : [`providerOptions: ${literal({ vertex: ofGoogle }, style, '  ')}`]),
  ];
}

/** The SDK has Google's names of levels in lower case. */
function withLevel(config: JsonObject): JsonObject {
  const { thinkingLevel } = config;
  return typeof thinkingLevel === 'string'
    ? { ...config, thinkingLevel: thinkingLevel.toLowerCase() }
    : config;
}
