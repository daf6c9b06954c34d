/**
 * The proto3 JSON form of one of Google's protobufjs interfaces: int64 as a string or number, bytes as
 * base64, enums by name, `Timestamp` and `Duration` as strings, `Struct` as an object, `Any` tagged by `@type`.
 * Source: https://protobuf.dev/programming-guides/json/
 */
export type Wire<T> = T extends Uint8Array
  ? string
  : T extends { toNumber(): number }
    ? never // protobufjs' Long, which never appears in JSON
    : T extends readonly (infer Item)[]
      ? Wire<Item>[]
      : T extends object
        ? [keyof T] extends ['seconds' | 'nanos']
          ? string
          : string extends keyof T // a map
            ? { [key: string]: Wire<T[keyof T]> }
            : [keyof T] extends ['fields'] // google.protobuf.Struct
              ? { readonly [field: string]: unknown }
              : 'type_url' extends keyof T
                ? { '@type'?: string } & { [field: string]: unknown }
                : 'structValue' extends keyof T // google.protobuf.Value
                  ? unknown
                  : { [Field in keyof T]?: Wire<Exclude<T[Field], null | undefined>> | undefined }
        : T;

/** An int64 as JSON carries it, read as a number; undefined when absent or not a number. */
export function int64(value: string | number | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A float or double, which JSON carries as a number or as "NaN", "Infinity" or "-Infinity"; undefined when absent. */
export function float(value: number | string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** A protobuf `Timestamp` (0 to 9 fraction digits) in milliseconds since 1970; undefined when absent or unreadable. */
export function timestamp(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const time = Date.parse(value.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(time) ? undefined : time;
}
