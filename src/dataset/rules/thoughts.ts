import * as l10n from '@vscode/l10n';
import { removeWithComma, replaceOnLine } from '../checking/edits';
import type { ColumnRange } from '../checking/problem';
import type { ExampleRule, TextEdit } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { isObject, type JsonPath, type JsonValue, valueAt } from '../json/value';

export const thoughts: ExampleRule = {
  id: 'thoughts',
  kind: 'style',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t("Response contains a model's thoughts"),
  description: l10n.t(
    'Thoughts of a reasoning model in a response (`<think>…</think>`, or a part with `"thought": true`) are learned like the rest of it, so the tuned model writes them in its responses. Google recommends prompting tuned models with thinking off or at the minimum.',
  ),
  check(line, report) {
    for (const { range } of found(line))
      report(
        range,
        l10n.t("These are a model's thoughts. The tuned model would learn to write them in its responses."),
      );
  },
  fix(problem, lines) {
    const line = lines.exampleAt(problem.line);
    const own = line && found(line).find(({ range }) => range.start === problem.range.start);
    const edit = own?.remove(problem.line);
    return edit && { title: l10n.t('Remove the thoughts'), edits: [edit] };
  },
};

const TAG = /^\s*<(think|thinking|thoughts?|reasoning|reflection|scratchpad)>/i;

/** Whether a text starts with thoughts: what the quick reader must know (line/quick/textScan.ts). */
export function startsWithThoughts(text: string): boolean {
  return TAG.test(text);
}

interface Thought {
  readonly range: ColumnRange;
  /** Undefined when it cannot be taken away, or nothing would be left. */
  readonly remove: (line: number) => TextEdit | undefined;
}

function found(line: ExampleLine): Thought[] {
  const { outline, value } = line;
  const tagged = outline.fields
    .filter(({ speaker, text }) => speaker === 'model' && startsWithThoughts(text))
    .map(({ path, text }) => inText(line, path, text));
  const { turns, answers = [] } = outline;
  const marked = [...turns, ...answers].flatMap(({ path }) => {
    const turn = valueAt(value, path);
    return isObject(turn)
      ? [...inParts(line, path, turn.parts), ...besideText(line, path, turn.reasoning_content)]
      : [];
  });
  return [...tagged, ...marked];
}

function inText(line: ExampleLine, path: JsonPath, text: string): Thought {
  const name = TAG.exec(text)?.[1] ?? '';
  const close = text.toLowerCase().indexOf(`</${name.toLowerCase()}>`);
  const end = close === -1 ? text.length : close + name.length + 3;
  const rest = text.slice(end);
  const range = line.textRangeOf(path, 0, end + rest.length - rest.trimStart().length);
  return { range, remove: (at) => (rest.trim() === '' ? undefined : replaceOnLine(at, range, '')) };
}

function inParts(line: ExampleLine, path: JsonPath, parts: JsonValue | undefined): Thought[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part, index): Thought[] => {
    if (!isObject(part) || part.thought !== true || typeof part.text !== 'string') return [];
    const list = [...path, 'parts'];
    const remove = (at: number) =>
      parts.length === 1 ? undefined : removeWithComma(line.text, at, line.rangeOf([...list, index]));
    return [{ range: line.rangeOf([...list, index]), remove }];
  });
}

/** `reasoning_content` of a message. */
function besideText(line: ExampleLine, path: JsonPath, text: JsonValue | undefined): Thought[] {
  if (typeof text !== 'string' || text === '') return [];
  const key = 'reasoning_content';
  const remove = (at: number) => removeWithComma(line.text, at, line.memberRangeOf([...path, key]));
  return [{ range: line.keyRangeOf([...path, key]), remove }];
}
