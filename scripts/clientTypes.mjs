// The messages of `@google/genai` as its declarations name them, which are ahead of the published descriptors.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * @param {string} root of the project
 * `members(name)`: the members of an interface, each with its type as TypeScript writes it; `values(name)`: an enum's.
 * Both give undefined for a name that is none.
 */
export async function readClientTypes(root) {
  const file = path.join(root, 'node_modules/@google/genai/dist/genai.d.ts');
  const text = (await readFile(file, 'utf8')).replaceAll('\r\n', '\n').replace(/\/\*[\s\S]*?\*\//g, '');
  const bodies = new Map();
  for (const [, kind, name, body] of text.matchAll(
    /^export declare (interface|class|enum) (\w+)[^{\n]*\{\n([\s\S]*?)^\}/gm,
  ))
    bodies.set(name, { kind, body });
  const members = (name) => {
    const found = bodies.get(name);
    if (!found || found.kind === 'enum') return undefined;
    return new Map([...found.body.matchAll(/^ {4}(\w+)\?: ([^;]+);$/gm)].map(([, key, type]) => [key, type]));
  };
  const values = (name) => {
    const found = bodies.get(name);
    return found?.kind === 'enum'
      ? [...found.body.matchAll(/ = "(\w+)"/g)].map(([, value]) => value)
      : undefined;
  };
  return { members, values };
}
