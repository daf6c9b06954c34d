import { priceOfTokens } from '../../dataset/targets/price';
import { general } from '../../dataset/targets/target';
import { comparesPairs } from '../judge/rubric';
import { dataFacts, hasTools } from '../metrics/dataFacts';
import { measuredBy } from '../metrics/index';
import { Labels } from '../metrics/labels';
import type { AnsweredRow, Metric, MetricSetup } from '../metrics/metric';
import { SchemaJudge } from '../metrics/schemaJudge';
import { type AnswerRecord, isAnswerOfBatch, type RowRecord } from '../results/records';
import type { Results } from '../results/results';
import type { Measurer } from './measurer';
import { pauses } from './pauses';

/** Texts that the measurer compares before others have their turn. */
const textsAtOnce = 500;

/** The scores of a results file: of each row, target and metric. */
export class Scores {
  readonly metrics: readonly Metric[];
  readonly classes: readonly string[];
  readonly labels: Labels;
  readonly #setup: MetricSetup;
  readonly #judgesPairs: boolean;
  readonly #known = new WeakMap<AnswerRecord, Map<string, number>>();

  constructor(
    private readonly results: Results,
    private readonly schema?: SchemaJudge | undefined,
    ids: readonly string[] = results.header.metrics,
  ) {
    const { header, rows } = results;
    const expected = rows.map((row) => row.expected);
    this.classes = dataFacts(expected, { hasTools: hasTools(rows) }).classes;
    this.labels = new Labels(expected);
    this.#setup = { labels: this.labels, matchesSchema: (answer) => schema?.verdict(answer) };
    this.#judgesPairs = header.judge !== undefined && comparesPairs(header.judge.rubric);
    this.metrics = measuredBy(ids);
  }

  answeredRow({ line, expected, expectedCalls, prompt }: RowRecord, target: number): AnsweredRow | undefined {
    const answer = this.results.answer(line, target);
    if (answer === undefined) return undefined;
    const { text, calls, milliseconds, promptTokens, outputTokens, thoughtTokens = 0 } = answer;
    const list = this.results.header.targets[target]?.price;
    const isCounted = promptTokens !== undefined && outputTokens !== undefined;
    const factor = isAnswerOfBatch(answer) ? general.batchFactor.value : 1;
    const price =
      list && isCounted
        ? factor * priceOfTokens(list, promptTokens, outputTokens + thoughtTokens)
        : undefined;
    const judgement = this.results.judgement(line, target)?.score;
    return {
      ...{ expected, answer: text, milliseconds, outputTokens, judgement, price },
      ...{ expectedCalls, calls, hasTools: prompt.tools !== undefined },
    };
  }

  score(metric: Metric, row: RowRecord, target: number): number | undefined {
    const answer = this.results.answer(row.line, target);
    if (answer === undefined) return undefined;
    const known = metric.isJudged ? undefined : this.#known.get(answer)?.get(metric.id); // a judgement comes later
    if (known !== undefined) return known;
    const answered = this.answeredRow(row, target);
    const score = answered && metric.score(answered, this.#setup);
    if (score !== undefined && !metric.isJudged) this.#knownOf(answer).set(metric.id, score);
    return score; // undefined: it may come, the schema judges later
  }

  #knownOf(answer: AnswerRecord): Map<string, number> {
    const known = this.#known.get(answer) ?? new Map<string, number>();
    this.#known.set(answer, known);
    return known;
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

  /**
   * Scores what is there without holding up this thread for long.
   * @param measurer compares long texts; without one, that is done here
   */
  async prepare(measurer?: Measurer): Promise<void> {
    if (measurer) await this.#compareTexts(measurer);
    const pause = pauses();
    for (const row of this.results.rows) {
      for (const target of this.results.header.targets.keys()) {
        for (const metric of this.metrics) this.score(metric, row, target);
      }
      await pause();
    }
  }

  async #compareTexts(measurer: Measurer): Promise<void> {
    const costly = this.metrics.filter(({ isCostly }) => isCostly);
    if (costly.length === 0) return;
    const open = this.results.rows.flatMap(({ line, expected }) =>
      [...this.results.header.targets.keys()].flatMap((target) => {
        const record = this.results.answer(line, target);
        const isOpen = record && costly.some(({ id }) => !this.#known.get(record)?.has(id));
        return isOpen ? [{ record, expected, answer: record.text }] : [];
      }),
    );
    for (let start = 0; start < open.length; start += textsAtOnce) {
      const some = open.slice(start, start + textsAtOnce);
      const texts = some.map(({ expected, answer }) => ({ expected, answer }));
      const scores = await measurer.scores(
        costly.map(({ id }) => id),
        texts,
      );
      for (const [index, { record }] of some.entries()) {
        const known = this.#knownOf(record);
        for (const [place, { id }] of costly.entries()) {
          const score = scores[index]?.[place];
          if (score !== undefined) known.set(id, score);
        }
      }
    }
  }

  /** What a row counts that the target refused or did not answer; undefined where it does not count. */
  ofNoAnswer(metric: Metric, target: number): number | undefined {
    const isNeverJudged = metric.isJudged && this.#judgesPairs && target === 0;
    return isNeverJudged ? undefined : metric.ofNoAnswer;
  }

  /** The scores of the first target and of another, where both have one. */
  pair(metric: Metric, row: RowRecord, target: number): readonly [number, number] | undefined {
    return this.pairOf(metric, this.score(metric, row, 0), this.score(metric, row, target));
  }

  /** The same of scores that are known. */
  pairOf(
    metric: Metric,
    first: number | undefined,
    other: number | undefined,
  ): readonly [number, number] | undefined {
    if (other === undefined) return undefined;
    if (metric.isJudged && this.#judgesPairs) return [1 - other, other];
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
