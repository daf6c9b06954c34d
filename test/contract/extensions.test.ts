import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import extensions from '../../src/sandbox/google/extensions.json';

/** Where the names come from: `PreferenceOptimizationSpec` of an extension is `@google/genai`'s interface of that name. */
const TYPES = readFileSync(path.resolve('node_modules/@google/genai/dist/genai.d.ts'), 'utf8').replaceAll(
  '\r\n',
  '\n',
);
/** How the JSON form of a field's type is written in TypeScript. */
const SCALARS: Readonly<Record<string, string>> = {
  int64: 'string',
  double: 'number',
  int32: 'number',
  float: 'number',
  bool: 'boolean',
  string: 'string',
};

describe("extensions of Google's descriptors", () => {
  for (const [fullName, extension] of Object.entries(extensions.vertexAi)) {
    const name = fullName.slice(fullName.lastIndexOf('.') + 1);

    it(`${name} is as in @google/genai`, () => {
      if ('values' in extension) {
        const members = Object.keys(extension.values);
        assert.deepEqual(
          members,
          [...bodyOf('enum', name).matchAll(/^ {4}(\w+) = "/gm)].map(([, member]) => member),
        );
        return;
      }
      const declared = new Map(
        [...bodyOf('interface', name).matchAll(/^ {4}(\w+)\?: (.+);$/gm)].map(([, field = '', type]) => [
          field,
          type,
        ]),
      );
      for (const [field, { type, ...rest }] of Object.entries<{ type: string; rule?: string }>(
        extension.fields,
      )) {
        const single = SCALARS[type] ?? type.slice(type.lastIndexOf('.') + 1);
        assert.equal(declared.get(field), rest.rule === 'repeated' ? `${single}[]` : single, field);
      }
      // What is all our own to describe must be complete; TuningJob and TuningDataStats only gain fields.
      if (['TuningJob', 'TuningDataStats'].includes(name)) return;
      assert.deepEqual(Object.keys(extension.fields).sort(), [...declared.keys()].sort());
    });
  }
});

/** Some messages are classes there, which have methods besides. */
function bodyOf(kind: 'enum' | 'interface', name: string): string {
  const found = [kind, 'class'].flatMap((one) => {
    const start = `export declare ${one} ${name} {\n`;
    const at = TYPES.indexOf(start);
    return at < 0 ? [] : [TYPES.slice(at + start.length, TYPES.indexOf('\n}\n', at + start.length - 1))];
  });
  return found[0] ?? assert.fail(`@google/genai has no ${kind} ${name}`);
}
