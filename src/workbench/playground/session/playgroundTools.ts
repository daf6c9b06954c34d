import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import { googleFunctionNames } from '../../../dataset/example/functionNames';
import { openaiChat } from '../../../dataset/formats/openaiChat';
import { vertexContents } from '../../../dataset/formats/vertexContents';
import { parse } from '../../../dataset/json/parse';
import { isObject, type JsonObject, type JsonValue } from '../../../dataset/json/value';

/**
 * The functions that a user has written or pasted: one declaration or a list of them, in Google's form (also in
 * `functionDeclarations`) or in OpenAI's. None for an empty text. @throws UserError that says what is wrong
 */
export function readTools(text: string): readonly JsonValue[] {
  if (text.trim() === '') return [];
  const value = parse(text);
  if (value === undefined) throw broken(l10n.t("The functions aren't valid JSON."));
  const tools = (Array.isArray(value) ? value : [value]).flatMap(declarationsIn);
  const names = new Set<string>();
  for (const tool of tools) {
    if (!isObject(tool) || !('name' in tool)) continue; // a tool of the service's own, such as a search
    const { name, parameters } = tool;
    if (typeof name !== 'string' || !googleFunctionNames.pattern.test(name))
      throw broken(googleFunctionNames.refusal(String(name)));
    if (names.has(name)) throw broken(l10n.t('The function "{0}" is declared twice.', name));
    if (parameters !== undefined && !isObject(parameters))
      throw broken(l10n.t('The parameters of "{0}" must be a schema: a JSON object.', name));
    names.add(name);
  }
  return tools;
}

/** How tools are shown to be changed. */
export function writeTools(tools: readonly JsonValue[] | undefined): string {
  return tools?.length ? JSON.stringify(tools, undefined, 2) : '';
}

function declarationsIn(tool: JsonValue): readonly JsonValue[] {
  if (!isObject(tool))
    throw broken(l10n.t('The functions are JSON objects, such as {"name": "get_weather", …}.'));
  if (typeof tool.type === 'string' && isObject(tool.function)) return openaiTools(tool);
  if ('name' in tool) return googleTools({ functionDeclarations: [tool] });
  return googleTools(tool);
}

function googleTools(tool: JsonObject): readonly JsonValue[] {
  return vertexContents.toConversation({ contents: [], tools: [tool] }).tools ?? [];
}

function openaiTools(tool: JsonObject): readonly JsonValue[] {
  return openaiChat.toConversation({ messages: [], tools: [tool] }).tools ?? [];
}

function broken(message: string): UserError {
  return new UserError(message, 'BAD_TOOLS');
}
