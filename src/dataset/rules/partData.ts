import * as l10n from '@vscode/l10n';
import { allOf } from '../../base/numbers';
import type { ExampleRule, Report } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { isObject, type JsonPath, type JsonValue } from '../json/value';

/** The members of `Part.data` (google.cloud.aiplatform.v1.Part, and of @google/genai's), of which a part has exactly one. */
const KINDS = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
  'audioTranscription',
];

export const partData: ExampleRule = {
  id: 'part-data',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Part must contain exactly one kind of data'),
  description: l10n.t(
    'A part must contain exactly one kind of data: text, a file, inline data, a function call, or a function response. Use several parts for several kinds of data.',
  ),
  check(line, report) {
    const { value } = line;
    const misspelt = placesOf(line);
    for (const key of ['systemInstruction', 'system_instruction'])
      checkContent(line, misspelt, value[key], [key], report);
    each(value.contents, ['contents'], (content, path) =>
      checkContent(line, misspelt, content, path, report),
    );
    each(value.completions, ['completions'], (completion, path) => {
      if (isObject(completion))
        checkContent(line, misspelt, completion.completion, [...path, 'completion'], report);
    });
  },
};

/** The parts with an unknown key: a misspelt kind of data, which has a problem of its own. */
function placesOf(line: ExampleLine): ReadonlySet<string> {
  const keys = line.schemaErrors.filter((error) => error.at === 'key');
  return new Set(keys.map((error) => JSON.stringify(error.path.slice(0, -1))));
}

function checkContent(
  line: ExampleLine,
  misspelt: ReadonlySet<string>,
  content: JsonValue | undefined,
  path: JsonPath,
  report: Report,
): void {
  if (!isObject(content)) return;
  if (Array.isArray(content.parts) && content.parts.length === 0) {
    report(line.rangeOf([...path, 'parts']), l10n.t('This turn has no parts.'));
  }
  each(content.parts, [...path, 'parts'], (part, at) => {
    if (!isObject(part)) return;
    const held = Object.keys(part).filter((key) => KINDS.includes(camelCase(key)));
    if (held.length > 1) report(line.rangeOf(at), l10n.t("A part can't contain both {0}.", allOf(held)));
    if (held.length === 0 && !misspelt.has(JSON.stringify(at)))
      report(
        line.rangeOf(at),
        l10n.t('This part is empty. Add text, a file, a function call, or a function response.'),
      );
  });
}

function each(
  list: JsonValue | undefined,
  path: JsonPath,
  visit: (value: JsonValue, path: JsonPath) => void,
): void {
  if (Array.isArray(list)) for (const [index, value] of list.entries()) visit(value, [...path, index]);
}

function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
