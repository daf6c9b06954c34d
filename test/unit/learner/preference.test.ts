import assert from 'node:assert/strict';
import { measure, trainingSteps } from '../../../src/sandbox/learner/learning';
import { LogLinearModel } from '../../../src/sandbox/learner/model';
import type { TrainingExample, TrainingPlan } from '../../../src/sandbox/learner/types';

const input = 'How are you?';
const preferred = 'Very well, thank you.';
const rejected = 'Go away at once.';

/** A model that gives the rejected answer, tuned further with `example`. Nats per character of the two answers. */
function losses(example: TrainingExample | undefined, beta?: number) {
  const model = new LogLinearModel();
  const plan = (examples: TrainingExample[]): TrainingPlan => ({
    examples,
    epochs: 6,
    batchSize: 1,
    learningRate: 0.0002,
    seed: 1,
    beta,
  });
  for (const _ of trainingSteps(model, plan([{ input, output: rejected }])));
  if (example) for (const _ of trainingSteps(model, plan([example])));
  const loss = (output: string) => measure(model, [{ input, output }]).meanLoss;
  return { preferred: loss(preferred), rejected: loss(rejected) };
}

describe('preference tuning of the stand-in model', () => {
  it('makes the preferred answer more likely, and the other less likely than examples alone do', () => {
    const before = losses(undefined);
    const byExample = losses({ input, output: preferred });
    const byPreference = losses({ input, output: preferred, rejected });
    assert.ok(before.rejected < before.preferred);
    assert.ok(byPreference.preferred < byPreference.rejected);
    assert.ok(byPreference.rejected > byExample.rejected, JSON.stringify({ byExample, byPreference }));
  });

  it('goes less far the sooner a pair counts as learned', () => {
    const of = (beta: number) => losses({ input, output: preferred, rejected }, beta).rejected;
    assert.ok(of(0.01) > of(1), JSON.stringify([of(0.01), of(1)]));
  });
});
