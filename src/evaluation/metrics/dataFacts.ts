import { countWords } from '../../dataset/example/words';
import { isObject } from '../../dataset/json/value';
import { LONGEST_CLASS_NAME } from '../../dataset/rules/classImbalance';
import type { RowRecord } from '../results/records';
import { parseAnswer } from './jsonAnswer';
import { asWritten } from './labels';
import type { DataFacts } from './metric';

const MOST_CLASSES = 50;
/** Rows for each class, or it is no classification: each answer would be its own class. */
const ROWS_PER_CLASS = 2;

/** What the expected answers are like. */
export function dataFacts(
  expected: readonly string[],
  { hasSchema = false, hasPrices = false, hasTools = false } = {},
): DataFacts {
  const words = expected.map(countWords).sort((a, b) => a - b);
  return {
    classes: hasTools ? [] : classesOf(expected),
    isJson: expected.length > 0 && expected.every(isJsonText),
    medianWords: words[words.length >> 1] ?? 0,
    hasTools,
    hasSchema,
    hasPrices,
  };
}

/** Some of the rows declare functions or expect calls. */
export function hasTools(rows: readonly Pick<RowRecord, 'prompt' | 'expectedCalls'>[]): boolean {
  return rows.some(({ prompt, expectedCalls }) => expectedCalls !== undefined || prompt.tools !== undefined);
}

/** The names of the classes, most frequent first; none when the answers are no classification. */
function classesOf(expected: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of expected) {
    if (text.length > LONGEST_CLASS_NAME) return [];
    const name = asWritten(text);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (counts.size > MOST_CLASSES) return [];
  }
  if (counts.size < 2 || expected.length < counts.size * ROWS_PER_CLASS) return [];
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function isJsonText(text: string): boolean {
  const value = parseAnswer(text);
  return isObject(value) || Array.isArray(value);
}
