import * as l10n from '@vscode/l10n';
import { counted, grouped, withDecimals, withPrecision } from '../../base/numbers';
import type { Checkpoint } from '../contract/job';
import type { MetricPoint, MetricSeries } from '../contract/metrics';
import {
  firstStretch,
  lastStretch,
  lowestStretch,
  noiseOf,
  risingPart,
  type Stretch,
} from './curveStatistics';
import { ratedCheckpoints } from './ratedCheckpoints';

/** What the curves of a run say. */
export interface CurveFinding {
  readonly kind:
    | 'notANumber'
    | 'diverging'
    | 'overfitting'
    | 'notCarriedOver'
    | 'noLearning'
    | 'stillImproving';
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence with the figures that it rests on. */
  readonly message: string;
  /** What to do, in a sentence. */
  readonly advice: string;
  /** Where in the curve to look. */
  readonly step: number;
  /** The curve that it is about, by its name. */
  readonly series: string;
  /** The checkpoint to use, when the finding is a reason to prefer one. */
  readonly checkpoint: Checkpoint | undefined;
}

interface Curve {
  readonly name: string;
  readonly points: readonly MetricPoint[];
  readonly values: readonly number[];
}

/** Fewer points than these carry no verdict. */
const fewestSteps = 12;
/** While a run goes on: it may warm up first. */
const fewestStepsToGiveUp = 36;
const fewestEvaluations = 4;
/** Evaluations after the best one. */
const fewestWorse = 3;
/** A validation curve shorter than this is too short to tell how noisy it is. */
const shortCurve = 8;
/** Pairwise comparisons grow with the square of the points; more of them than this tell nothing new. */
const mostCompared = 200;
/** So many times the noise, a difference is none of it. */
const certain = 5;

/**
 * Reads the curves of a run as somebody who has seen many would. It stays silent when there are too few points, and
 * when what is seen may be noise. The advice is that of Google's tutorials (recommended settings by task: "small data
 * with many epochs overfits", "more classes need more data") and of "Supervised Fine Tuning for Gemini: A best
 * practices guide", https://cloud.google.com/blog/products/ai-machine-learning/master-gemini-sft.
 * @param series in any order
 * @param ended whether the run is over: only then the end of a curve is an end
 */
export function readCurves(
  series: readonly MetricSeries[],
  checkpoints: readonly Checkpoint[],
  ended: boolean,
): readonly CurveFinding[] {
  const broken = findNotANumber(series);
  if (broken) return [broken]; // whatever else is seen follows from it
  const train = lossOf(series, 'train');
  const validation = lossOf(series, 'validation');
  const diverging = train && findDiverging(train);
  if (diverging) return [diverging];
  const overfitting = train && validation && findOverfitting(train, validation, checkpoints);
  if (overfitting) return [overfitting];
  const notCarriedOver = train && validation && findNotCarriedOver(train, validation);
  if (notCarriedOver) return [notCarriedOver];
  const noLearning = train && findNoLearning(train, ended);
  if (noLearning) return [noLearning];
  const improving = ended ? findStillImproving(validation ?? train) : undefined;
  return improving ? [improving] : [];
}

/** A loss that is infinite or not a number, in whichever curve. */
function findNotANumber(series: readonly MetricSeries[]): CurveFinding | undefined {
  const broken = series.flatMap(({ name, kind, points }) => {
    if (kind !== 'loss') return [];
    const point = inSteps(points).find(({ value }) => !Number.isFinite(value));
    return point ? [{ name, step: point.step }] : [];
  });
  const first = broken.sort((a, b) => a.step - b.step || (a.name < b.name ? -1 : 1))[0];
  if (first === undefined) return undefined;
  return {
    kind: 'notANumber',
    severity: 'error',
    message: l10n.t('The loss is NaN from step {0}. Training has diverged.', grouped(first.step)),
    advice: l10n.t(
      "Don't use this model. Tune again with a lower learning rate, and check for empty, broken, or extremely long examples.",
    ),
    step: first.step,
    series: first.name,
    checkpoint: undefined,
  };
}

