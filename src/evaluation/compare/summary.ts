import { type Classification, classify } from '../metrics/classification';
import { exactMatch } from '../metrics/exactMatch';
import type { Metric } from '../metrics/metric';
import type { EvaluationTarget, RowRecord } from '../results/records';
import type { Results } from '../results/results';
import type { Measurer } from './measurer';
import { pauses } from './pauses';
import type { Scores } from './scores';
import { type Measured, type Statistics, statisticsOf } from './statistics';

export interface MetricSummary extends Statistics {
  readonly metric: Metric;
  /** Answers that are right only because of what the metric ignores. */
  readonly lenient: number;
}

export interface TargetSummary {
  readonly target: EvaluationTarget;
  readonly answered: number;
  readonly failed: number;
  /** Neither answered nor refused. */
  readonly missing: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  readonly metrics: readonly MetricSummary[];
  /** Where the answers are names of classes. */
  readonly classification: Classification | undefined;
  /** Where a judge has failed. */
  readonly unjudged: Unjudged | undefined;
}

export interface Unjudged {
  readonly answers: number;
  /** Of so many that the judge was asked about. */
  readonly of: number;
  /** The most frequent one. */
  readonly reason: string;
}

export interface SummaryOptions {
  /** Answers still come: those that are missing are not wrong yet. */
  readonly isUnderWay?: boolean;
  /** Computes intervals in a thread of its own; without one, that is done here. */
  readonly measurer?: Measurer;
}

/** What a results file says, of each target. Rows that were seen in training have figures of their own. */
export async function summarise(
  results: Results,
  scores: Scores,
  { isUnderWay = false, measurer }: SummaryOptions = {},
): Promise<readonly TargetSummary[]> {
  const measured = await measure(results, scores, isUnderWay);
  const statistics = await (measurer?.statistics(measured) ?? statisticsOf(measured));
  return results.header.targets.map((target, index) => ({
    target,
    ...targetSummary(results, scores, index, statistics[index] ?? [], isUnderWay),
  }));
}

/** The scores in numbers, by target and metric. */
async function measure(results: Results, scores: Scores, isUnderWay: boolean): Promise<Measured[][]> {
  const unseen = results.rows.filter(({ seen }) => seen === undefined);
  const seen = results.rows.filter((row) => row.seen !== undefined);
  const scored = (rows: readonly RowRecord[], metric: Metric, target: number) =>
    rows.flatMap((row) => scores.score(metric, row, target) ?? []);
  const withUnanswered = (rows: readonly RowRecord[], metric: Metric, target: number) => {
    const answered = scored(rows, metric, target);
    const none = scores.ofNoAnswer(metric, target);
    const others = rows.filter((row) => isUnanswered(results, row, target, isUnderWay)).length;
    // A judge that has judged nothing makes no figure of the rows that were refused.
    if (none === undefined || (answered.length === 0 && others < rows.length)) return answered;
    return [...answered, ...new Array<number>(others).fill(none)];
  };
  const pause = pauses();
  const all: Measured[][] = results.header.targets.map(() => []);
  for (const [target, measured] of all.entries()) {
    for (const metric of scores.metrics) {
      await pause();
      measured.push({
        metric: { better: metric.better, unit: metric.unit }, // its functions would reach no worker
        all: withUnanswered(unseen, metric, target),
        answered: scored(unseen, metric, target),
        seen: withUnanswered(seen, metric, target),
        pairs: target === 0 ? [] : unseen.flatMap((row) => pairOf(scores, metric, row, target)),
      });
    }
  }
  return all;
}

function targetSummary(
  results: Results,
  scores: Scores,
  index: number,
  statistics: readonly Statistics[],
  isUnderWay: boolean,
): Omit<TargetSummary, 'target'> {
  const { rows } = results;
  const answers = rows.flatMap(({ line }) => results.answer(line, index) ?? []);
  const failed = rows.filter(({ line }) => results.failure(line, index)).length;
  const isClassified = scores.classes.length > 0 && scores.metrics.some(({ classifies }) => classifies);
  const classified = rows.flatMap((row) => {
    const answer = results.answer(row.line, index)?.text;
    const counts = answer !== undefined || isUnanswered(results, row, index, isUnderWay);
    return row.seen === undefined && counts ? [{ expected: row.expected, answer }] : [];
  });
  return {
    answered: answers.length,
    failed,
    missing: rows.length - answers.length - failed,
    promptTokens: answers.reduce((sum, one) => sum + (one.promptTokens ?? 0), 0),
    outputTokens: answers.reduce((sum, one) => sum + (one.outputTokens ?? 0), 0),
    metrics: scores.metrics.map((metric, place) => ({
      ...{ figure: undefined, answered: undefined, seen: undefined, comparison: undefined },
      ...statistics[place],
      metric,
      lenient: metric.normalises ? countLenient(rows, scores, metric, index) : 0,
    })),
    classification: isClassified ? classify(classified, scores.classes, scores.labels) : undefined,
    unjudged: unjudgedOf(results, index),
  };
}

function countLenient(rows: readonly RowRecord[], scores: Scores, metric: Metric, target: number): number {
  return rows.filter(
    (row) => scores.score(metric, row, target) === 1 && scores.score(exactMatch, row, target) === 0,
  ).length;
}

function unjudgedOf(results: Results, target: number): Unjudged | undefined {
  if (results.header.judge === undefined) return undefined; // that of one of two evaluations put together
  const judgements = results.rows.flatMap(({ line }) => results.judgement(line, target) ?? []);
  const reasons = new Map<string, number>();
  for (const { score, reason } of judgements)
    if (score === undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const [most] = [...reasons].sort(([, a], [, b]) => b - a);
  if (most === undefined) return undefined;
  const answers = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  return { answers, of: judgements.length, reason: most[0] };
}

function isUnanswered(results: Results, { line }: RowRecord, target: number, isUnderWay: boolean): boolean {
  if (results.answer(line, target)) return false;
  return !isUnderWay || results.failure(line, target) !== undefined;
}

function pairOf(scores: Scores, metric: Metric, row: RowRecord, target: number) {
  const pair = scores.pair(metric, row, target);
  return pair ? [pair] : [];
}
