// Compiles one JSON Schema file to the source of a standalone validator (an ES module with the validator as its
// default export and the schema itself as `schema`).
import { readFile } from 'node:fs/promises';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { deriveSchema } from './deriveSchema.mjs';

/** @param {string} file path of a `*.schema.json`; throws when the schema itself is wrong */
export async function compileSchema(file) {
  const schema = await deriveSchema(JSON.parse(await readFile(file, 'utf8')));
  const ajv = new Ajv.default({
    allErrors: true,
    allowUnionTypes: true,
    verbose: false,
    code: { source: true, esm: true, optimize: true },
  });
  const code = standaloneCode.default(ajv, ajv.compile(schema));
  return `${code}\nexport const schema = ${JSON.stringify(schema)};\n`;
}
