import { priceOfTokens } from '../../dataset/features/price';
import { comparesPairs } from '../judge/rubric';
import { type Classification, classify } from '../metrics/classification';
import { dataFacts } from '../metrics/dataFacts';
import { findMetric } from '../metrics/index';
import { type AnsweredRow, type Metric, type MetricSetup, mean } from '../metrics/metric';
import { SchemaJudge } from '../metrics/schemaJudge';
import type { AnswerRecord, EvaluationTarget, RowRecord } from '../results/records';
import type { Results } from '../results/results';
import { bootstrapInterval, type Interval } from './bootstrap';
import { type Comparison, comparePairs } from './pairs';

export interface MetricSummary {
  readonly metric: Metric;
  readonly mean: number | undefined;
  readonly interval: Interval | undefined;
  /** With the first target; undefined for the first itself. */
  readonly comparison: Comparison | undefined;
}

export interface TargetSummary {
  readonly target: EvaluationTarget;
  readonly answered: number;
  readonly failed: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  readonly metrics: readonly MetricSummary[];
  /** Where the answers are names of classes. */
  readonly classification: Classification | undefined;
}

/** Milliseconds. */
const longestHold = 30;

/** The scores of a results file: of each row, target and metric. */
export class Scores {
  readonly metrics: readonly Metric[];
  readonly classes: readonly string[];
  readonly #setup: MetricSetup;
  readonly #judgesPairs: boolean;
  readonly #known = new WeakMap<AnswerRecord, Map<string, number>>();

  constructor(
    private readonly results: Results,
    private readonly schema?: SchemaJudge | undefined,
    ids: readonly string[] = results.header.metrics,
  ) {
    const { header, rows } = results;
    const facts = dataFacts(rows.map(({ expected }) => expected));
    this.classes = facts.classes;
    this.#setup = { classes: facts.classes, matchesSchema: (answer) => schema?.verdict(answer) };
    this.#judgesPairs = header.judge !== undefined && comparesPairs(header.judge.rubric);
    this.metrics = ids.flatMap((id) => findMetric(id) ?? []);
  }

  answeredRow({ line, expected }: RowRecord, target: number): AnsweredRow | undefined {
    const answer = this.results.answer(line, target);
    if (answer === undefined) return undefined;
    const { text, milliseconds, promptTokens, outputTokens, thoughtTokens = 0 } = answer;
    const list = this.results.header.targets[target]?.price;
    const isCounted = promptTokens !== undefined && outputTokens !== undefined;
    const price =
      list && isCounted ? priceOfTokens(list, promptTokens, outputTokens + thoughtTokens) : undefined;
    const judgement = this.results.judgement(line, target)?.score;
    return { expected, answer: text, milliseconds, outputTokens, judgement, price };
  }

  score(metric: Metric, row: RowRecord, target: number): number | undefined {
    const answer = this.results.answer(row.line, target);
    const answered = this.answeredRow(row, target);
    if (answer === undefined || answered === undefined) return undefined;
    if (metric.id === 'judge') return metric.score(answered, this.#setup); // comes after the answer
    const known = this.#known.get(answer) ?? new Map<string, number>();
    this.#known.set(answer, known);
    if (!known.has(metric.id)) {
      const score = metric.score(answered, this.#setup);
      if (score === undefined) return undefined; // it may come: the schema judges later
      known.set(metric.id, score);
    }
    return known.get(metric.id);
  }

  /** Why some of the metrics have no figures, in a sentence. */
  get problem(): string | undefined {
    return this.schema?.problem;
  }

  /** Holds the answers that have come meanwhile to the schema, where there is one. */
  async judge(): Promise<void> {
    const { rows, header } = this.results;
    if (this.schema === undefined) return;
    const targets = [...header.targets.keys()];
    await this.schema.judge(
      rows.flatMap(({ line }) => targets.flatMap((target) => this.results.answer(line, target)?.text ?? [])),
    );
  }

  /** Scores what is there without holding up this thread for long: comparing long texts takes its time. */
  async prepare(): Promise<void> {
    let started = performance.now();
    for (const row of this.results.rows) {
      for (const target of this.results.header.targets.keys()) {
        for (const metric of this.metrics) this.score(metric, row, target);
      }
      if (performance.now() - started < longestHold) continue;
      await new Promise((resolve) => setImmediate(resolve));
      started = performance.now();
    }
  }

  /** The scores of the first target and of another, where both have one. */
  pair(metric: Metric, row: RowRecord, target: number): readonly [number, number] | undefined {
    const other = this.score(metric, row, target);
    if (other === undefined) return undefined;
    if (metric.id === 'judge' && this.#judgesPairs) return [1 - other, other];
    const first = this.score(metric, row, 0);
    return first === undefined ? undefined : [first, other];
  }
}

/** The scores of results; where there is a schema, `judge` is still to be called. @param workerFile as of `SchemaJudge` */
export function scoresOf(results: Results, workerFile?: string): Scores {
  const { schema } = results.header;
  return new Scores(results, schema === undefined ? undefined : new SchemaJudge(schema, workerFile));
}

/** Nothing is judged: how long that takes is up to whoever wrote the file. */
export function withoutScores(results: Results): Scores {
  return new Scores(results, undefined, []);
}

/** What a results file says, of each target. */
export function summarise(results: Results, scores: Scores): readonly TargetSummary[] {
  const { header, rows } = results;
  return header.targets.map((target, index): TargetSummary => {
    const answers = rows.flatMap(({ line }) => results.answer(line, index) ?? []);
    const answered = rows.flatMap((row) => scores.answeredRow(row, index) ?? []);
    return {
      target,
      answered: answers.length,
      failed: rows.filter(({ line }) => results.failure(line, index)).length,
      promptTokens: answers.reduce((sum, one) => sum + (one.promptTokens ?? 0), 0),
      outputTokens: answers.reduce((sum, one) => sum + (one.outputTokens ?? 0), 0),
      metrics: scores.metrics.map((metric) => {
        const values = rows.flatMap((row) => scores.score(metric, row, index) ?? []);
        const pairs = index === 0 ? [] : rows.flatMap((row) => pairOf(scores, metric, row, index));
        return {
          metric,
          mean: mean(values),
          interval: bootstrapInterval(values),
          comparison: comparePairs(metric, pairs),
        };
      }),
      classification:
        scores.classes.length > 0 && scores.metrics.some(({ id }) => id === 'accuracy')
          ? classify(answered, scores.classes)
          : undefined,
    };
  });
}

function pairOf(scores: Scores, metric: Metric, row: RowRecord, target: number) {
  const pair = scores.pair(metric, row, target);
  return pair ? [pair] : [];
}
