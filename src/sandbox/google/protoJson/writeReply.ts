import type { Type } from 'protobufjs/light';
import { findField } from './fields';
import { isObject, type JsonObject, type JsonValue } from './json';
import { readReplyMessage } from './protoJson';
import { missingFields } from './requiredFields';

/** A reply that Google's descriptors do not allow: a mistake of the sandbox, never of its caller. */
export class InvalidReply extends Error {}

/**
 * The reply as it goes out, checked against its descriptor.
 * @throws InvalidReply naming each field that is unknown, wrong or missing.
 */
export function checkReply(type: Type, reply: object, enumsAsNumbers: boolean): JsonObject {
  const { message, violations } = readReplyMessage(type, withoutUndefined(reply), enumsAsNumbers);
  const missing = missingFields(type, message, 'reply').map((field) => `${field} is missing`);
  const mistakes = [...violations.map((violation) => violation.description), ...missing];
  if (mistakes.length > 0) throw new InvalidReply(`${type.fullName.slice(1)}: ${mistakes.join('; ')}`);
  return message;
}

/** `message` without the fields that `type` lacks: a resource made by one API version, shown by another. */
export function keepKnownFields(type: Type, message: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(message)) {
    const named = findField(type, key);
    if (!named) continue;
    const inner = named.field.resolve().resolvedType;
    const nested = inner && 'fieldsArray' in inner && inner.fieldsArray.length > 0 && !named.field.map;
    kept[key] = nested ? keepInside(inner, value) : value;
  }
  return kept;
}

function keepInside(type: Type, value: JsonValue): JsonValue {
  if (type.fullName.startsWith('.google.protobuf.')) return value;
  if (Array.isArray(value)) return value.map((item) => keepInside(type, item));
  return isObject(value) ? keepKnownFields(type, value) : value;
}

/** Handlers leave optional fields undefined; JSON has no such thing. */
function withoutUndefined(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
