// JSON Schema of Google's messages, from the descriptors in Google's npm packages, so that our schemas are
// as complete as the services. `{"$ref": "proto:google.cloud.aiplatform.v1beta1.Content"}` in a schema file
// becomes a definition; messages that it reaches come with it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const PACKAGES = {
  'google.cloud.aiplatform': '@google-cloud/aiplatform',
  'google.ai.generativelanguage': '@google-ai/generativelanguage',
};

/** How the JSON mapping of protobuf writes well-known messages. */
const WELL_KNOWN = {
  '.google.protobuf.Struct': { type: 'object' },
  '.google.protobuf.Value': {},
  '.google.protobuf.ListValue': { type: 'array' },
  '.google.protobuf.Timestamp': { type: 'string' },
  '.google.protobuf.Duration': { type: 'string' },
  '.google.protobuf.FieldMask': { type: 'string' },
};

const SCALARS = {
  string: { type: 'string' },
  bytes: { type: 'string' },
  bool: { type: 'boolean' },
  float: { type: 'number' },
  double: { type: 'number' },
};

const loaded = new Map();

async function load(fullName) {
  const prefix = Object.keys(PACKAGES).find((name) => fullName.startsWith(`${name}.`));
  if (!prefix) throw new Error(`No package is known for ${fullName}`);
  if (!loaded.has(prefix)) {
    const file = path.join(root, 'node_modules', PACKAGES[prefix], 'build/protos/protos.json');
    const json = JSON.parse(await readFile(file, 'utf8'));
    loaded.set(prefix, protobuf.Root.fromJSON(json).resolveAll());
  }
  return loaded.get(prefix).lookupType(fullName);
}

/** @param {object} schema may hold `proto:` references; returns a schema that holds none */
export async function deriveSchema(schema) {
  const definitions = {};
  const refs = new Set();
  const local = JSON.parse(
    JSON.stringify(schema, (key, value) => {
      if (key !== '$ref' || !value.startsWith('proto:')) return value;
      refs.add(value.slice('proto:'.length));
      return `#/definitions/${value.slice('proto:'.length)}`;
    }),
  );
  for (const name of refs) define(await load(name), definitions);
  if (refs.size === 0) return local;
  return { ...local, definitions: { ...local.definitions, ...definitions } };
}

function define(type, definitions) {
  const name = type.fullName.slice(1);
  if (name in definitions) return;
  const definition = { type: 'object', additionalProperties: false, properties: {} };
  definitions[name] = definition;
  const required = [];
  for (const field of type.fieldsArray) {
    const schema = fieldSchema(field, definitions);
    const camel = protobuf.util.camelCase(field.name);
    const snake = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    definition.properties[camel] = schema;
    if (snake !== camel) definition.properties[snake] = schema;
    else if (field.options?.['(google.api.field_behavior)'] === 'REQUIRED') required.push(camel);
  }
  if (required.length > 0) definition.required = required;
}

function fieldSchema(field, definitions) {
  const single = typeSchema(field, definitions);
  if (field.map) return { type: 'object', additionalProperties: single };
  return field.repeated ? { type: 'array', items: single } : single;
}

/** Google's samples also write the types of a schema as JSON Schema does: `object` for `OBJECT`. */
function namesOf({ fullName, values }) {
  const names = Object.keys(values);
  const isSchemaType = /^\.google\.cloud\.aiplatform\.\w+\.Type$/.test(fullName);
  return isSchemaType ? [...names, ...names.map((name) => name.toLowerCase())] : names;
}

function typeSchema(field, definitions) {
  const type = field.resolvedType;
  if (!type) return SCALARS[field.type] ?? { type: ['integer', 'string'] }; // int64 may be either
  if (type instanceof protobuf.Enum) return { enum: [...namesOf(type), ...Object.values(type.values)] };
  if (WELL_KNOWN[type.fullName]) return WELL_KNOWN[type.fullName];
  define(type, definitions);
  return { $ref: `#/definitions/${type.fullName.slice(1)}` };
}
