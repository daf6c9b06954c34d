import { characters } from './characters';
import { codePointsOf, END_OF_TEXT, findFeatures, type InputFeatures, readInput } from './features';
import type { LogLinearModel } from './model';
import { seededRandom, shuffledIndices } from './random';
import { rewardsOf, weighted } from './rewards';
import type {
  EarnedReward,
  Measurement,
  Reward,
  TrainingExample,
  TrainingPlan,
  TrainingProgress,
} from './types';

/**
 * Google's rates are relative to its own models: 0.001 means "the default". At this optimiser the default is a
 * rate of 0.5, chosen so that it learns fifteen short lines in five epochs, while a tenfold rate overshoots.
 */
const RATE_OF_GOOGLES_UNIT = 0.5 / 0.001;
const MOST_EVALUATIONS = 20;
const DEFAULT_BETA = 0.1;
/** Google's page on the hyperparameters of reinforcement tuning, 2026. */
const DEFAULT_SAMPLES = 16;

/** An example in the form the model reads; made once, used in every epoch. */
interface Lesson {
  readonly input: InputFeatures;
  /** Code points, closed by END_OF_TEXT. */
  readonly output: readonly number[];
  /** As `output`. */
  readonly rejected: readonly number[] | undefined;
  readonly rewards: readonly Reward[] | undefined;
  readonly row: number;
}

export function stepCount(plan: TrainingPlan): number {
  return Math.ceil((plan.examples.length * plan.epochs) / plan.batchSize);
}

/** Steps after which an epoch is complete: batches run on over the ends of epochs, as in Google's step count. */
export function lastStepOfEpoch(plan: TrainingPlan, epoch: number): number {
  return Math.ceil((plan.examples.length * epoch) / plan.batchSize);
}

/**
 * Trains `model` in place, one step per value asked for: plain minibatch steps, one update of the weights per batch
 * with the gradient summed over it. Skips the first `doneSteps`, whose effect the model already has.
 */
export function* trainingSteps(
  model: LogLinearModel,
  plan: TrainingPlan,
  doneSteps = 0,
): Generator<TrainingProgress, void> {
  check(plan);
  const lessons = plan.examples.map(lessonOf);
  const validation = (plan.validation ?? []).map(lessonOf);
  for (const { output } of lessons) {
    model.know(output);
    model.longestOutput = Math.max(model.longestOutput, output.length);
  }
  const rate = plan.learningRate * (plan.learningRateMultiplier ?? 1) * RATE_OF_GOOGLES_UNIT;
  const steps = stepCount(plan);
  const total = lessons.length * plan.epochs;
  let epoch = 0;
  let order: Uint32Array = new Uint32Array();
  for (let step = doneSteps + 1; step <= steps; step++) {
    const first = (step - 1) * plan.batchSize;
    const measured = new Tally();
    const earned: Earned[] = [];
    const inPart = new Set<number>();
    for (let at = first; at < Math.min(first + plan.batchSize, total); at++) {
      if (Math.floor(at / lessons.length) + 1 !== epoch) {
        epoch = Math.floor(at / lessons.length) + 1;
        order = orderOfEpoch(plan, epoch);
      }
      const lesson = lessons[order[at % lessons.length] ?? 0];
      if (lesson?.rewards)
        earned.push(reinforce(model, lesson, lesson.rewards, { plan, seed: plan.seed + at * 101 }, measured));
      else if (lesson && !learn(model, lesson, plan.beta ?? DEFAULT_BETA, measured)) inPart.add(lesson.row);
    }
    // Falls linearly to nothing, as is usual in tuning: the last batches do not get the last word.
    model.step(rate * (1 - (step - 1) / steps));
    const progress = {
      step,
      steps,
      epoch: Math.floor(first / lessons.length) + 1,
      ...measured.result(),
      ...(earned.length > 0 ? { reward: rewardOfStep(earned) } : {}),
      ...(inPart.size > 0 ? { rowsLearnedInPart: [...inPart] } : {}),
    };
    yield validation.length > 0 && isEvaluated(step, steps)
      ? { ...progress, eval: evaluate(model, validation, plan) }
      : progress;
  }
}

