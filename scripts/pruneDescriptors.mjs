// Google's npm packages ship descriptors of everything they offer (4 MB for Vertex AI). This keeps what is
// reachable from the methods that the sandbox serves (src/sandbox/google/services.json).
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { extendDescriptors } from './extendDescriptors.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const KEPT_FIELD_OPTIONS = ['proto3_optional', 'json_name'];
const BEHAVIOR = '(google.api.field_behavior)';
const HTTP = '(google.api.http)';

/**
 * A protobufjs JSON root with the services of `name` ('geminiApi' | 'vertexAi') and each message and enum they reach.
 * Method options: `http`, a list of google.api.HttpRule. Field options: `behavior`, every google.api.FieldBehavior.
 */
export async function pruneDescriptors(name) {
  const services = await readData('services.json');
  const extensions = await readData('extensions.json');
  const served = services[name];
  if (!served) throw new Error(`No served services named "${name}" in services.json`);
  const protos = path.join(root, 'node_modules', served.package, 'build/protos');
  const published = JSON.parse(await readFile(path.join(protos, 'protos.json'), 'utf8'));
  const full = protobuf.Root.fromJSON(extendDescriptors(published, extensions[name]));
  full.resolveAll();

  const kept = new Map();
  const out = { nested: {} };
  for (const [serviceName, methods] of Object.entries(served.methods)) {
    const service = full.lookupService(serviceName);
    const json = { methods: {} };
    for (const methodName of methods) {
      const method = service.methods[methodName];
      if (!method) throw new Error(`${serviceName} has no method ${methodName}`);
      reach(method.resolvedRequestType, kept);
      reach(method.resolvedResponseType, kept);
      json.methods[methodName] = {
        requestType: method.resolvedRequestType.fullName,
        responseType: method.resolvedResponseType.fullName,
        ...(method.responseStream ? { responseStream: true } : {}),
        options: { http: httpRules(method, served.bindings[`${serviceName}.${methodName}`]) },
      };
    }
    place(out, serviceName, json);
  }
  for (const message of served.messages) reach(full.lookupType(message), kept);

  const behaviors = await readBehaviors(protos, [...kept.values()]);
  for (const [fullName, type] of kept) place(out, fullName.slice(1), bare(type, behaviors));
  return out;
}

async function readData(file) {
  return JSON.parse(await readFile(path.join(root, 'src/sandbox/google', file), 'utf8'));
}

function reach(type, kept) {
  if (kept.has(type.fullName)) return;
  kept.set(type.fullName, type);
  if (!(type instanceof protobuf.Type)) return;
  for (const field of type.fieldsArray) if (field.resolvedType) reach(field.resolvedType, kept);
}

/** parsedOptions hold every binding; plain options only the last. Mixed-in services have none: services.json has theirs. */
function httpRules(method, extra = []) {
  if (extra.length > 0) return extra;
  const rule = method.parsedOptions?.find((option) => option[HTTP])?.[HTTP];
  if (!rule) throw new Error(`${method.fullName} has no HTTP route`);
  const { additional_bindings: more = [], ...first } = rule;
  return [first, ...[more].flat()];
}

/** A message or enum without what hangs below it and without options that nobody reads. */
function bare(type, behaviors) {
  if (!(type instanceof protobuf.Type)) return { values: type.values };
  const json = type.toJSON();
  const fields = {};
  for (const [name, { options = {}, ...field }] of Object.entries(json.fields ?? {})) {
    const resolved = type.fields[name].resolvedType;
    const kept = Object.fromEntries(
      KEPT_FIELD_OPTIONS.filter((o) => o in options).map((o) => [o, options[o]]),
    );
    const behavior =
      behaviors.get(`${type.fullName}.${name}`) ?? (options[BEHAVIOR] ? [options[BEHAVIOR]] : []);
    if (behavior.some((b) => b !== 'OPTIONAL')) kept.behavior = behavior;
    fields[name] = {
      ...field,
      type: resolved ? resolved.fullName : field.type,
      ...(Object.keys(kept).length > 0 ? { options: kept } : {}),
    };
  }
  return { ...(json.oneofs ? { oneofs: json.oneofs } : {}), fields };
}

/**
 * protos.json keeps one field behaviour of each field, the .proto files all of them
 * (`training_data` is required, immutable and input only): read them there.
 */
async function readBehaviors(protos, types) {
  const folders = new Set(
    types.map((type) =>
      type.fullName
        .slice(1)
        .split('.')
        .filter((s) => /^[a-z]/.test(s))
        .join('/'),
    ),
  );
  const behaviors = new Map();
  for (const folder of folders) {
    if (!existsSync(path.join(protos, folder))) continue;
    for (const file of await readdir(path.join(protos, folder))) {
      if (!file.endsWith('.proto')) continue;
      collect(protobuf.parse(await readFile(path.join(protos, folder, file), 'utf8')).root, behaviors);
    }
  }
  return behaviors;
}

function collect(namespace, behaviors) {
  for (const field of namespace.fieldsArray ?? []) {
    const all = (field.parsedOptions ?? []).flatMap((option) => option[BEHAVIOR] ?? []);
    if (all.length > 0) behaviors.set(`${namespace.fullName}.${field.name}`, all);
  }
  for (const nested of namespace.nestedArray ?? []) collect(nested, behaviors);
}

function place(out, fullName, json) {
  let at = out;
  const steps = fullName.split('.');
  const last = steps.pop();
  for (const step of steps) {
    at.nested ??= {};
    at = at.nested[step] ??= {};
  }
  at.nested ??= {};
  at.nested[last] = { ...at.nested[last], ...json };
}
