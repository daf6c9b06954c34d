import * as l10n from '@vscode/l10n';
import { replaceOnLine } from '../checking/edits';
import type { ExampleRule } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { isObject, type JsonPath, type JsonValue } from '../json/value';

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object']);
/** Google's `Schema` stands under these keys; the last two hold JSON Schema, which has small letters. */
const SCHEMAS = new Set(['parameters', 'response', 'responseSchema', 'response_schema']);

export const schemaTypes: ExampleRule = {
  id: 'schema-types',
  kind: 'style',
  severity: 'hint',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Schema types are in lowercase'),
  description: l10n.t(
    "Google's `Schema` has types such as `OBJECT` and `STRING`. JSON Schema writes them in lowercase. Google's own samples use both, and both are accepted.",
  ),
  check(line, report) {
    const [first] = smallTypes(line);
    if (first)
      report(
        line.rangeOf(first.path),
        l10n.t('Google\'s name of this type is "{0}". Both are accepted.', first.type.toUpperCase()),
      );
  },
  fix({ line: at }, lines) {
    const line = lines.exampleAt(at);
    if (!line) return undefined;
    const edits = smallTypes(line).map(({ path, type }) =>
      replaceOnLine(at, line.rangeOf(path), JSON.stringify(type.toUpperCase())),
    );
    return { title: l10n.t('Convert the types on this line to uppercase'), edits };
  },
};

function smallTypes({ format, value }: ExampleLine): { path: JsonPath; type: string }[] {
  if (format.family !== 'vertex_contents') return [];
  const found: { path: JsonPath; type: string }[] = [];
  for (const key of ['tools', 'generationConfig', 'generation_config']) find(value[key], [key], false, found);
  return found;
}

function find(
  value: JsonValue | undefined,
  path: JsonPath,
  inSchema: boolean,
  found: { path: JsonPath; type: string }[],
): void {
  if (Array.isArray(value))
    for (const [i, each] of value.entries()) find(each, [...path, i], inSchema, found);
  if (!isObject(value)) return;
  const isProperties = inSchema && path.at(-1) === 'properties';
  for (const [key, each] of Object.entries(value)) {
    const at = [...path, key];
    if (isProperties) find(each, at, true, found);
    else if (inSchema && key === 'type' && typeof each === 'string' && TYPES.has(each))
      found.push({ path: at, type: each });
    else if (!inSchema || ['properties', 'items', 'anyOf', 'any_of'].includes(key))
      find(each, at, inSchema || SCHEMAS.has(key), found);
  }
}
