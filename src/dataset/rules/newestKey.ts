import * as l10n from '@vscode/l10n';
import type { ExampleRule } from '../checking/rule';
import { followReference } from '../checking/schemaErrors';
import type { ExampleLine } from '../example/exampleLine';
import { isObject, type JsonPath, type JsonValue } from '../json/value';

export const newestKey: ExampleRule = {
  id: 'newest-key',
  kind: 'schema',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t("Key that only Google's newest client library has"),
  description: l10n.t(
    'The key is in the types of `@google/genai`, but in no published version of the service. Whether tuning supports it is unknown.',
  ),
  check(line, report) {
    if (line.format.family !== 'vertex_contents' && line.format.family !== 'preference') return;
    for (const path of newestKeys(line))
      report(
        line.keyRangeOf(path),
        l10n.t(
          'Only Google\'s newest client library includes "{0}". Tuning might not support it.',
          String(path.at(-1)),
        ),
      );
  },
};

/** See NEWEST in scripts/deriveSchema.mjs. What only a request takes has a rule of its own. */
function newestKeys({ format, value }: ExampleLine): JsonPath[] {
  const found: JsonPath[] = [];
  const visit = (at: JsonValue, schema: JsonValue | undefined, path: JsonPath): void => {
    const own = followReference(format.schema, schema);
    if (own === undefined) return;
    if (Array.isArray(at)) for (const [index, each] of at.entries()) visit(each, own.items, [...path, index]);
    if (!isObject(at) || !isObject(own.properties)) return;
    for (const [key, each] of Object.entries(at)) {
      if (path.length === 0 && /^generation_?config$/i.test(key)) continue;
      const member = Object.hasOwn(own.properties, key) ? own.properties[key] : undefined;
      if (isObject(member) && member.$comment === 'newest') found.push([...path, key]);
      else visit(each, member, [...path, key]);
    }
  };
  visit(value, format.schema, []);
  return found;
}
