import * as vscode from 'vscode';
import { counted } from '../../../base/numbers';
import { type Comparison, gainOf } from '../../../evaluation/compare/pairs';
import type { Scores } from '../../../evaluation/compare/scores';
import type { MetricSummary, TargetSummary } from '../../../evaluation/compare/summary';
import { questionOf, turnsText } from '../../../evaluation/judge/judging';
import type { Metric } from '../../../evaluation/metrics/metric';
import {
  differenceFigures,
  figure,
  intervalFigure,
  meanFigure,
  pFigure,
  wholeFigure,
} from '../../../evaluation/report/figures';
import { contaminationNotes, notesOf } from '../../../evaluation/report/notes';
import type { RowRecord } from '../../../evaluation/results/records';
import type { Results } from '../../../evaluation/results/results';
import { sharedInstruction } from '../../../evaluation/rows';
import type { TuningService } from '../../../tuning/contract/service';
import { dateText, numberText, rowsText } from '../../ui/numberFormat';
import type {
  EvaluationState,
  Outcome,
  ShownAnswer,
  ShownComparison,
  ShownFigure,
  ShownMetric,
  ShownRow,
  ShownScore,
  ShownTarget,
} from './evaluation.protocol';

/** Of what is said before, the page shows so much: prompts with whole documents in them would fill it. */
const longestQuestion = 4000;

/** Results in words, for the page. */
export class ShownResults {
  /** The first metric of quality: rows are won and lost by it. */
  readonly main: Metric | undefined;
  /** What all rows begin with; undefined when they don't, or there is only one. */
  readonly #shared: string | undefined;

  constructor(
    private readonly results: Results,
    private readonly scores: Scores,
    private readonly services: readonly TuningService[],
    /** Whether a model was deleted, by its resource name. */
    private readonly isGone: (name: string) => boolean = () => false,
  ) {
    this.main = scores.metrics[0];
    this.#shared = sharedInstruction(results.rows);
  }

  head(): Pick<
    EvaluationState,
    'heading' | 'subtitle' | 'metrics' | 'mainMetric' | 'contamination' | 'systemInstruction'
  > {
    const { dataset, startedAt, parameters, judge } = this.results.header;
    const settings = Object.entries(parameters).map(([key, value]) => `${key} ${value}`);
    const facts = [
      rowsText(this.results.rows.length),
      dateText(startedAt),
      ...settings,
      ...(judge ? [vscode.l10n.t('judge model: {0}', judge.label)] : []),
    ];
    return {
      heading: vscode.l10n.t('Evaluation on {0}', dataset.path.split('/').at(-1) ?? dataset.path),
      subtitle: facts.join(' · '),
      metrics: this.scores.metrics.map(
        (metric): ShownMetric => ({
          id: metric.id,
          label: metric.label,
          description: metric.description,
          lowIsGood: metric.better === 'lower',
          best: bestScores[metric.unit],
        }),
      ),
      mainMetric: this.main?.id ?? '',
      contamination: contaminationNotes(this.results),
      systemInstruction: this.#shared ?? '',
    };
  }

  row(row: RowRecord): ShownRow {
    const question = this.#shared === undefined ? questionOf(row) : turnsText(row.prompt);
    return {
      line: row.line,
      question: question.length > longestQuestion ? `${question.slice(0, longestQuestion)}…` : question,
      expected: row.expected,
      label: this.#labelOf(row.expected),
      seen: seenText(row.seen),
      answers: this.answers(row),
    };
  }

