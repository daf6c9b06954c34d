import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { counted } from '../base/numbers';
import { UserError } from '../base/userError';
import { jsonLinesName } from '../dataset/files/fileNames';
import type { JsonValue } from '../dataset/json/value';
import { priceOfTokens } from '../dataset/targets/price';
import { estimateTokens } from '../dataset/tokens/estimate';
import { spokenText } from '../tuning/contract/functions';
import type { GenerationParameters } from '../tuning/contract/service';
import { comparesPairs } from './judge/rubric';
import { dataFacts, hasTools } from './metrics/dataFacts';
import { metrics } from './metrics/index';
import type { DataFacts, Metric } from './metrics/metric';
import { freeName } from './results/freeName';
import type { EvaluationHeader, EvaluationTarget, JudgeSetup, RowRecord, Seen } from './results/records';
import { type DatasetRows, datasetRows, isSinglePrompt, sampleRows } from './rows';

/** A score and a sentence. */
const judgeReplyTokens = 40;

export interface EvaluationRequest {
  readonly dataset: {
    /** As the results file should name it. */
    readonly path: string;
    readonly text: string;
    /** Chosen by hand; undefined leaves it to the file. */
    readonly format?: string;
  };
  readonly targets: readonly EvaluationTarget[];
  /** Lines on which one of the targets was tuned. */
  readonly seen?: ReadonlyMap<number, Seen> | undefined;
  /** Those lines are not asked. */
  readonly leaveSeenOut?: boolean | undefined;
  /** A target takes single prompts only. */
  readonly singlePrompts: boolean;
  /** At most so many rows, drawn from the whole file. */
  readonly limit?: number | undefined;
  /** Ids; undefined takes those that suit the data. */
  readonly metrics?: readonly string[] | undefined;
  readonly parameters: GenerationParameters;
  readonly schema?: JsonValue | undefined;
  readonly judge?: JudgeSetup | undefined;
  readonly startedAt: Date;
}

export interface EvaluationPlan {
  readonly header: EvaluationHeader;
  readonly rows: readonly RowRecord[];
  readonly skipped: DatasetRows['skipped'];
  /** Rows that were not left out, or that would have been: before some are drawn. */
  readonly askable: SeenCounts;
  readonly estimate: Estimate;
}

export interface SeenCounts {
  readonly all: number;
  readonly exact: number;
  readonly near: number;
}

export interface Estimate {
  readonly requests: number;
  /** By the length of the texts. */
  readonly promptTokens: number;
  /** If answers are as long as expected. */
  readonly outputTokens: number;
  /** US dollars by the list prices; undefined when one of them is not known. */
  readonly dollars: number | undefined;
}

/** What an evaluation will ask, before anything is asked. @throws UserError when there is nothing to ask */
export function planEvaluation(request: EvaluationRequest): EvaluationPlan {
  const { dataset, targets, schema, judge, parameters, startedAt } = request;
  const read = datasetRows(dataset.text, dataset.path, dataset.format);
  const askable = request.singlePrompts ? read.rows.filter(isSinglePrompt) : read.rows;
  const left = request.singlePrompts ? read.rows.filter((row) => !isSinglePrompt(row)) : [];
  if (askable.length === 0) {
    throw new UserError(
      l10n.t('{0} contains multi-turn conversations, but one of the models is single-turn.', dataset.path),
      'SINGLE_PROMPTS_ONLY',
    );
  }
  const marked = askable.map((row): RowRecord => {
    const seen = request.seen?.get(row.line);
    return seen ? { ...row, seen } : row;
  });
  const wanted = request.leaveSeenOut ? marked.filter(({ seen }) => seen === undefined) : marked;
  if (wanted.length === 0) throw allSeen(dataset.path, marked.length);
  const rows = sampleRows(wanted, request.limit ?? Number.POSITIVE_INFINITY);
  const facts = factsOf(rows, targets, schema !== undefined);
  const chosen = request.metrics ?? proposedMetrics(facts).map(({ id }) => id);
  const reason = l10n.t("It's a multi-turn conversation, but one of the models is single-turn.");
  return {
    header: {
      kind: 'evaluation',
      version: 1,
      startedAt: startedAt.toISOString(),
      dataset: {
        path: dataset.path,
        format: read.format.id,
        sha256: createHash('sha256').update(dataset.text).digest('hex'),
      },
      targets,
      parameters,
      metrics: judge && !chosen.includes('judge') ? [...chosen, 'judge'] : chosen,
      ...(schema === undefined ? {} : { schema }),
      ...(judge === undefined ? {} : { judge }),
      rows: rows.length,
    },
    rows,
    askable: countSeen(marked),
    skipped: [...read.skipped, ...left.map(({ line }) => ({ line, reason }))],
    estimate: estimate(rows, targets, judge),
  };
}

