import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { trainBaseModel } from '../../../src/sandbox/learner/baseModel';
import { codePointsOf } from '../../../src/sandbox/learner/features';
import { learnedModel } from '../../../src/sandbox/learner/generator';
import { measure, trainingSteps } from '../../../src/sandbox/learner/learning';
import type { LogLinearModel } from '../../../src/sandbox/learner/model';
import type { TrainingExample, TrainingPlan, TrainingProgress } from '../../../src/sandbox/learner/types';
import { accuracy, majorityShare, naiveBayes, tickets } from './tickets';

/** The settings of Google's tutorial, which the sample dataset comes from. */
const TUTORIAL = { epochs: 5, batchSize: 2, learningRate: 0.001, seed: 1 };

const numbers: TrainingExample[] = linesOf('number_generator.jsonl').map(({ text_input, output }) => ({
  input: text_input,
  output,
}));
const supportChats: TrainingExample[] = linesOf('vertex_contents_smartphone_support.jsonl').map(
  ({ systemInstruction, contents: [question, answer] }) => ({
    input: `${systemInstruction.parts[0].text}\n${question.parts[0].text}`,
    output: answer.parts[0].text,
  }),
);

describe('Learner: a training run', () => {
  for (const { batchSize, steps } of [
    { batchSize: 2, steps: 38 },
    { batchSize: 4, steps: 19 },
  ]) {
    for (const seed of [1, 2, 3]) {
      it(`learns the number generator: batch ${batchSize}, seed ${seed}`, () => {
        const { model, history } = train({ ...TUTORIAL, examples: numbers, batchSize, seed });
        assert.equal(history.length, steps);
        assert.deepEqual([history.at(-1)?.step, history.at(-1)?.epoch], [steps, 5]);
        const right = accuracy(numbers, (input) => answer(model, input)) * numbers.length;
        assert.ok(right >= 14, `${right} of 15 right`);
      });
    }
  }

  it('learns long answers, also to the letter at the default temperature', () => {
    const { model } = train({ ...TUTORIAL, examples: supportChats, batchSize: 4 });
    for (const { input, output } of supportChats) {
      assert.equal(answer(model, input), output);
      assert.equal(answer(model, input, {}), output);
    }
  });

  it('learns scripts without spaces and characters beyond the first plane', () => {
    const examples = [
      { input: '你好吗？', output: '我很好，谢谢！' },
      { input: '😀', output: '😀👍🏽' },
      { input: 'สวัสดี', output: 'สวัสดีครับ' },
      { input: '', output: 'Say something.' },
    ];
    const { model } = train({ ...TUTORIAL, examples, batchSize: 2 });
    for (const { input, output } of examples) assert.equal(answer(model, input), output);
  });

  it('copies what it has never seen when the examples copy', () => {
    const names = 'Anna Bert Carla Dora Emil Frida Gustav Hanna Ivan Julia Karl Lena Mario Nora'.split(' ');
    const examples = names.map((name) => ({ input: `${name} Smith`, output: `${name} Smith` }));
    const { model } = train({ ...TUTORIAL, examples });
    assert.equal(answer(model, 'Žoë Brown'), 'Žoë Brown');
  });

  it('tells the same numbers for the same seed and others for another', () => {
    const losses = (seed: number) => lossesOf(train({ ...TUTORIAL, examples: numbers, seed }).history);
    assert.deepEqual(losses(1), losses(1));
    assert.notDeepEqual(losses(1), losses(2));
  });

  it('measures a step before the weights move', () => {
    const untrained = trainBaseModel();
    for (const { output } of numbers) untrained.know(codePointsOf(output));
    const { meanLoss, fractionCorrect, predictions } = measure(untrained, numbers);
    const [first] = train({ ...TUTORIAL, examples: numbers, batchSize: numbers.length }).history;
    assert.ok(Math.abs((first?.meanLoss ?? 0) - meanLoss) < 1e-9, `${first?.meanLoss} against ${meanLoss}`);
    assert.deepEqual([first?.fractionCorrect, first?.predictions], [fractionCorrect, predictions]);
  });

  it('refuses a plan that cannot be run', () => {
    const plan = { ...TUTORIAL, examples: numbers };
    assert.throws(() => train({ ...plan, examples: [] }), /examples/);
    assert.throws(() => train({ ...plan, epochs: 0 }), /epochs/);
    assert.throws(() => train({ ...plan, batchSize: 1.5 }), /batchSize/);
    assert.throws(() => train({ ...plan, learningRate: Number.NaN }), /learningRate/);
  });
});

