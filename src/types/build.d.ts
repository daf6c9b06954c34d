// Modules that esbuild makes while it bundles (see esbuild.mjs).

/** A JSON Schema file compiled by ajv into a function, so that nothing generates code at run time. */
declare module 'validator:*' {
  import type { ValidateFunction } from 'ajv';

  const validate: ValidateFunction;
  export default validate;
  /** The schema itself, references to Google's messages filled in. */
  export const schema: { [key: string]: import('../dataset/json/value').JsonValue };
}

/** Google's protobuf descriptors, pruned to the services of one package (a protobufjs JSON root). */
declare module 'descriptors:*' {
  import type { INamespace } from 'protobufjs';

  const root: INamespace;
  export default root;
}
