import { flattenPrompt, roleOf, textOf } from '../../generation/prompt';
import { isObject, type JsonObject } from '../../google/protoJson/json';
import { MOST_WEIGHTS } from '../../learner/weights';
import type { TrainingFile, TrainingRow } from './trainingFile';

const BUCKETS = 10;
const SHOWN_EXAMPLES = 3;
/** "A partial sample". */
const SHOWN_DROPS = 20;

/**
 * SupervisedTuningDataStats of a training file. A token is one character (Unicode code point): the learner's own.
 */
export function supervisedStats({ rows, dropped }: TrainingFile, steps: number): JsonObject {
  const inputs = rows.map((row) => lengthOf(flattenPrompt(row.systemInstruction, turnsOf(row, false))));
  const outputs = rows.map((row) => lengthOf(turnsOf(row, true).map(textOf).join('')));
  const messages = rows.map((row) => row.contents.length);
  const total = sum(inputs) + sum(outputs);
  return {
    supervisedTuningDataStats: {
      tuningDatasetExampleCount: String(rows.length),
      totalTuningCharacterCount: String(total),
      totalBillableTokenCount: String(total),
      tuningStepCount: String(steps),
      userInputTokenDistribution: distribution(inputs),
      userOutputTokenDistribution: distribution(outputs),
      userMessagePerExampleDistribution: distribution(messages),
      userDatasetExamples: rows.slice(0, SHOWN_EXAMPLES).flatMap(({ contents }) => contents.slice(0, 1)),
      totalTruncatedExampleCount: String(dropped.length),
      truncatedExampleIndices: dropped.slice(0, SHOWN_DROPS).map(({ index }) => String(index)),
      droppedExampleReasons: dropped.slice(0, SHOWN_DROPS).map(({ reason }) => reason),
    },
  };
}

/** "Prompt tokens × 2 + completion tokens" of each row: Google's page on preference tuning, 2026. */
const PROMPT_TIMES = 2;

/** PreferenceOptimizationDataStats: its distributions have numbers where the supervised ones have int64. */
export function preferenceStats({ rows, dropped }: TrainingFile, steps: number): JsonObject {
  const inputs = rows.map((row) => lengthOf(flattenPrompt(row.systemInstruction, row.contents.slice(0, -1))));
  const answers = rows.map(({ completions = [] }) => completions);
  const outputs = answers.flat().map(({ completion }) => lengthOf(textOf(completion)));
  return {
    preferenceOptimizationDataStats: {
      tuningDatasetExampleCount: String(rows.length),
      totalBillableTokenCount: String(PROMPT_TIMES * sum(inputs) + sum(outputs)),
      tuningStepCount: String(steps),
      userInputTokenDistribution: numbers(inputs),
      userOutputTokenDistribution: numbers(outputs),
      scoresDistribution: numbers(answers.flat().map(({ score }) => score)),
      scoreVariancePerExampleDistribution: numbers(
        answers.map((completions) => variance(completions.map(({ score }) => score))),
      ),
      userDatasetExamples: rows.slice(0, SHOWN_EXAMPLES).map(({ contents, completions = [] }) => ({
        contents: contents.slice(0, -1) as JsonObject[],
        completions: completions.map(({ completion, score }) => ({
          completion: completion as JsonObject,
          score,
        })),
      })),
      droppedExampleIndices: dropped.slice(0, SHOWN_DROPS).map(({ index }) => String(index)),
      droppedExampleReasons: dropped.slice(0, SHOWN_DROPS).map(({ reason }) => reason),
    },
  };
}

const LEARNED_IN_PART = `The sandbox's learner has room for ${MOST_WEIGHTS.toLocaleString('en-US')} weights and learned only a part of this example. Google's models have no such limit.`;

/**
 * Rows that the learner could not take in whole are told as Google tells of truncated ones. Of a preference job, too:
 * its statistics have no total.
 */
export function withRowsLearnedInPart(dataStats: JsonObject, rows: readonly number[]): JsonObject {
  if (rows.length === 0) return dataStats;
  const told = (stats: JsonObject, indices: string) => {
    const before = (stats[indices] ?? []) as string[];
    const named = rows.slice(0, SHOWN_DROPS - before.length);
    return {
      ...stats,
      [indices]: [...before, ...named.map(String)],
      droppedExampleReasons: [
        ...((stats.droppedExampleReasons ?? []) as string[]),
        ...named.map(() => LEARNED_IN_PART),
      ],
    };
  };
  const { supervisedTuningDataStats: supervised, preferenceOptimizationDataStats: preference } = dataStats;
  if (isObject(supervised)) {
    const count = Number(supervised.totalTruncatedExampleCount) + rows.length;
    const stats = {
      ...told(supervised, 'truncatedExampleIndices'),
      totalTruncatedExampleCount: String(count),
    };
    return { supervisedTuningDataStats: stats };
  }
  return isObject(preference)
    ? { preferenceOptimizationDataStats: told(preference, 'droppedExampleIndices') }
    : dataStats;
}

function numbers(values: readonly number[]): JsonObject {
  const { sum: total, billableSum: _, buckets: groups, ...rest } = distribution(values);
  const counted = (groups as JsonObject[]).map(({ count, ...bounds }) => ({
    ...bounds,
    count: String(count),
  }));
  return { ...rest, sum: Number(total), buckets: counted };
}

function variance(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2)) / values.length;
}

function turnsOf({ contents }: TrainingRow, ofModel: boolean) {
  return contents.filter((turn) => (roleOf(turn) === 'model') === ofModel);
}

/** SupervisedTuningDatasetDistribution: nearest-rank percentiles and ten equal buckets. */
function distribution(values: readonly number[]): JsonObject {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  const total = sum(values);
  return {
    sum: String(total),
    billableSum: String(total),
    min: at(0),
    max: at(1),
    mean: total / values.length,
    median: at(0.5),
    p5: at(0.05),
    p95: at(0.95),
    buckets: buckets(sorted),
  };
}

function buckets(sorted: readonly number[]): JsonObject[] {
  const least = sorted[0] ?? 0;
  const most = sorted.at(-1) ?? 0;
  if (least === most) return [{ count: sorted.length, left: least, right: most }];
  const width = (most - least) / BUCKETS;
  return Array.from({ length: BUCKETS }, (_, i) => {
    const left = least + i * width;
    const right = i === BUCKETS - 1 ? most : left + width;
    const inside = sorted.filter(
      (value) => value >= left && (value < right || (i === BUCKETS - 1 && value === most)),
    );
    return { count: inside.length, left, right };
  });
}

function lengthOf(text: string): number {
  return [...text].length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