function countSeen(rows: readonly Pick<RowRecord, 'seen'>[]): SeenCounts {
  const count = (how: Seen) => rows.filter(({ seen }) => seen === how).length;
  return { all: rows.length, exact: count('exact'), near: count('near') };
}

function allSeen(dataset: string, rows: number): UserError {
  return new UserError(
    l10n.t(
      "All {0} of {1} are in the training data of the models, so they can't show what the models learned. Evaluate on held-out examples.",
      counted(rows, 'row'),
      dataset,
    ),
    'ALL_SEEN',
  );
}

export function factsOf(
  rows: readonly RowRecord[],
  targets: readonly EvaluationTarget[],
  hasSchema: boolean,
): DataFacts {
  const hasPrices = targets.length > 0 && targets.every(({ price }) => price);
  return dataFacts(
    rows.map(({ expected }) => expected),
    { hasSchema, hasPrices, hasTools: hasTools(rows) },
  );
}

export function proposedMetrics(facts: DataFacts): readonly Metric[] {
  return metrics.filter((metric) => metric.applies(facts) && metric.isProposed(facts));
}

function estimate(
  rows: readonly RowRecord[],
  targets: readonly EvaluationTarget[],
  judge: JudgeSetup | undefined,
): Estimate {
  let prompt = 0;
  let answer = 0;
  for (const row of rows) {
    const { systemInstruction = '', turns, tools } = row.prompt;
    const said = [
      systemInstruction,
      ...turns.map(({ text, functions }) => spokenText(text, functions)),
      ...(tools?.length ? [JSON.stringify(tools)] : []),
    ];
    prompt += estimateTokens(said.reduce((sum, text) => sum + text.length, 0));
    answer += estimateTokens(row.expected.length);
  }
  const asked = targets.map(({ price }) => ({ price, requests: rows.length, prompt, answer }));
  const all = judge ? [...asked, judging(judge, rows.length, targets.length, { prompt, answer })] : asked;
  const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0);
  const prices = all.map((one) => one.price && priceOfTokens(one.price, one.prompt, one.answer));
  return {
    requests: sum(({ requests }) => requests),
    promptTokens: sum((one) => one.prompt),
    outputTokens: sum((one) => one.answer),
    dollars: prices.every((price) => price !== undefined) ? prices.reduce((a, b) => a + b, 0) : undefined,
  };
}

function judging(
  { rubric, price }: JudgeSetup,
  rows: number,
  targets: number,
  tokens: { readonly prompt: number; readonly answer: number },
) {
  const pairs = comparesPairs(rubric);
  const times = pairs ? (targets - 1) * 2 : targets;
  const texts = tokens.prompt + tokens.answer * (pairs ? 3 : 2);
  return {
    price,
    requests: rows * times,
    prompt: times * (texts + rows * estimateTokens(rubric.length)),
    answer: rows * times * judgeReplyTokens,
  };
}

/** `support.validation.jsonl` → `support.validation.my-model.2026-01-31.eval.jsonl`, numbered when that is taken. */
export function resultsFileName(
  dataset: string,
  { label }: EvaluationTarget,
  startedAt: Date,
  isTaken: (name: string) => boolean,
): string {
  const base = dataset.replace(jsonLinesName, '');
  const model = label
    .normalize('NFKD')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const day = startedAt.toISOString().slice(0, 10);
  return freeName([base, model, day].filter(Boolean).join('.'), isTaken);
}
