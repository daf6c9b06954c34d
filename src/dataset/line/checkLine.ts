// Reads one line: what it is, what is wrong with it, and by which keys it is compared with others.
import * as l10n from '@vscode/l10n';

import { counted, grouped } from '../../base/numbers';
import type { ColumnRange, Problem, Severity } from '../checking/problem';
import { type Rule, type Severities, severityOf } from '../checking/rule';
import { type ExampleKeys, keysOfExample, keysOfValue } from '../example/exampleKeys';
import { ExampleLine } from '../example/exampleLine';
import { detectFormat } from '../formats/detection/detectFormat';
import type { DatasetFormat } from '../formats/format';
import { parse, withoutMark } from '../json/parse';
import { isObject } from '../json/value';
import { depthOf } from '../json/walk';
import { mediaKey } from '../media/mediaFiles';
import { LONGEST_CLASS_NAME } from '../rules/classImbalance';
import { rules } from '../rules/index';
import { countCharacters } from '../rules/lengthLimit';
import { LONGEST_LINE, lineSize, lineSizeMessage } from '../rules/lineSize';
import { otherFormat } from '../rules/otherFormat';
import { tooDeep } from '../rules/tooDeep';
import type { Target } from '../targets/target';

/** A problem without its line, which changes when lines above come and go. */
export interface LineProblem {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly range: ColumnRange;
  readonly message: string;
}

export interface LineReading {
  readonly kind: 'blank' | 'broken' | 'value';
  /** The format that the line itself looks like, whatever the file's is. */
  readonly likely?: DatasetFormat;
  readonly sure: boolean;
  /** The line counts as an example of the file. */
  readonly isExample: boolean;
  readonly problems: readonly LineProblem[];
  readonly keys?: ExampleKeys;
  /** The answer, when it is short enough to be the name of a class. */
  readonly shortAnswer?: string;
  readonly inputCharacters: number;
  readonly outputCharacters: number;
  /** Present when the example has files; see `mediaKey`. */
  readonly media?: string;
}

export interface ReadingContext {
  /** The format of the file; undefined when it is no training data. */
  readonly format: DatasetFormat | undefined;
  readonly target: Target | undefined;
  readonly severities: Severities;
  /** The file is something else than JSON Lines, so that its lines say nothing. */
  readonly isOther?: boolean;
  /** Counts tokens exactly; absent where the vocabulary is not at hand. */
  readonly countTokens?: (text: string) => number;
}

/** Google's readers of JSON stop at this depth. */
export const DEEPEST = 100;

/** Nobody reads more, and each can be asked for its fixes, which costs the time of its line. */
export const MOST_OF_RULE = 100;
const moreOfRule = () =>
  l10n.t(
    'This line has more than {0} of this kind. The others are shown once these are fixed.',
    counted(MOST_OF_RULE, 'problem'),
  );

const EMPTY = {
  sure: false,
  isExample: false,
  inputCharacters: 0,
  outputCharacters: 0,
};
const BLANK: LineReading = { kind: 'blank', problems: [], ...EMPTY };
const OTHER: LineReading = { kind: 'broken', problems: [], ...EMPTY };
const NO_PROBLEMS: readonly LineProblem[] = [];

export function readLine(text: string, context: ReadingContext): LineReading {
  if (text.length <= LONGEST_LINE && isBlank(text)) return BLANK;
  if (context.isOther) return OTHER;
  const problems: LineProblem[] = [];
  const reporter = (rule: Rule) => {
    const severity = severityOf(rule, context.severities);
    let count = 0;
    return (range: ColumnRange, message: string): void => {
      if (severity === 'off' || ++count > MOST_OF_RULE + 1) return;
      problems.push({ rule, severity, range, message: count > MOST_OF_RULE ? moreOfRule() : message });
    };
  };
  const finish = (reading: Omit<LineReading, 'problems'>): LineReading => ({
    ...reading,
    problems: problems.length === 0 ? NO_PROBLEMS : problems,
  });
  if (text.length > LONGEST_LINE) {
    reporter(lineSize)({ start: 0, end: 1 }, lineSizeMessage);
    return finish({ kind: 'broken', ...EMPTY });
  }
  const value = parse(text);
  for (const rule of rules) {
    if (rule.scope !== 'text' || (!rule.anyJsonl && !context.format)) continue;
    if (severityOf(rule, context.severities) !== 'off') rule.check(text, reporter(rule), value !== undefined);
  }
  if (value === undefined) return finish({ kind: 'broken', ...EMPTY });
  if (!isObject(value)) return finish({ kind: 'value', ...EMPTY });
  const { passedAt } = depthOf(text, DEEPEST);
  if (passedAt !== -1) {
    const place = { start: passedAt, end: passedAt + 1 };
    if (context.format)
      reporter(tooDeep)(place, l10n.t('Brackets are nested more than {0} levels deep.', grouped(DEEPEST)));
    return finish({ kind: 'value', ...EMPTY });
  }

  const { likely, sure } = detectFormat(value, context.format);
  const own = { kind: 'value' as const, ...EMPTY, sure, ...(likely ? { likely } : {}) };
  const { format } = context;
  if (!format) return finish(own);
  if (likely && likely !== format) {
    const message = l10n.t(
      'This line is in {0} format, but the file is in {1} format.',
      likely.label,
      format.label,
    );
    reporter(otherFormat)({ start: 0, end: text.trimEnd().length }, message);
    return finish(own);
  }
  const line = new ExampleLine(withoutMark(text), value, format, context.target, context.countTokens);
  for (const rule of rules) {
    if (rule.scope === 'example' && severityOf(rule, context.severities) !== 'off')
      rule.check(line, reporter(rule));
  }
  const media = mediaKey(line.files, value);
  const valid = problems.every((problem) => problem.severity !== 'error');
  return finish({
    ...own,
    isExample: true,
    keys: line.valid && valid ? keysOfExample(format, value, text) : keysOfValue(value, text),
    ...measure(line),
    ...(media === undefined ? {} : { media }),
  });
}

/** Neither too long nor nested too deep for what walks down a value. */
export function isReadable(text: string): boolean {
  return text.length <= LONGEST_LINE && depthOf(text, DEEPEST).passedAt === -1;
}

export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first !== 0xfeff) && /^[ \t\r\n]*$/.test(text);
}

function measure(
  line: ExampleLine,
): Pick<LineReading, 'inputCharacters' | 'outputCharacters' | 'shortAnswer'> {
  let inputCharacters = 0;
  let outputCharacters = 0;
  const outputs: string[] = [];
  for (const field of line.outline.fields) {
    const characters = countCharacters(field.text);
    if (field.side === 'input') inputCharacters += characters;
    else {
      outputCharacters += characters;
      outputs.push(field.text);
    }
  }
  const [only] = outputs;
  const isShort = outputs.length === 1 && outputCharacters > 0 && outputCharacters <= LONGEST_CLASS_NAME;
  return { inputCharacters, outputCharacters, ...(isShort && only ? { shortAnswer: only } : {}) };
}

export function atLine(problem: LineProblem, line: number): Problem {
  const { rule, severity, range, message } = problem;
  return { rule: rule.id, kind: rule.kind, severity, message, line, range };
}