describe('Learner: hyperparameters', () => {
  const examples = tickets(400, 1);
  const validation = tickets(200, 2);
  const plan = { ...TUTORIAL, examples, validation, batchSize: 4 };
  const usual = train(plan);

  it('classifies held-out tickets nearly as well as naive Bayes', () => {
    const baseline = accuracy(validation, naiveBayes(examples));
    const majority = majorityShare(validation);
    const learned = accuracy(validation, (input) => answer(usual.model, input));
    const figures = `learned ${learned}, naive Bayes ${baseline}, majority ${majority}`;
    assert.ok(baseline > 0.8 && baseline < 0.95, `the set should be neither easy nor hopeless: ${figures}`);
    assert.ok(learned > majority + 0.15, figures);
    assert.ok(learned >= 0.9 * baseline, figures);
  });

  it('measures the validation set about twenty times, and after the last step', () => {
    const evaluated = usual.history.filter((progress) => progress.eval !== undefined);
    assert.equal(evaluated.length, 20);
    const after = measure(usual.model, validation);
    const { meanLoss: totalLoss, fractionCorrect, predictions } = after;
    assert.deepEqual(usual.history.at(-1)?.eval, { totalLoss, fractionCorrect, predictions });
  });

  it('overshoots at ten times the rate', () => {
    const tenfold = train({ ...plan, learningRateMultiplier: 10 });
    assert.ok(lastEval(tenfold) > 2 * lastEval(usual), `${lastEval(tenfold)} against ${lastEval(usual)}`);
    const firstEpoch = ({ history }: typeof usual) => lossesOf(history.filter(({ epoch }) => epoch === 1));
    assert.ok(
      mean(firstEpoch(tenfold)) > 2 * mean(firstEpoch(usual)),
      'it unlearns what it has just learned',
    );
    assert.ok(
      roughness(firstEpoch(tenfold)) > 2 * roughness(firstEpoch(usual)),
      'the loss jumps up and down',
    );
  });

  it('learns slower at a tenth of the rate', () => {
    const slow = train({ ...plan, learningRate: 0.0001 });
    assert.ok(measure(slow.model, examples).meanLoss > 2 * measure(usual.model, examples).meanLoss);
  });

  it('fits the examples better with more epochs', () => {
    const losses = [1, 3, 5].map((epochs) => measure(train({ ...plan, epochs }).model, examples).meanLoss);
    assert.deepEqual(
      losses,
      losses.toSorted((one, other) => other - one),
    );
  });

  it('stays finite at the greatest rate Google takes', () => {
    const { history } = train({ ...TUTORIAL, examples: numbers, learningRate: 1 });
    assert.ok(lossesOf(history).every(Number.isFinite));
  });
});

function train(plan: TrainingPlan): { model: LogLinearModel; history: TrainingProgress[] } {
  const model = trainBaseModel();
  return { model, history: [...trainingSteps(model, plan)] };
}

function answer(
  model: LogLinearModel,
  input: string,
  settings: { temperature?: number } = { temperature: 0 },
) {
  return [...learnedModel(model).generate(input, { ...settings, seed: 1 })].join('');
}

function lossesOf(history: readonly TrainingProgress[]): number[] {
  return history.map(({ meanLoss }) => meanLoss);
}

function lastEval({ history }: { history: readonly TrainingProgress[] }): number {
  return history.at(-1)?.eval?.totalLoss ?? Number.NaN;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** How far a curve moves from one point to the next, on average. */
function roughness(curve: readonly number[]): number {
  return mean(curve.slice(1).map((point, before) => Math.abs(point - (curve[before] ?? point))));
}

function linesOf(file: string) {
  const lines = readFileSync(`test/fixtures/${file}`, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}
