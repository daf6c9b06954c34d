import { Enum, type Field, type Type } from 'protobufjs/light';

/** A field with the names it has in JSON. */
export interface NamedField {
  readonly field: Field;
  /** lowerCamelCase: what replies have. */
  readonly jsonName: string;
  /** As in the .proto file: what requests may have and error messages do have. */
  readonly protoName: string;
  /** Every google.api.FieldBehavior of it. */
  readonly behavior: readonly string[];
}

const byType = new WeakMap<Type, NamedField[]>();

export function fieldsOf(type: Type): readonly NamedField[] {
  let fields = byType.get(type);
  if (!fields) {
    fields = type.fieldsArray.map(named);
    byType.set(type, fields);
  }
  return fields;
}

/** The field that a key of a request means. */
export function findField(type: Type, key: string): NamedField | undefined {
  return (
    fieldsOf(type).find((field) => field.jsonName === key) ??
    fieldsOf(type).find((field) => field.protoName === key)
  );
}

/** The oneof that the field really belongs to; protobufjs also makes one for each `optional` field. */
export function oneofOf({ field }: NamedField): string | undefined {
  return field.options?.proto3_optional ? undefined : field.partOf?.name;
}

export function isMessage(field: Field): boolean {
  return field.resolve().resolvedType !== null && !(field.resolvedType instanceof Enum);
}

export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

function named(field: Field): NamedField {
  field.resolve();
  const protoName = toSnakeCase(field.name);
  const jsonName = field.options?.json_name ?? protoName.replace(/_(.)/g, (_, c: string) => c.toUpperCase());
  return { field, jsonName, protoName, behavior: field.options?.behavior ?? [] };
}
