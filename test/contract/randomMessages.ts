import fc from 'fast-check';
import protobuf from 'protobufjs';

/** Values that mean something somewhere, so that random requests get past the first checks. */
const WORDS = [
  ...['models/gemini-1.0-pro-001', 'tunedModels/none', 'gemini-2.5-flash', 'user', 'model', 'a', '', '5'],
  ...[
    'gs://b/x.jsonl',
    'gs://cloud-samples-data/ai-platform/generative_ai/gemini-2_0/text/sft_train_data.jsonl',
    'readers:me',
  ],
  ...['projects/p/locations/us-central1/models/1@1', 'state="JOB_STATE_RUNNING"', 'displayName', '*'],
];
const INTEGER = /^(u|s)?(int|fixed)/;
const scalar = fc.oneof(
  fc.constantFrom(...WORDS, '\ud800'),
  fc.string(),
  fc.integer({ min: -5, max: 50 }),
  fc.double(),
  fc.boolean(),
  // Beyond 2^53: readers that keep all digits have a type of their own for it.
  fc.constantFrom(null, 2 ** 60),
);

/** Any JSON at all. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('__proto__', 'constructor', '@type', 'text'), fc.string()),
      tie('json'),
      {
        maxKeys: 4,
      },
    ),
  ),
})).json;

const WELL_KNOWN: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  '.google.protobuf.Timestamp': fc.constant('2024-03-14T15:11:23.766989274Z'),
  '.google.protobuf.Duration': fc.constant('1.5s'),
  '.google.protobuf.FieldMask': fc.constant('displayName'),
  '.google.protobuf.Struct': fc.dictionary(fc.string(), anyJson, { maxKeys: 2 }),
  '.google.protobuf.Value': anyJson,
};

/**
 * JSON of a message as its descriptor allows it: the required fields and a few others.
 * @param isWild some values are of another kind than they should be, and some fields unknown
 */
export function randomMessage(type: protobuf.Type, isWild: boolean, depth = 7): fc.Arbitrary<object> {
  const fields = depth > 0 ? type.fieldsArray : [];
  const required = fields.filter((field) => field.options?.behavior?.includes('REQUIRED'));
  const some = fc.subarray([...fields], { maxLength: Math.min(4, fields.length) });
  // Chosen first and filled in later: all fields of all messages at once would be too many.
  return fc.tuple(some, fc.nat(8), fc.nat(30)).chain(([chosen, forgotten, unknown]) => {
    const present = [...chosen, ...required.filter((_, i) => !isWild || i !== forgotten)];
    // One of each oneof: the last one wins.
    const byOneof = new Map(present.map((field) => [field.partOf?.name ?? field.name, field]));
    return fc.record({
      ...Object.fromEntries(
        [...byOneof.values()].map((field) => [field.name, randomField(field, isWild, depth - 1)]),
      ),
      ...(isWild && unknown === 0 ? { notAField: anyJson } : {}),
    });
  });
}

function randomField(field: protobuf.Field, isWild: boolean, depth: number): fc.Arbitrary<unknown> {
  const right = randomSingle(field, isWild, depth);
  const single = isWild
    ? fc.oneof({ weight: 20, arbitrary: right }, { weight: 1, arbitrary: anyJson })
    : right;
  if (field.map) return fc.dictionary(fc.constantFrom('a', 'b', 'team'), single, { maxKeys: 3 });
  return field.repeated ? fc.array(single, { maxLength: 3 }) : single;
}

function randomSingle(field: protobuf.Field, isWild: boolean, depth: number): fc.Arbitrary<unknown> {
  const type = field.resolve().resolvedType;
  if (type instanceof protobuf.Type) return WELL_KNOWN[type.fullName] ?? randomMessage(type, isWild, depth);
  if (type instanceof protobuf.Enum)
    return fc.constantFrom(...Object.keys(type.values), ...Object.values(type.values));
  if (field.type === 'bool') return fc.boolean();
  if (field.type === 'string') return fc.oneof(fc.constantFrom(...WORDS), fc.string());
  if (INTEGER.test(field.type)) return fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer().map(String));
  if (field.type === 'bytes') return fc.base64String();
  return fc.oneof(fc.double({ min: 0, max: 2, noNaN: true }), fc.constantFrom('NaN', 'Infinity', 0, -1));
}