  answers(row: RowRecord): ShownRow['answers'] {
    return this.results.header.targets.map((_, target) => this.#answer(row, target));
  }

  targets(summary: readonly TargetSummary[]): readonly ShownTarget[] {
    return summary.map((one) => {
      const { target, classification } = one;
      const service = this.services.find(({ id }) => id === target.service);
      return {
        label: target.label,
        model: `${service?.label ?? target.service} · ${target.model}`,
        facts: factsOf(one),
        figures: Object.fromEntries(one.metrics.map((metric) => [metric.metric.id, shownFigure(metric)])),
        classes: (classification?.classes ?? []).map((figures, index) => ({
          name: figures.name,
          precision: figure('share', figures.precision),
          recall: figure('share', figures.recall),
          f1: figure('share', figures.f1),
          rows: figures.support,
          counts: classification?.counts[index] ?? [],
        })),
        meanF1: classification ? figure('share', classification.macro.f1) : '',
      };
    });
  }

  notes(summary: readonly TargetSummary[]): readonly string[] {
    const gone = this.results.header.targets.filter(({ model }) => this.isGone(model));
    return [
      ...gone.map(({ label }) =>
        vscode.l10n.t(
          '{0} was deleted. Its responses stay here; to get new ones, evaluate another model.',
          label,
        ),
      ),
      ...this.#otherNotes(summary),
    ];
  }

  /** Without those that stand above the figures. */
  #otherNotes(summary: readonly TargetSummary[]): readonly string[] {
    const above = new Set(contaminationNotes(this.results));
    return notesOf({ results: this.results, scores: this.scores, summary }).filter(
      (note) => !above.has(note),
    );
  }

  /** What the figures say of each target but the first; of a single one, its main figure. */
  conclusions(summary: readonly TargetSummary[]): readonly string[] {
    const [first, ...others] = summary;
    const { main } = this;
    if (first === undefined || main === undefined) return [];
    const own = first.metrics.find(({ metric }) => metric === main)?.figure;
    if (others.length === 0 && own) return [`${first.target.label}: ${main.label} ${wholeFigure(main, own)}`];
    return others.flatMap(({ target, metrics }) => {
      const comparison = metrics.find(({ metric }) => metric === main)?.comparison;
      return comparison ? [conclusion(main, target.label, first.target.label, comparison)] : [];
    });
  }

  #answer(row: RowRecord, target: number): ShownAnswer | null {
    const answer = this.results.answer(row.line, target);
    const failure = this.results.failure(row.line, target);
    if (failure) {
      const note = failure.message;
      return { text: '', note, refused: true, scores: {}, judged: '', label: '', outcome: undefined };
    }
    if (answer === undefined) return null;
    const scores: Record<string, ShownScore> = {};
    for (const metric of this.scores.metrics) {
      const value = this.scores.score(metric, row, target);
      if (value !== undefined) scores[metric.id] = { value, text: scoreText(metric, value) };
    }
    const finish = answer.finishReason.toLowerCase().replaceAll('_', ' ');
    return {
      text: answer.text,
      note: answer.finishReason === 'STOP' ? '' : vscode.l10n.t('stopped early: {0}', finish),
      refused: false,
      scores,
      judged: this.results.judgement(row.line, target)?.reason ?? '',
      label: this.#labelOf(answer.text),
      outcome: this.#outcome(row, target),
    };
  }

  #labelOf(text: string): string {
    const { classes, labels } = this.scores;
    return classes.length === 0 ? '' : (labels.find(text) ?? '');
  }

  #outcome(row: RowRecord, target: number): Outcome | undefined {
    const { main } = this;
    const pair = main && target > 0 ? this.scores.pair(main, row, target) : undefined;
    if (main === undefined || pair === undefined) return undefined;
    const gain = gainOf(main, pair);
    return gain > 0 ? 'won' : gain < 0 ? 'lost' : 'equal';
  }
}

const bestScores: Readonly<Record<Metric['unit'], number | undefined>> = {
  rightOrWrong: 1,
  share: 1,
  points: 100,
  ratio: 1,
  milliseconds: undefined,
  tokens: undefined,
  dollars: undefined,
};

/** One row is right or wrong; "100.0 %" is said of many. */
function scoreText({ unit }: Metric, value: number): string {
  if (unit !== 'rightOrWrong') return figure(unit, value);
  return value === 1 ? vscode.l10n.t('yes') : vscode.l10n.t('no');
}

