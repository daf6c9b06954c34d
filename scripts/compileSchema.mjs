// Compiles one JSON Schema file to the source of a standalone validator (an ES module with the validator as its
// default export and the schema itself as `schema`).
import { readFile } from 'node:fs/promises';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { deriveSchema } from './deriveSchema.mjs';

/** By the text of the file: each bundle asks for the same. */
const compiled = new Map();

/** @param {string} file path of a `*.schema.json`; throws when the schema itself is wrong */
export async function compileSchema(file) {
  const text = await readFile(file, 'utf8');
  if (!compiled.has(text)) compiled.set(text, compile(text));
  return compiled.get(text);
}

async function compile(text) {
  const schema = await deriveSchema(JSON.parse(text));
  const ajv = new Ajv.default({
    allErrors: true,
    allowUnionTypes: true,
    verbose: false,
    inlineRefs: false, // each message of Google's once: half the code to load
    code: { source: true, esm: true, optimize: true },
  });
  const code = inLinearTime(standaloneCode.default(ajv, ajv.compile(schema)));
  return `${code}\nexport const schema = ${JSON.stringify(schema)};\n`;
}

/**
 * Ajv copies all errors found so far for each value that breaks a `$ref`: of 70,000 turns with a mistake each that are
 * billions of copies. Each list of errors belongs to one call, so that what is found can be added to it as well.
 * @param {string} code
 */
function inLinearTime(code) {
  const copying = /vErrors = vErrors === null \? ([\w.]+)\.errors : vErrors\.concat\(\1\.errors\);/g;
  const adding = code.replace(copying, 'vErrors = withMore(vErrors, $1.errors);');
  if (adding.includes('.concat(')) throw new Error('Ajv joins errors in a way that is not known here.');
  return `${adding}\nfunction withMore(all, more) { if (all === null) return more; for (const error of more) all.push(error); return all; }`;
}
