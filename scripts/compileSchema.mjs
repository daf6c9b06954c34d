// Compiles one JSON Schema file to the source of a standalone validator (an ES module with a default export).
import { readFile } from 'node:fs/promises';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

/** @param {string} file path of a `*.schema.json`; throws when the schema itself is wrong */
export async function compileSchema(file) {
  const ajv = new Ajv.default({
    allErrors: true,
    verbose: false,
    code: { source: true, esm: true, optimize: true },
  });
  return standaloneCode.default(ajv, ajv.compile(JSON.parse(await readFile(file, 'utf8'))));
}
