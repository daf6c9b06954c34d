// What is told of a call to libraries that have messages and settings of their own.
import { isObject, type JsonObject, type JsonValue } from '../../../dataset/json/value';
import type { GenerateCall } from '../../contract/service';

/** A prompt of texts alone, to a model of Vertex AI. */
export interface TextPrompt {
  readonly project: string;
  readonly location: string;
  /** Address of the location's resources. */
  readonly base: string;
  /** The model among them: `endpoints/123`. */
  readonly resource: string;
  readonly systemInstruction: string | undefined;
  readonly turns: readonly { readonly role: 'user' | 'model'; readonly text: string }[];
  /** `generationConfig` */
  readonly config: JsonObject;
  readonly safety: SafetySetting[];
}

export type SafetySetting = Readonly<Record<'category' | 'threshold', string>>;

/**
 * Undefined when a call isn't such a prompt.
 * @param settings the fields of `generationConfig` that the library has
 */
export function textPromptOf(
  { url, body, client }: GenerateCall,
  settings: readonly string[],
): TextPrompt | undefined {
  const config = isObject(body.generationConfig) ? body.generationConfig : {};
  const turns = listed(body.contents).map(turnOf);
  const { vertexAi } = client;
  if (vertexAi === undefined || body.tools !== undefined) return undefined;
  if (!turns.every((turn) => turn !== undefined)) return undefined;
  if (!Object.keys(config).every((key) => settings.includes(key))) return undefined;
  const segments = url.replace(/:[^/:]*$/, '').split('/');
  return {
    ...vertexAi,
    base: segments.slice(0, -2).join('/'),
    resource: segments.slice(-2).join('/'),
    systemInstruction: body.systemInstruction === undefined ? undefined : textOf(body.systemInstruction),
    turns,
    config,
    safety: listed(body.safetySettings).flatMap(safetyOf),
  };
}

/** `thinkingConfig` for libraries that have Google's names of levels in lower case. */
export function withLowerLevel(config: JsonObject): JsonObject {
  const { thinkingLevel } = config;
  return typeof thinkingLevel === 'string'
    ? { ...config, thinkingLevel: thinkingLevel.toLowerCase() }
    : config;
}

function turnOf(content: JsonValue): TextPrompt['turns'][number] | undefined {
  const text = textOf(content);
  const role = isObject(content) && content.role === 'model' ? 'model' : 'user';
  return text === undefined ? undefined : { role, text };
}

/** Undefined when it has something else than text. */
function textOf(content: JsonValue): string | undefined {
  const texts = listed(isObject(content) ? content.parts : undefined).map((part) =>
    isObject(part) && typeof part.text === 'string' ? part.text : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts.join('') : undefined;
}

function safetyOf(setting: JsonValue): SafetySetting[] {
  const { category, threshold } = isObject(setting) ? setting : {};
  return typeof category === 'string' && typeof threshold === 'string' ? [{ category, threshold }] : [];
}

function listed(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
