// Google reads both spellings of a proto field's name, a role that is left out, and any role of a system instruction.
import { isObject, type JsonObject, type JsonValue } from '../../json/value';

/** Below these, keys are data and not names of fields. */
const DATA = new Set([
  'args',
  'response',
  'parameters',
  'parametersJsonSchema',
  'responseJsonSchema',
  'labels',
]);

export function googleReading(value: JsonObject): JsonObject {
  const camel = camelCased(value);
  if (!isObject(camel)) return value;
  const { systemInstruction: system, contents, ...rest } = camel;
  const read: JsonObject = rest;
  if (isObject(system)) {
    const { role: _, ...own } = system;
    read.systemInstruction = own;
  } else if (system !== undefined) read.systemInstruction = system;
  if (Array.isArray(contents))
    read.contents = contents.map((each) =>
      isObject(each) ? { ...each, role: each.role === '' ? 'user' : (each.role ?? 'user') } : each,
    );
  else if (contents !== undefined) read.contents = contents;
  return read;
}

function camelCased(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(camelCased);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const read = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      const camel = read !== key && Object.hasOwn(value, read) ? key : read; // both are written: neither is lost
      return [camel, DATA.has(camel) ? each : camelCased(each)];
    }),
  );
}