function seenText(seen: RowRecord['seen']): string {
  if (seen === undefined) return '';
  return seen === 'exact' ? vscode.l10n.t('seen in training') : vscode.l10n.t('nearly seen in training');
}

function shownFigure({ metric, figure: shown, answered, seen, comparison }: MetricSummary): ShownFigure {
  return {
    mean: shown ? meanFigure(metric, shown) : '–',
    interval: shown?.interval ? intervalFigure(metric.unit, shown.interval) : '',
    rows: shown ? counted(shown.rows, 'row') : '',
    beside: [
      ...(answered ? [vscode.l10n.t('with response: {0}', wholeFigure(metric, answered))] : []),
      ...(seen ? [vscode.l10n.t('seen in training: {0}', wholeFigure(metric, seen))] : []),
    ],
    comparison: comparison && shownComparison(metric, comparison),
  };
}

function shownComparison(metric: Metric, comparison: Comparison): ShownComparison {
  const { wins, ties, losses, verdict } = comparison;
  const labels = {
    better: vscode.l10n.t('better'),
    worse: vscode.l10n.t('worse'),
    none: vscode.l10n.t('no significant difference'),
    many: vscode.l10n.t('not significant after adjustment for multiple comparisons'),
    few: vscode.l10n.t('too few rows'),
  };
  return {
    ...differenceFigures(metric, comparison),
    won: wins,
    equal: ties,
    lost: losses,
    basis: vscode.l10n.t(
      'both responded to {0}, {1}',
      counted(comparison.rows, 'row'),
      pFigure(metric, comparison),
    ),
    verdict,
    verdictLabel: labels[verdict],
  };
}

export function conclusion(metric: Metric, label: string, first: string, comparison: Comparison): string {
  const { verdict, rows } = comparison;
  const { difference, interval } = differenceFigures(metric, comparison);
  const figures = `${metric.label} ${difference} ${interval}`;
  switch (verdict) {
    case 'better':
      return vscode.l10n.t('{0} is better than {1}: {2}.', label, first, figures);
    case 'worse':
      return vscode.l10n.t('{0} is worse than {1}: {2}.', label, first, figures);
    case 'none':
      return vscode.l10n.t('No significant difference between {0} and {1}: {2}.', label, first, figures);
    case 'many':
      return vscode.l10n.t(
        'No significant difference between {0} and {1} after adjustment for multiple comparisons: {2}.',
        label,
        first,
        figures,
      );
    case 'few':
      if (rows === 1) return vscode.l10n.t("1 row isn't enough to distinguish {0} from {1}.", label, first);
      return vscode.l10n.t(
        "{0} rows aren't enough to distinguish {1} from {2}.",
        numberText(rows),
        label,
        first,
      );
  }
}

function factsOf({ target, answered, failed, missing, promptTokens, outputTokens }: TargetSummary): string {
  const facts = [vscode.l10n.t('{0} responses', numberText(answered))];
  if (failed > 0) facts.push(vscode.l10n.t('{0} failed', numberText(failed)));
  if (missing > 0) facts.push(vscode.l10n.t('{0} missing', numberText(missing)));
  const { thinkingLevel, thinkingBudget } = target.parameters ?? {};
  if (thinkingLevel !== undefined)
    facts.push(vscode.l10n.t('thinking level {0}', thinkingLevel.toLowerCase()));
  if (thinkingBudget !== undefined) facts.push(vscode.l10n.t('thinking budget {0}', thinkingBudget));
  if (target.training?.kind === 'unknown') facts.push(vscode.l10n.t('training data unknown'));
  if (promptTokens + outputTokens > 0) {
    facts.push(counted(promptTokens, 'input token'), counted(outputTokens, 'output token'));
  }
  return facts.join(' · ');
}
