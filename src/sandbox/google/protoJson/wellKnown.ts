import { emptyObject, isObject, type JsonValue } from './json';
import { SCALARS } from './scalars';

type ReadWellKnown = (value: JsonValue) => JsonValue | undefined;

const NANOS = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;
const DURATION = /^-?\d{1,12}(?:\.\d{1,9})?s$/;
const FIELD_PATH = /^[a-zA-Z_][\w]*(?:\.[a-zA-Z_][\w]*)*$/;

const wrapped =
  (type: string): ReadWellKnown =>
  (value) =>
    SCALARS[type]?.(value);

/** Google's messages with a JSON form of their own, but for Any, which needs the other types. */
export const WELL_KNOWN: Readonly<Record<string, ReadWellKnown>> = {
  '.google.protobuf.Timestamp': readTimestamp,
  '.google.protobuf.Duration': (value) =>
    typeof value === 'string' && DURATION.test(value) ? value : undefined,
  '.google.protobuf.FieldMask': readFieldMask,
  '.google.protobuf.Struct': (value) => (isObject(value) ? withDoubles(value) : undefined),
  '.google.protobuf.ListValue': (value) => (Array.isArray(value) ? withDoubles(value) : undefined),
  '.google.protobuf.Value': withDoubles,
  '.google.protobuf.BoolValue': wrapped('bool'),
  '.google.protobuf.StringValue': wrapped('string'),
  '.google.protobuf.BytesValue': wrapped('bytes'),
  '.google.protobuf.DoubleValue': wrapped('double'),
  '.google.protobuf.FloatValue': wrapped('float'),
  '.google.protobuf.Int32Value': wrapped('int32'),
  '.google.protobuf.UInt32Value': wrapped('uint32'),
  '.google.protobuf.Int64Value': wrapped('int64'),
  '.google.protobuf.UInt64Value': wrapped('uint64'),
};

/** Messages for which null is a value and not an absent field. */
export const TAKES_NULL = new Set(['.google.protobuf.Value', '.google.protobuf.NullValue']);

/** The only number that these messages have is a double. */
function withDoubles(value: JsonValue): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withDoubles);
  if (!isObject(value)) return value;
  return Object.assign(
    emptyObject(),
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withDoubles(item)])),
  );
}

/** RFC 3339 in UTC, with 0, 3, 6 or 9 fraction digits. */
function readTimestamp(value: JsonValue): JsonValue | undefined {
  const match = typeof value === 'string' ? NANOS.exec(value) : null;
  if (!match) return undefined;
  const [, date, time, fraction = '', zone = ''] = match;
  const seconds = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  // Date.parse rolls some impossible days over to the next month.
  if (Number.isNaN(seconds) || new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) !== date)
    return undefined;
  const shown = fraction === '' ? '' : `.${fraction.padEnd(Math.ceil(fraction.length / 3) * 3, '0')}`;
  return `${new Date(seconds).toISOString().slice(0, 19)}${shown}Z`;
}

/** Paths with commas between them; Google takes camelCase and snake_case and answers in camelCase. */
function readFieldMask(value: JsonValue): JsonValue | undefined {
  if (typeof value !== 'string') return undefined;
  const paths = value === '' ? [] : value.split(',').map((path) => path.trim());
  if (!paths.every((path) => path === '*' || FIELD_PATH.test(path))) return undefined;
  return paths.map((path) => path.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase())).join(',');
}