/** The model's predictions of examples that it does not learn from. */
export function measure(model: LogLinearModel, examples: readonly TrainingExample[]): Measurement {
  const measured = new Tally();
  for (const lesson of examples.map(lessonOf)) read(model, lesson, measured, 0);
  return measured.result();
}

function check(plan: TrainingPlan): void {
  if (plan.examples.length === 0) throw new RangeError('A training plan needs examples.');
  for (const name of ['epochs', 'batchSize'] as const) {
    if (!Number.isInteger(plan[name]) || plan[name] < 1)
      throw new RangeError(`${name} must be a whole number from 1, not ${plan[name]}.`);
  }
  for (const name of ['learningRate', 'learningRateMultiplier'] as const) {
    const rate = plan[name] ?? 1;
    if (!(rate > 0 && rate < Number.POSITIVE_INFINITY))
      throw new RangeError(`${name} must be above 0, not ${rate}.`);
  }
}

function evaluate(
  model: LogLinearModel,
  lessons: readonly Lesson[],
  plan: TrainingPlan,
): NonNullable<TrainingProgress['eval']> {
  const measured = new Tally();
  for (const lesson of lessons) read(model, lesson, measured, 0);
  const { meanLoss: totalLoss, fractionCorrect, predictions } = measured.result();
  const earned = lessons.flatMap((lesson, at) =>
    lesson.rewards
      ? weighted(rewardsOf(write(model, lesson, plan, plan.seed + at), lesson.rewards), lesson.rewards)
      : [],
  );
  const facts = { totalLoss, fractionCorrect, predictions };
  return earned.length > 0 ? { ...facts, meanReward: mean(earned) } : facts;
}

/** Evenly over the run, and always after the last step; with 1, 2, 4, 5, 10 or 20 epochs also after each epoch. */
function isEvaluated(step: number, steps: number): boolean {
  const evaluationsBy = (count: number) => Math.floor((count * MOST_EVALUATIONS) / steps);
  return evaluationsBy(step) > evaluationsBy(step - 1);
}

function orderOfEpoch(plan: TrainingPlan, epoch: number): Uint32Array {
  return shuffledIndices(plan.examples.length, seededRandom(plan.seed + epoch * 7919));
}

function lessonOf(example: TrainingExample, at: number): Lesson {
  const close = (text: string) => [...codePointsOf(text), END_OF_TEXT];
  const { input, output, rejected, rewards, row = at + 1 } = example;
  return {
    input: readInput(input),
    output: close(output),
    rejected: rejected === undefined ? undefined : close(rejected),
    rewards,
    row,
  };
}

/** False when the model had no room for all of it. */
function learn(model: LogLinearModel, lesson: Lesson, beta: number, measured: Tally): boolean {
  return lesson.rejected
    ? prefer(model, lesson, lesson.rejected, beta, measured)
    : read(model, lesson, measured, 1);
}

/** What the answers to one prompt earned. */
interface Earned {
  /** By answer and reward. */
  readonly each: readonly (readonly number[])[];
  readonly sums: readonly number[];
  readonly lengths: readonly number[];
}

/**
 * Group relative policy optimisation (https://arxiv.org/abs/2402.03300) with one update of the weights for the answers of a
 * step: each answer is learned, or unlearned, by how much more or less than the others to its prompt it earns.
 */
