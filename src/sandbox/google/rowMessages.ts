// The messages of a training row. Google reads a row by none of its published versions alone: v1 lacks fields of
// v1beta1 and the other way round, and its client library has more than both. Requests are read by their own version.
import vertexAi from 'descriptors:vertexAi';
import { Root, type Type } from 'protobufjs/light';
import newest from './newestFields.json';

/** A message, an enum or a namespace in protobufjs's JSON. */
interface Node {
  fields?: Record<string, object>;
  oneofs?: Record<string, { oneof: string[] }>;
  values?: Record<string, number>;
  nested?: Record<string, Node>;
}

const PACKAGE = 'google.cloud.aiplatform';
let rows: Root | undefined;

/** @param name without the version: `GenerateContentRequest` */
export function findRowMessage(name: string): Type {
  rows ??= Root.fromJSON(unite(vertexAi as Node) as object);
  return rows.lookupType(`${PACKAGE}.v1.${name}`);
}

function unite(published: Node): Node {
  const oneVersion = JSON.stringify(published).replaceAll(`.${PACKAGE}.v1beta1.`, `.${PACKAGE}.v1.`);
  const root = JSON.parse(oneVersion) as Node;
  const versions = nodeAt(root, PACKAGE);
  const v1 = nodeAt(versions, 'v1');
  merge(v1, nodeAt(versions, 'v1beta1'));
  versions.nested = { v1 };
  for (const [name, fields] of Object.entries(newest.fields)) {
    const message = nodeAt(v1, name);
    for (const [field, type] of Object.entries(fields)) addField(message, field, { type });
  }
  return root;
}

function nodeAt(from: Node, name: string): Node {
  let found = from;
  for (const step of name.split('.')) {
    const next = found.nested?.[step];
    if (!next) throw new Error(`The descriptors have no ${name}`);
    found = next;
  }
  return found;
}

/** Adds to `own` what the same node of another version has besides. */
function merge(own: Node, other: Node): void {
  for (const [name, field] of Object.entries(other.fields ?? {})) addField(own, name, field);
  for (const [name, { oneof }] of Object.entries(other.oneofs ?? {})) {
    own.oneofs ??= {};
    own.oneofs[name] = { oneof: [...new Set([...(own.oneofs[name]?.oneof ?? []), ...oneof])] };
  }
  if (own.values) own.values = { ...other.values, ...own.values };
  for (const [name, more] of Object.entries(other.nested ?? {})) {
    own.nested ??= {};
    const known = own.nested[name];
    if (known) merge(known, more);
    else own.nested[name] = more;
  }
}

/** The numbers are made up: only JSON is read. */
function addField(message: Node, name: string, field: object): void {
  message.fields ??= {};
  if (name in message.fields) return;
  message.fields[name] = { ...field, id: 10_000 + Object.keys(message.fields).length };
}
