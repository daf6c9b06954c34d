import type { JsonValue } from './json';

/** The value in proto3 JSON's canonical form, or undefined when it is none of this type. */
type ReadScalar = (value: JsonValue) => JsonValue | undefined;

const INT32 = [-(2n ** 31n), 2n ** 31n - 1n] as const;
const UINT32 = [0n, 2n ** 32n - 1n] as const;
const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const UINT64 = [0n, 2n ** 64n - 1n] as const;
const MAX_FLOAT = 3.4028234663852886e38;
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** By protobuf's type name. 64-bit integers are decimal strings, 32-bit ones numbers, bytes base64. */
export const SCALARS: Readonly<Record<string, ReadScalar>> = {
  string: (value) => (typeof value === 'string' && !LONE_SURROGATE.test(value) ? value : undefined),
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  bytes: readBytes,
  double: (value) => readReal(value, Number.MAX_VALUE),
  float: readFloat,
  int32: (value) => readInteger(value, INT32, Number),
  sint32: (value) => readInteger(value, INT32, Number),
  sfixed32: (value) => readInteger(value, INT32, Number),
  uint32: (value) => readInteger(value, UINT32, Number),
  fixed32: (value) => readInteger(value, UINT32, Number),
  int64: (value) => readInteger(value, INT64, String),
  sint64: (value) => readInteger(value, INT64, String),
  sfixed64: (value) => readInteger(value, INT64, String),
  uint64: (value) => readInteger(value, UINT64, String),
  fixed64: (value) => readInteger(value, UINT64, String),
};

function readInteger(
  value: JsonValue,
  [least, most]: readonly [bigint, bigint],
  form: (integer: bigint) => number | string,
): JsonValue | undefined {
  const integer = toInteger(value);
  return integer !== undefined && integer >= least && integer <= most ? form(integer) : undefined;
}

function toInteger(value: JsonValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && /^-?(?:0|[1-9]\d*)$/.test(value) ? BigInt(value) : undefined;
}

function readReal(value: JsonValue, most: number): JsonValue | undefined {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return value;
  const real = toReal(value);
  return real !== undefined && Math.abs(real) <= most ? real : undefined;
}

/** The shortest decimal that means the same 32-bit float: 1.402067 and not 1.4020669460296631. */
function readFloat(value: JsonValue): JsonValue | undefined {
  const real = readReal(value, MAX_FLOAT);
  if (typeof real !== 'number') return real;
  const float = Math.fround(real);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(9));
}

function toReal(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)
    ? Number(value)
    : undefined;
}

function readBytes(value: JsonValue): JsonValue | undefined {
  if (typeof value !== 'string') return undefined;
  const standard = value
    .replace(/-/g, '+')
    .replace(/_/g, '/')
    .replace(/(?<!=)=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(standard) || standard.length % 4 === 1) return undefined;
  return Buffer.from(standard, 'base64').toString('base64');
}
