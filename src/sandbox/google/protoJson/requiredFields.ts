import { MapField, type Type } from 'protobufjs/light';
import { fieldsOf, isMessage, type NamedField } from './fields';
import { isObject, type JsonObject, type JsonValue } from './json';

/**
 * Paths (snake_case) of the fields that Google marks REQUIRED and that a canonical message lacks, at any depth.
 * In a reply, input-only fields and empty lists are not missed; in a request, output-only fields.
 */
export function missingFields(
  type: Type,
  message: JsonObject,
  direction: 'request' | 'reply',
  path = '',
): string[] {
  return fieldsOf(type).flatMap((named) => {
    const value = message[named.jsonName];
    const place = path === '' ? named.protoName : `${path}.${named.protoName}`;
    if (isUnset(named, value)) return isRequired(named, direction) ? [place] : [];
    return missingInside(named, value, direction, place);
  });
}

function isRequired({ behavior, field }: NamedField, direction: 'request' | 'reply'): boolean {
  if (direction === 'reply' && field.repeated) return false;
  const otherSide = direction === 'request' ? 'OUTPUT_ONLY' : 'INPUT_ONLY';
  return behavior.includes('REQUIRED') && !behavior.includes(otherSide);
}

/** Proto3 cannot tell a number's 0 or a bool's false from an absent one: only the others can be missed. */
function isUnset({ field }: NamedField, value: JsonValue | undefined): boolean {
  if (value === undefined || value === null)
    return field.repeated || isMessage(field) || field.type === 'string';
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function missingInside(
  named: NamedField,
  value: JsonValue | undefined,
  direction: 'request' | 'reply',
  place: string,
) {
  const { field } = named;
  const type = field.resolvedType;
  if (!type || !('fieldsArray' in type) || type.fullName.startsWith('.google.protobuf.')) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, i) =>
      isObject(item) ? missingFields(type, item, direction, `${place}[${i}]`) : [],
    );
  }
  if (!isObject(value)) return [];
  if (field instanceof MapField) {
    return Object.entries(value).flatMap(([key, item]) =>
      isObject(item) ? missingFields(type, item, direction, `${place}["${key}"]`) : [],
    );
  }
  return missingFields(type, value, direction, place);
}
