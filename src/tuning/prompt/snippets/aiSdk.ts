import { isObject, type JsonObject } from '../../../dataset/json/value';
import { authorizationOf, hintOf, style } from './javaScript';
import { block, literal, quoted } from './literal';
import type { Snippet } from './snippet';
import { type TextPrompt, textPromptOf, withLowerLevel } from './textPrompt';

/** Fields of `generationConfig` that `generateText` takes under the same name. */
const settings = ['temperature', 'topP', 'topK', 'maxOutputTokens', 'stopSequences', 'seed'];

/** Vercel's AI SDK (`ai`, `@ai-sdk/google-vertex`): for Vertex AI, and for prompts that are text. */
export const aiSdk: Snippet = {
  id: 'aiSdk',
  label: 'TypeScript (AI SDK)',
  language: 'typescript',

  write(call, access) {
    const prompt = textPromptOf(call, [...settings, 'thinkingConfig']);
    if (prompt === undefined) return undefined;
    const provider = [
      `project: ${quoted(prompt.project)}`,
      `location: ${quoted(prompt.location)}`,
      `baseURL: ${quoted(prompt.base)}`,
      ...authorizationOf(access),
      ...(access.kind === 'default'
        ? [`headers: ${literal({ 'x-goog-user-project': call.quotaProject }, style, '  ')}`]
        : []),
    ];
    const { systemInstruction } = prompt;
    const messages = prompt.turns.map(({ role, text }) => ({
      role: role === 'model' ? 'assistant' : role,
      content: text,
    }));
    const request = [
      `model: vertex(${quoted(prompt.resource)})`,
      ...(systemInstruction === undefined ? [] : [`system: ${quoted(systemInstruction)}`]),
      `messages: ${literal(messages, style, '  ')}`,
      ...settingsOf(prompt),
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

function settingsOf({ config, safety }: TextPrompt): readonly string[] {
  const { thinkingConfig, ...ofAnyModel } = config;
  const ofGoogle: JsonObject = {
    ...(isObject(thinkingConfig) ? { thinkingConfig: withLowerLevel(thinkingConfig) } : {}),
    ...(safety.length === 0 ? {} : { safetySettings: safety }),
  };
  return [
    ...Object.entries(ofAnyModel).map(([key, value]) => `${key}: ${literal(value, style, '  ')}`),
    ...(Object.keys(ofGoogle).length === 0
      ? []
      : [`providerOptions: ${literal({ vertex: ofGoogle }, style, '  ')}`]),
  ];
}
