import * as l10n from '@vscode/l10n';
import { removeWithComma } from '../checking/edits';
import type { ExampleRule } from '../checking/rule';
import { keysAt } from '../checking/schemaErrors';
import type { ExampleLine } from '../example/exampleLine';
import { isObject, type JsonPath } from '../json/value';

/** Of a generateContent request, what does not belong to what is learned. */
const KEYS = [
  'model',
  'toolConfig',
  'tool_config',
  'safetySettings',
  'safety_settings',
  'cachedContent',
  'cached_content',
  'modelArmorConfig',
  'model_armor_config',
];
const SETTINGS = ['generationConfig', 'generation_config'];
/** The one setting that tuning reads (Google Cloud, video tuning). */
const READ = ['mediaResolution', 'media_resolution'];

export const requestOnly: ExampleRule = {
  id: 'request-only',
  kind: 'schema',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Request setting in a training example'),
  description: l10n.t(
    'Google accepts the keys of a request in an example, but only the conversation, the tools, and `mediaResolution` have an effect in training. Put settings such as `temperature`, `thinkingConfig`, or `toolConfig` in the request to the tuned model.',
  ),
  check(line, report) {
    for (const path of requestKeys(line))
      report(
        line.keyRangeOf(path),
        l10n.t('"{0}" controls requests, not training. It\'s ignored in training data.', path.join('.')),
      );
  },
  fix(problem, { exampleAt }) {
    const line = exampleAt(problem.line);
    const path =
      line && requestKeys(line).find((each) => line.keyRangeOf(each).start === problem.range.start);
    if (!line || !path) return undefined;
    const settings = line.value[String(path[0])];
    const isOnlyOne = path.length > 1 && isObject(settings) && Object.keys(settings).length === 1;
    const range = line.memberRangeOf(isOnlyOne ? path.slice(0, 1) : path);
    const edits = [removeWithComma(line.text, problem.line, range)];
    return { title: l10n.t('Remove "{0}"', String(path.at(-1))), edits, asksPerson: true };
  },
};

function requestKeys({ format, value }: ExampleLine): JsonPath[] {
  if (format.id !== 'vertexContents') return [];
  const found: JsonPath[] = KEYS.filter((key) => key in value).map((key) => [key]);
  for (const key of SETTINGS) {
    const settings = value[key];
    if (!isObject(settings)) continue;
    const known = keysAt(format.schema, [key]);
    for (const name of Object.keys(settings))
      if (!READ.includes(name) && known.includes(name)) found.push([key, name]);
  }
  return found;
}