function reinforce(
  model: LogLinearModel,
  lesson: Lesson,
  rewards: readonly Reward[],
  { plan, seed }: { plan: TrainingPlan; seed: number },
  measured: Tally,
): Earned {
  const count = plan.samplesPerPrompt ?? DEFAULT_SAMPLES;
  const answers = Array.from({ length: count }, (_, at) => write(model, lesson, plan, seed + at));
  const each = answers.map((answer) => rewardsOf(answer, rewards));
  const sums = each.map((earned) => weighted(earned, rewards));
  const usual = mean(sums);
  const spread = Math.sqrt(mean(sums.map((sum) => (sum - usual) ** 2)));
  for (const [at, answer] of answers.entries()) {
    const advantage = spread === 0 ? 0 : ((sums[at] ?? usual) - usual) / spread / count;
    const output = [...codePointsOf(answer), END_OF_TEXT];
    read(model, { ...lesson, output }, measured, advantage);
  }
  return { each, sums, lengths: answers.map((answer) => codePointsOf(answer).length) };
}

function write(model: LogLinearModel, { input }: Lesson, plan: TrainingPlan, seed: number): string {
  let text = '';
  let length = 0;
  for (const character of characters(model, input, { seed })) {
    text += character;
    if (++length === plan.maxSampleLength) break;
  }
  return text;
}

function rewardOfStep(earned: readonly Earned[]): EarnedReward {
  const each = earned.flatMap((one) => one.each);
  return {
    mean: mean(earned.flatMap(({ sums }) => sums)),
    each: (each[0] ?? []).map((_, reward) => mean(each.map((one) => one[reward] ?? 0))),
    meanLength: mean(earned.flatMap(({ lengths }) => lengths)),
    learnable: mean(earned.map(({ sums }) => (sums.some((sum) => sum !== sums[0]) ? 1 : 0))),
  };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);
}

/**
 * Contrastive preference optimisation (https://arxiv.org/abs/2401.08417), DPO's loss without a reference model, so that
 * a run can go on from its saved state: −log σ(β (log p(output) − log p(rejected))) − log p(output).
 */
function prefer(
  model: LogLinearModel,
  lesson: Lesson,
  rejected: readonly number[],
  beta: number,
  measured: Tally,
): boolean {
  const other = { ...lesson, output: rejected };
  const margin = beta * (logProbability(model, lesson) - logProbability(model, other));
  const unsure = 1 / (1 + Math.exp(margin));
  const whole = read(model, lesson, measured, 1 + unsure);
  read(model, other, new Tally(), -unsure);
  return whole;
}

/** In nats, of the whole output with its end. */
function logProbability(model: LogLinearModel, lesson: Lesson): number {
  const measured = new Tally();
  read(model, lesson, measured, 0);
  const { meanLoss, predictions } = measured.result();
  return -meanLoss * predictions;
}

/**
 * Predicts each character of the output from the true ones before it.
 * @param rate how much of it is learned: 0 to measure only, below 0 to unlearn
 * @returns false when the model had no room for all of it
 */
function read(model: LogLinearModel, lesson: Lesson, measured: Tally, rate: number): boolean {
  let whole = true;
  for (let length = 0; length < lesson.output.length; length++) {
    const target = model.indexOf(lesson.output[length] ?? END_OF_TEXT);
    findFeatures(lesson.input, lesson.output, length, model.active);
    const best = model.score();
    measured.add(model.probabilities[target] ?? 0, best === target);
    if (rate === 0) continue;
    // What is unlearned gets no weights of its own: there is nothing to lower.
    if (rate > 0) whole = model.include(target) && whole;
    model.addGradient(target, rate);
  }
  return whole;
}

class Tally {
  private loss = 0;
  private correct = 0;
  private predictions = 0;

  add(probability: number, correct: boolean): void {
    // A probability can underflow to 0 when a far too high rate has blown up the weights.
    this.loss -= Math.log(Math.max(probability, Number.MIN_VALUE));
    this.correct += correct ? 1 : 0;
    this.predictions++;
  }

  result(): Measurement {
    const { loss, correct, predictions } = this;
    const count = Math.max(predictions, 1);
    return { meanLoss: loss / count, fractionCorrect: correct / count, predictions };
  }
}
