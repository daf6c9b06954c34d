/** A JSON value as read from text. Whole numbers beyond 2^53 are bigint, so that no int64 loses digits. */
export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | JsonObject;

/** Has no prototype when it was read from text: `__proto__` is a key like any other. */
export interface JsonObject {
  [key: string]: JsonValue;
}

export function emptyObject(): JsonObject {
  return Object.create(null) as JsonObject;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON text of a value; bigint is written as a number. */
export function writeJson(value: JsonValue, indent?: number): string {
  return JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? Number(v) : v), indent);
}
