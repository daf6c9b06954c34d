import assert from 'node:assert/strict';
import { trainBaseModel } from '../../../src/sandbox/learner/baseModel';
import { learnedModel } from '../../../src/sandbox/learner/generator';
import { trainingSteps } from '../../../src/sandbox/learner/learning';
import { LogLinearModel } from '../../../src/sandbox/learner/model';
import type { TrainingExample } from '../../../src/sandbox/learner/types';
import { MOST_WEIGHTS, Weights } from '../../../src/sandbox/learner/weights';
import { withRowsLearnedInPart } from '../../../src/sandbox/vertexAi/training/dataStats';
import { toDataStats } from '../../../src/tuning/services/vertexAi/dataStats';
import { accuracy, answers } from './tickets';

describe('Learner: room', () => {
  it('has room for 5,000 free answers, and learns each', () => {
    const examples = answers(200, 1);
    const model = trainBaseModel();
    const before = model.weights.count;
    for (const { rowsLearnedInPart } of trainingSteps(model, planOf(examples)))
      assert.equal(rowsLearnedInPart, undefined);
    // More examples share more, so that 25 times as many need at most 25 times as much.
    const needed = before + 25 * (model.weights.count - before);
    assert.ok(needed <= MOST_WEIGHTS, `${needed} weights for 5,000`);
    const picked = examples.filter((_, at) => at % 5 === 0);
    assert.equal(
      accuracy(picked, (input) => answer(model, input)),
      1,
    );
  });

  it('tells of the rows that it had no room for, as the service tells of truncated ones', () => {
    const model = new LogLinearModel(undefined, new Weights(30_000));
    // Two turns of the model in each row.
    const examples = answers(80, 2).map((example, at) => ({ ...example, row: 1 + Math.floor(at / 2) }));
    const told = new Set<number>();
    for (const { rowsLearnedInPart = [] } of trainingSteps(model, planOf(examples)))
      for (const row of rowsLearnedInPart) told.add(row);
    const wrong = examples.filter(({ input, output }) => answer(model, input) !== output);
    assert.ok(wrong.length > 20, 'so small a room should be too small');
    assert.deepEqual(
      wrong.filter(({ row }) => !told.has(row)),
      [],
    );

    const stats = {
      supervisedTuningDataStats: { totalTruncatedExampleCount: '1', truncatedExampleIndices: ['7'] },
    };
    const read = toDataStats(withRowsLearnedInPart(stats, [...told]));
    assert.equal(read?.droppedCount, told.size + 1);
    assert.equal(read?.dropped.length, 20);
    const [, first] = [...(read?.dropped ?? [])];
    assert.equal(first?.index, [...told][0]);
    assert.match(first?.reason ?? '', /room for 4,194,304 weights and learned only a part/);
  });
});

function planOf(examples: readonly TrainingExample[]) {
  return { examples, epochs: 5, batchSize: 8, learningRate: 0.001, seed: 1 };
}

function answer(model: LogLinearModel, input: string): string {
  return [...learnedModel(model).generate(input, { temperature: 0, seed: 1 })].join('');
}
