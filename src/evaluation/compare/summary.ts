import { type Classification, classify } from '../metrics/classification';
import { exactMatch } from '../metrics/exactMatch';
import type { Metric } from '../metrics/metric';
import type { EvaluationTarget, RowRecord } from '../results/records';
import type { Results } from '../results/results';
import type { Measurer } from './measurer';
import { gainOf } from './pairs';
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
  const pause = pauses();
  const summaries: TargetSummary[] = [];
  for (const [index, target] of results.header.targets.entries()) {
    await pause();
    summaries.push({
      target,
      ...targetSummary(results, scores, index, statistics[index] ?? [], isUnderWay),
    });
  }
  return summaries;
}

/** The scores in numbers, by target and metric. Each is looked up once: there may be a million. */
async function measure(results: Results, scores: Scores, isUnderWay: boolean): Promise<Measured[][]> {
  const { rows, header } = results;
  const pause = pauses();
  const firsts = new Map<Metric, readonly (number | undefined)[]>();
  const all: Measured[][] = header.targets.map(() => []);
  for (const [target, measured] of all.entries()) {
    const open = rows.map((row) => isUnanswered(results, row, target, isUnderWay));
    for (const metric of scores.metrics) {
      await pause();
      const values = rows.map((row) => scores.score(metric, row, target));
      if (target === 0) firsts.set(metric, values);
      measured.push(
        measuredBy(scores, metric, target, { rows, open, values, firsts: firsts.get(metric) ?? [] }),
      );
    }
  }
  return all;
}

/** Of each row: whether it counts as not answered, its score, and that of the first target. */
interface ScoredRows {
  readonly rows: readonly RowRecord[];
  readonly open: readonly boolean[];
  readonly values: readonly (number | undefined)[];
  readonly firsts: readonly (number | undefined)[];
}

function measuredBy(
  scores: Scores,
  metric: Metric,
  target: number,
  { rows, open, values, firsts }: ScoredRows,
): Measured {
  const { better, unit } = metric; // its functions would reach no worker
  const answered: number[] = [];
  const gains: number[] = [];
  const seen: number[] = [];
  const unanswered = { unseen: 0, seen: 0 };
  const counts = { unseen: 0, seen: 0 };
  for (const [index, row] of rows.entries()) {
    const side = row.seen === undefined ? 'unseen' : 'seen';
    const value = values[index];
    if (metric.concerns?.(row) === false) continue;
    counts[side]++;
    if (open[index]) unanswered[side]++;
    if (value === undefined) continue;
    if (side === 'seen') seen.push(value);
    else answered.push(value);
    const pair = target > 0 && side === 'unseen' ? scores.pairOf(metric, firsts[index], value) : undefined;
    if (pair) gains.push(gainOf(metric, pair));
  }
  const none = scores.ofNoAnswer(metric, target);
  const withUnanswered = (scored: readonly number[], side: 'unseen' | 'seen') => {
    const others = unanswered[side];
    // A judge that has judged nothing makes no figure of the rows that were refused.
    if (none === undefined || (scored.length === 0 && others < counts[side])) return scored;
    return [...scored, ...new Array<number>(others).fill(none)];
  };
  return {
    metric: { better, unit },
    all: withUnanswered(answered, 'unseen'),
    answered,
    seen: withUnanswered(seen, 'seen'),
    gains,
  };
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
