import { isObject, type JsonObject, type JsonValue, writeJson } from '../google/protoJson/json';
import { jsonSchemaOf } from './checkPrompt';
import type { GenerationConfig } from './generate';

/** Deeper than this nothing is filled in: schemas may refer to themselves. */
const DEEPEST = 8;

/**
 * The learner writes prose, so in JSON mode its text becomes JSON here: of the schema where there is one, with the text
 * in each string, else as it is when it is JSON, or as a string. Undefined when JSON mode is off.
 */
export function jsonMode(config: GenerationConfig): ((text: string) => string) | undefined {
  if (config.responseMimeType !== 'application/json') return undefined;
  const schema = jsonSchemaOf(config) ?? config.responseSchema;
  return (text) => (schema === undefined ? plainJson(text) : writeJson(filled(schema, text.trim(), 0)));
}

function plainJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return JSON.stringify(text.trim());
  }
}

/** A value that the schema allows. `type` in JSON Schema's words or in those of `Schema.Type`. */
function filled(schema: JsonValue | undefined, text: string, depth: number): JsonValue {
  if (!isObject(schema) || depth > DEEPEST) return text;
  if (Array.isArray(schema.enum))
    return schema.enum.find((value) => value === text) ?? schema.enum[0] ?? null;
  const [choice] = [schema.anyOf, schema.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  if (choice !== undefined) return filled(choice, text, depth + 1);
  switch (typeOf(schema)) {
    case 'object':
      return Object.fromEntries(
        Object.entries(isObject(schema.properties) ? schema.properties : {}).map(([name, property]) => [
          name,
          filled(property, text, depth + 1),
        ]),
      );
    case 'array':
      return [filled(schema.items, text, depth + 1)];
    case 'integer':
      return Math.trunc(numberIn(text, schema));
    case 'number':
      return numberIn(text, schema);
    case 'boolean':
      return /^(yes|true)\b/i.test(text);
    case 'null':
      return null;
    default:
      return text;
  }
}

function typeOf({ type, properties }: JsonObject): string {
  const [first] = Array.isArray(type) ? type : [type];
  if (typeof first === 'string') return first.toLowerCase();
  return isObject(properties) ? 'object' : 'string';
}

function numberIn(text: string, { minimum }: JsonObject): number {
  const found = Number(/-?\d+(\.\d+)?/.exec(text)?.[0] ?? 0);
  return typeof minimum === 'number' ? Math.max(minimum, found) : found;
}
