// JSON Schema of Google's messages, so that our schemas are as complete as the services: the union of what v1, v1beta1
// and Google's newest client library know, for each lags behind another. `{"$ref": "google:Content"}` in a schema file
// becomes a definition; messages that it reaches come with it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { readClientTypes } from './clientTypes.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const VERSIONS = ['google.cloud.aiplatform.v1', 'google.cloud.aiplatform.v1beta1'];
/** Marks what only the client library has: whether a service takes it in a row is not known. */
const NEWEST = { $comment: 'newest' };

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

let loaded;

async function load() {
  if (!loaded) {
    const file = path.join(root, 'node_modules/@google-cloud/aiplatform/build/protos/protos.json');
    const protos = protobuf.Root.fromJSON(JSON.parse(await readFile(file, 'utf8'))).resolveAll();
    loaded = { protos, client: await readClientTypes(root) };
  }
  return loaded;
}

/** @param {object} schema may hold `google:` references; returns a schema that holds none */
export async function deriveSchema(schema) {
  const names = new Set();
  const local = JSON.parse(
    JSON.stringify(schema, (key, value) => {
      if (key !== '$ref' || !value.startsWith('google:')) return value;
      names.add(value.slice('google:'.length));
      return `#/definitions/${value.slice('google:'.length)}`;
    }),
  );
  if (names.size === 0) return local;
  const { protos, client } = await load();
  const union = new Union(client);
  for (const name of names) {
    const types = VERSIONS.map((version) => protos.lookupTypeOrEnum(`${version}.${name}`));
    union.reference(types, name);
  }
  return { ...local, definitions: { ...local.definitions, ...union.definitions } };
}

class Union {
  definitions = {};

  constructor(client) {
    this.client = client;
  }

  /** @param {protobuf.Type[]} types one message in some versions; `clientName`: what the client calls it */
  reference(types, clientName) {
    const name = nameOf(types[0]);
    if (!(name in this.definitions)) this.#define(name, types, this.client.members(clientName));
    return { $ref: `#/definitions/${name}` };
  }

  #define(name, types, clientMembers) {
    const definition = { type: 'object', additionalProperties: false, properties: {} };
    this.definitions[name] = definition;
    const required = [];
    const members = new Map();
    for (const field of types.flatMap((type) => type.fieldsArray)) {
      const camel = protobuf.util.camelCase(field.name);
      members.set(camel, [...(members.get(camel) ?? []), field]);
    }
    for (const [camel, fields] of members) {
      const isRequired = fields.every((one) => one.options?.['(google.api.field_behavior)'] === 'REQUIRED');
      const both = addMember(definition, camel, this.#field(fields, clientMembers?.get(camel)));
      if (isRequired && !both) required.push(camel);
    }
    for (const [camel, type] of clientMembers ?? [])
      if (!members.has(camel)) addMember(definition, camel, { ...this.#client(type), ...NEWEST });
    if (required.length > 0) definition.required = required;
  }

  #field(fields, clientType) {
    const [field] = fields;
    const single = this.#single(fields, clientType?.replace(/\[\]$/, ''));
    if (field.map) return { type: 'object', additionalProperties: single };
    return field.repeated ? { type: 'array', items: single } : single;
  }

  #single(fields, clientType) {
    const [field] = fields;
    const type = field.resolvedType;
    if (!type) return SCALARS[field.type] ?? { type: ['integer', 'string'] }; // int64 may be either
    if (WELL_KNOWN[type.fullName]) return WELL_KNOWN[type.fullName];
    const types = fields.map((one) => one.resolvedType);
    if (!(type instanceof protobuf.Enum)) return this.reference(types, clientType);
    const names = types.flatMap(namesOf);
    const numbers = types.flatMap(({ values }) => Object.values(values));
    return { enum: [...new Set([...names, ...(this.client.values(clientType) ?? []), ...numbers])] };
  }

  /** What the client library alone has is looked into no further than to its kind. */
  #client(type) {
    if (type.endsWith('[]')) return { type: 'array', items: this.#client(type.slice(0, -2)) };
    if (this.client.values(type)) return { enum: this.client.values(type) };
    if (this.client.members(type) || type.startsWith('Record<')) return { type: 'object' };
    return ['string', 'number', 'boolean'].includes(type) ? { type } : {};
  }
}

/** @returns whether the key may be written in two ways */
function addMember({ properties }, camel, schema) {
  const snake = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  properties[camel] = schema;
  properties[snake] = schema;
  return snake !== camel;
}

function nameOf({ fullName }) {
  return fullName.replace(/^\.(?:google\.cloud\.aiplatform\.\w+\.)?/, '');
}

/** Google's samples also write the types of a schema as JSON Schema does: `object` for `OBJECT`. */
function namesOf(type) {
  const names = Object.keys(type.values);
  return nameOf(type) === 'Type' ? [...names, ...names.map((name) => name.toLowerCase())] : names;
}
