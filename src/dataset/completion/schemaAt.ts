// What a JSON Schema says about one place: enough of the standard for our own schemas.
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../json/value';

/** The schemas that hold for the value at a path; several when the schema leaves a choice. */
export function schemasAt(root: JsonObject, path: JsonPath): JsonObject[] {
  let found = expand(root, root);
  for (const step of path) found = found.flatMap((schema) => expand(root, childOf(schema, step)));
  return found;
}

/** Members that an object at this place may have, with their schemas. */
export function propertiesOf(root: JsonObject, schemas: readonly JsonObject[]): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const { properties } of schemas) {
    if (!isObject(properties)) continue;
    for (const [key, schema] of Object.entries(properties)) {
      const [first] = expand(root, schema);
      if (!found.has(key)) found.set(key, first ?? {});
    }
  }
  return found;
}

/** The values that are allowed at this place, when they are few and known. */
export function valuesOf(schemas: readonly JsonObject[]): JsonValue[] {
  return schemas.flatMap((schema): JsonValue[] => {
    if (Array.isArray(schema.enum)) {
      // Google's enums may be written by number too, which nobody can read
      return schema.enum.some((value) => typeof value === 'string')
        ? schema.enum.filter((value) => typeof value === 'string' && !value.endsWith('_UNSPECIFIED'))
        : schema.enum;
    }
    if (schema.const !== undefined) return [schema.const];
    return schema.type === 'boolean' ? [true, false] : [];
  });
}

function childOf(schema: JsonObject, step: string | number): JsonValue | undefined {
  if (typeof step === 'number') return schema.items;
  const { properties, additionalProperties } = schema;
  const own = isObject(properties) && Object.hasOwn(properties, step) ? properties[step] : undefined;
  return own ?? additionalProperties;
}

function expand(root: JsonObject, schema: JsonValue | undefined, depth = 0): JsonObject[] {
  if (!isObject(schema) || depth > 8) return [];
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.replace(/^#\/(definitions|\$defs)\//, '');
    const definitions = isObject(root.definitions) ? root.definitions : root.$defs;
    return expand(root, isObject(definitions) ? definitions[name] : undefined, depth + 1);
  }
  const choices = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) =>
    Array.isArray(list) ? list.flatMap((choice) => expand(root, choice, depth + 1)) : [],
  );
  return [schema, ...choices];
}