/** The training loss has lost half of what it had gained, or more. */
function findDiverging({ name, points, values }: Curve): CurveFinding | undefined {
  if (values.length < fewestSteps) return undefined;
  const width = widthOf(values);
  const best = lowestStretch(values, width);
  const first = firstStretch(values, width);
  const last = lastStretch(values, width);
  const rise = last.mean - best.mean;
  const isLarge = last.mean > 1.5 * best.mean && rise > 0.5 * (first.mean - best.mean);
  if (!isLarge || rise <= certain * noiseOfDifference(values, width)) return undefined;
  const step = stepOf(points, best);
  return {
    kind: 'diverging',
    severity: 'error',
    message: l10n.t(
      'Training loss is rising: from {0} around step {1} to {2} at the end.',
      figure(best.mean),
      grouped(step),
      figure(last.mean),
    ),
    advice: l10n.t('Tune again with a lower learning rate, and check for broken or conflicting examples.'),
    step,
    series: name,
    checkpoint: undefined,
  };
}

/** The loss on the validation file has risen for several evaluations, while that on the training file went on falling. */
function findOverfitting(
  train: Curve,
  { name, points, values }: Curve,
  checkpoints: readonly Checkpoint[],
): CurveFinding | undefined {
  if (values.length < fewestEvaluations) return undefined;
  const isShort = values.length < shortCurve;
  const width = isShort ? 1 : Math.max(1, Math.floor(values.length / 6));
  const best = lowestStretch(values, width);
  const last = lastStretch(values, width);
  const worse = values.length - best.to;
  const rise = last.mean - best.mean;
  if (worse < fewestWorse || rise < (isShort ? 0.1 : 0.05) * best.mean) return undefined;
  if (!isShort && rise <= certain * noiseOfDifference(values, width)) return undefined;
  const since = values.slice(best.from);
  if (risingPart(thinned(since)) < (isShort ? 1 : 0.7)) return undefined;

  const step = stepOf(points, best);
  const [then, now] = [lossAround(train, step), lossAround(train, Number.POSITIVE_INFINITY)];
  if (then === undefined || now === undefined || now >= then) return undefined;
  const checkpoint = ratedCheckpoints(checkpoints, points)[0]?.checkpoint;
  const epoch = checkpoint?.epoch ?? points[middleOf(best)]?.epoch;
  const fewer = epoch === undefined ? l10n.t('fewer epochs') : counted(epoch, 'epoch');
  return {
    kind: 'overfitting',
    severity: 'warning',
    message: l10n.t(
      'Overfitting: since step {0}, validation loss has risen over {1}, from {2} to {3}, while training loss fell from {4} to {5}.',
      grouped(step),
      counted(worse, 'evaluation'),
      figure(best.mean),
      figure(last.mean),
      figure(then),
      figure(now),
    ),
    advice: checkpoint
      ? l10n.t(
          'Use checkpoint {0}, or tune again with {1}, with more varied examples, or with a lower learning rate.',
          checkpoint.id,
          fewer,
        )
      : l10n.t('Tune again with {0}, with more varied examples, or with a lower learning rate.', fewer),
    step,
    series: name,
    checkpoint,
  };
}

/** The training loss has fallen by half or more since the first evaluation, and that on the validation file not at all. */
function findNotCarriedOver(train: Curve, { name, points, values }: Curve): CurveFinding | undefined {
  if (values.length < fewestEvaluations || train.values.length < fewestSteps) return undefined;
  const width = values.length < shortCurve ? 1 : Math.max(1, Math.floor(values.length / 6));
  const [first, last] = [firstStretch(values, width), lastStretch(values, width)];
  const step = points[0]?.step ?? 0;
  const [then, now] = [lossAround(train, step), lossAround(train, Number.POSITIVE_INFINITY)];
  if (then === undefined || now === undefined || now > 0.5 * then || last.mean < 2 * now) return undefined;
  if (lowestStretch(values, width).mean < 0.95 * first.mean) return undefined;
  return {
    kind: 'notCarriedOver',
    severity: 'warning',
    message: l10n.t(
      "The model doesn't generalize: since step {0}, training loss fell from {1} to {2}, but validation loss went from {3} to {4}.",
      grouped(step),
      figure(then),
      figure(now),
      figure(first.mean),
      figure(last.mean),
    ),
    advice: l10n.t(
      'Tune again with more varied examples or fewer epochs, and check that the validation file contains the same kind of examples.',
    ),
    step,
    series: name,
    checkpoint: undefined,
  };
}

