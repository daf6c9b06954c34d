import { isObject } from '../../../dataset/json/value';
import { authorizationOf, hintOf, style } from './javaScript';
import { block, literal, quoted } from './literal';
import type { Snippet } from './snippet';
import { type TextPrompt, textPromptOf } from './textPrompt';

/** Fields of `generationConfig` that the plugin passes on. */
const settings = [
  'temperature',
  'topP',
  'topK',
  'maxOutputTokens',
  'stopSequences',
  'seed',
  'thinkingConfig',
];

/** Tokens, by the plugin's schema. Google's API takes more for some models, and -1 for what the model chooses. */
const mostThinking = 24_576;

/**
 * Google's Genkit (`genkit`, `@genkit-ai/google-genai`): for Vertex AI at Google's own addresses, the only ones that its plugin
 * knows, and for prompts that are text. It counts calls for the project that the model is in.
 */
export const genkit: Snippet = {
  id: 'genkit',
  label: 'TypeScript (Genkit)',
  language: 'typescript',

  write(call, access) {
    const { apiVersion, baseUrl } = call.client;
    const prompt = textPromptOf(call, settings);
    if (prompt === undefined || baseUrl !== undefined || !takesSettings(prompt)) return undefined;
    const plugin = [
      `projectId: ${quoted(prompt.project)}`,
      `location: ${quoted(prompt.location)}`,
      `apiVersion: ${quoted(apiVersion)}`,
      ...authorizationOf(access, 'googleAuth', '      '),
    ];
    const { systemInstruction, turns, config, safety } = prompt;
    const messages = turns.map(({ role, text }) => ({ role, content: [{ text }] }));
    const values = {
      ...config,
      ...(safety.length === 0 ? {} : { safetySettings: safety }),
    };
    const request = [
      `model: vertexAI.model(${quoted(prompt.resource.replace(/^models\//, ''))})`,
      ...(systemInstruction === undefined ? [] : [`system: ${quoted(systemInstruction)}`]),
      `messages: ${literal(messages, style, '  ')}`,
      ...(Object.keys(values).length === 0 ? [] : [`config: ${literal(values, style, '  ')}`]),
    ];
    return `// npm install genkit @genkit-ai/google-genai
import { vertexAI } from '@genkit-ai/google-genai';
import { genkit } from 'genkit';

${hintOf(access)}const ai = genkit({
  plugins: [
    vertexAI(${block('{', plugin, '}', style, '    ')}),
  ],
});

const { text } = await ai.generate(${block('{', request, '}', style)});
console.log(text);
`;
  },
};

/** The plugin's schema (1.42) refuses what Google's API has in addition: `OFF`, and budgets of its newer models. */
function takesSettings({ config, safety }: TextPrompt): boolean {
  const { thinkingBudget } = isObject(config.thinkingConfig) ? config.thinkingConfig : {};
  const isTaken =
    thinkingBudget === undefined ||
    (typeof thinkingBudget === 'number' && thinkingBudget >= 0 && thinkingBudget <= mostThinking);
  return isTaken && safety.every(({ threshold }) => threshold !== 'OFF');
}
