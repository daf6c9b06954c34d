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
    if (edit === undefined) return undefined;
    const title = l10n.t('Remove the thoughts');
    return { title, edits: [edit], ...(own?.isSure ? {} : { asksPerson: true }) };
  },
};

const TAG = '(?:seed:)?(?:think|thinking|thoughts?|reasoning|reflection|scratchpad)';

/** How reasoning models mark their thoughts, at the start of a text and where they end. */
const MARKS: readonly (readonly [open: RegExp, close: RegExp])[] = [
  [new RegExp(`^\\s*<${TAG} ?>`, 'i'), new RegExp(`</${TAG} ?>`, 'i')],
  [/^\s*\[THINK\]/, /\[\/THINK\]/],
  [/^\s*◁think▷/, /◁\/think▷/],
  [/^\s*<\|(?:begin_of_thought|START_THINKING)\|>/, /<\|(?:end_of_thought|END_THINKING)\|>/],
  [/^\s*<\|channel\|>analysis<\|message\|>/, /<\|channel\|>final<\|message\|>/],
];

/** More than the longest of them. */
export const LONGEST_MARK = 32;
/**
 * Some templates begin the thoughts in the prompt, so that only their end stands in the response. Whoever calls the quick
 * reader looks for it in the bytes; written with escapes it is found by textScan.ts.
 */
export const END_OF_THOUGHTS = '</think>';

/** Whether a text starts with thoughts: what the quick reader must know (line/quick/textScan.ts). */
export function startsWithThoughts(text: string): boolean {
  return MARKS.some(([open]) => open.test(text));
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Not a sentence that speaks of the marks, in whose place a person would miss what is taken away. */
  readonly isSure: boolean;
}

/** The end of thoughts as templates write it: on a line of its own, or before an empty one. */
const OWN_END = /(?:^|\n)[ \t]*<\/think>(?=[ \t\r]*(?:\n|$))|<\/think>(?=[ \t\r]*\n[ \t\r]*\n)/;

function thoughtsIn(text: string): Stretch | undefined {
  const close = MARKS.find(([open]) => open.test(text))?.[1];
  if (close !== undefined) return { start: 0, end: endOf(close.exec(text)) ?? text.length, isSure: true };
  const own = endOf(OWN_END.exec(text));
  const end = own ?? endOf(/<\/think>/.exec(text));
  if (end === undefined) return undefined;
  // With their start they would stand at the start of the text, unless it only speaks of them.
  const start = text.slice(0, end).search(/<think/i);
  return { start: Math.max(start, 0), end, isSure: own !== undefined && start === -1 };
}

function endOf(match: RegExpExecArray | null): number | undefined {
  return match ? match.index + match[0].length : undefined;
}

interface Thought {
  readonly range: ColumnRange;
  /** Undefined when it cannot be taken away, or nothing would be left. */
  readonly remove: (line: number) => TextEdit | undefined;
  readonly isSure: boolean;
}

function found(line: ExampleLine): Thought[] {
  const { outline, value } = line;
  const tagged = outline.fields
    .filter(({ speaker }) => speaker === 'model')
    .flatMap(({ path, text }) => inText(line, path, text));
  const { turns, answers = [] } = outline;
  const marked = [...turns, ...answers].flatMap(({ path }) => {
    const turn = valueAt(value, path);
    return isObject(turn)
      ? [
          ...inParts(line, path, turn.parts),
          ...BESIDE.flatMap((key) => besideText(line, [...path, key], turn[key])),
        ]
      : [];
  });
  return [...tagged, ...marked];
}

function inText(line: ExampleLine, path: JsonPath, text: string): Thought[] {
  const stretch = thoughtsIn(text);
  if (!stretch) return [];
  const { start, end, isSure } = stretch;
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const range = line.textRangeOf(path, start, text.length - after.trimStart().length);
  const remove = (at: number) =>
    before.trim() === '' && after.trim() === '' ? undefined : replaceOnLine(at, range, '');
  return [{ range, remove, isSure }];
}

function inParts(line: ExampleLine, path: JsonPath, parts: JsonValue | undefined): Thought[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part, index): Thought[] => {
    if (!isObject(part) || part.thought !== true || typeof part.text !== 'string') return [];
    const list = [...path, 'parts'];
    const remove = (at: number) =>
      parts.length === 1 ? undefined : removeWithComma(line.text, at, line.rangeOf([...list, index]));
    return [{ range: line.rangeOf([...list, index]), remove, isSure: true }];
  });
}

/** Members of a message that hold thoughts. */
const BESIDE = ['reasoning_content', 'reasoning'];

function besideText(line: ExampleLine, path: JsonPath, text: JsonValue | undefined): Thought[] {
  if (typeof text !== 'string' || text === '') return [];
  const remove = (at: number) => removeWithComma(line.text, at, line.memberRangeOf(path));
  return [{ range: line.keyRangeOf(path), remove, isSure: true }];
}
