import { isObject, type JsonObject } from '../../../dataset/json/value';

/**
 * `GenerateContentConfig` of Google's SDKs (JavaScript and Python): what a `GenerateContentRequest` has beside its contents,
 * with the fields of `generationConfig` among the others.
 */
export function sdkConfig(body: JsonObject): JsonObject {
  const { contents: _, model: __, generationConfig, ...rest } = body;
  return { ...rest, ...(isObject(generationConfig) ? generationConfig : {}) };
}
