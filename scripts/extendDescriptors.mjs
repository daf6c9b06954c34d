// Google's descriptors lag behind its services: src/sandbox/google/extensions.json adds what they lack.

/**
 * Adds messages, enums and fields to a protobufjs JSON root, in place. A field's `oneof` names the oneof that it joins.
 * @param {any} root
 * @param {Readonly<Record<string, {fields?: object, values?: object}>>} extensions by full name
 */
export function extendDescriptors(root, extensions) {
  for (const [fullName, extension] of Object.entries(extensions)) {
    const steps = fullName.split('.');
    const name = steps.pop() ?? '';
    const { nested } = steps.reduce((at, step) => at.nested[step], root);
    nested[name] ??= extension.values ? { values: {} } : { fields: {} };
    Object.assign(nested[name].values ?? {}, extension.values);
    for (const [field, json] of Object.entries(extension.fields ?? {})) addField(nested[name], field, json);
  }
  return root;
}

function addField(type, name, { oneof, ...json }) {
  // As soon as Google ships the field, its own descriptor counts.
  if (type.fields[name]) return;
  type.fields[name] = json;
  if (oneof !== undefined) type.oneofs[oneof].oneof.push(name);
}