/** After all these steps the training loss is where it was. */
function findNoLearning({ name, points, values }: Curve, ended: boolean): CurveFinding | undefined {
  if (values.length < (ended ? fewestSteps : fewestStepsToGiveUp)) return undefined;
  const width = widthOf(values);
  const first = firstStretch(values, width);
  const last = lastStretch(values, width);
  const fall = (first.mean - last.mean) / first.mean;
  const isFlat = fall < 0.02 || (fall < 0.05 && fall * first.mean < 2 * noiseOfDifference(values, width));
  if (!isFlat) return undefined;
  const step = points[0]?.step ?? 0;
  return {
    kind: 'noLearning',
    severity: 'warning',
    message: l10n.t(
      "The model isn't learning: training loss was {0} at the start and is {1} after {2}.",
      figure(first.mean),
      figure(last.mean),
      counted(points.at(-1)?.step ?? 0, 'step'),
    ),
    advice: l10n.t(
      "Tune again with a higher learning rate or more epochs. If that doesn't help, check that the outputs follow from the inputs, and add more examples.",
    ),
    step,
    series: name,
    checkpoint: undefined,
  };
}

/** The run has ended while the loss was still going down. */
function findStillImproving(curve: Curve | undefined): CurveFinding | undefined {
  if (curve === undefined) return undefined;
  const { name, points, values } = curve;
  if (values.length < fewestEvaluations) return undefined;
  const width = values.length < fewestSteps ? 1 : widthOf(values);
  const last = lastStretch(values, width);
  const before = lastStretch(values.slice(0, last.from), width);
  const fall = before.mean - last.mean;
  const isLowest = lowestStretch(values, width).from === last.from;
  if (!isLowest || fall < 0.05 * before.mean || fall <= certain * noiseOfDifference(values, width))
    return undefined;
  const step = points[before.from]?.step ?? 0;
  return {
    kind: 'stillImproving',
    severity: 'info',
    message: l10n.t(
      'Loss was still falling at the end: from {0} around step {1} to {2}.',
      figure(before.mean),
      grouped(step),
      figure(last.mean),
    ),
    advice: l10n.t(
      'More epochs might improve the model. Continue tuning from this model, or tune again with more epochs.',
    ),
    step,
    series: name,
    checkpoint: undefined,
  };
}

/** The loss curve of a side; of several the one of the total loss. */
function lossOf(series: readonly MetricSeries[], side: MetricSeries['side']): Curve | undefined {
  const rank = (name: string) => `${name.includes('total') ? 0 : 1}${name}`;
  const losses = series.filter((one) => one.side === side && one.kind === 'loss' && one.points.length > 0);
  const chosen = losses.sort((a, b) => (rank(a.name) < rank(b.name) ? -1 : 1))[0];
  if (chosen === undefined) return undefined;
  const points = inSteps(chosen.points);
  return { name: chosen.name, points, values: points.map(({ value }) => value) };
}

function inSteps(points: readonly MetricPoint[]): readonly MetricPoint[] {
  return [...points].sort((a, b) => a.step - b.step);
}

/** A fifth of the curve, but at least three points. */
function widthOf(values: readonly number[]): number {
  return Math.max(3, Math.floor(values.length / 5));
}

/** Standard deviation of the difference of two stretches' means. */
function noiseOfDifference(values: readonly number[], width: number): number {
  return noiseOf(values) * Math.sqrt(2 / width);
}

function thinned(values: readonly number[]): readonly number[] {
  const every = Math.ceil(values.length / mostCompared);
  return values.filter((_, i) => i % every === 0);
}

/** Mean training loss of a tenth of all steps, or of as many as there are, up to this one. */
function lossAround({ points, values }: Curve, step: number): number | undefined {
  const until = points.filter((point) => point.step <= step).length;
  const width = Math.min(until, Math.max(1, Math.floor(values.length / 10)));
  return until === 0 ? undefined : lastStretch(values.slice(0, until), width).mean;
}

function stepOf(points: readonly MetricPoint[], stretch: Stretch): number {
  return points[middleOf(stretch)]?.step ?? 0;
}

function middleOf({ from, to }: Stretch): number {
  return Math.floor((from + to - 1) / 2);
}

function figure(value: number): string {
  if (Math.abs(value) < 0.01) return withDecimals(value, 4);
  return Math.abs(value) >= 100 ? value.toFixed(0) : withPrecision(value, 3);
}
