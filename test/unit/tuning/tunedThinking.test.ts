import assert from 'node:assert/strict';
import { targets } from '../../../src/dataset/targets/target';
import { generationSettings } from '../../../src/tuning/contract/generationSettings';
import { toGenerationParameters } from '../../../src/tuning/prompt/generationValues';

describe('what is sent when nothing is set', () => {
  const sent = (baseModel: string, kind: 'base' | 'tuned', values = {}) =>
    toGenerationParameters(generationSettings({ baseModel, kind }), values);

  it('a tuned model thinks as little as it can, a base model as it likes', () => {
    assert.deepEqual(sent('gemini-3.5-flash', 'tuned'), { thinkingLevel: 'MINIMAL' });
    assert.deepEqual(sent('gemini-3.1-flash-lite', 'tuned'), { thinkingLevel: 'MINIMAL' });
    assert.deepEqual(sent('gemini-2.5-flash', 'tuned'), { thinkingBudget: 0 });
    assert.deepEqual(sent('gemini-2.5-flash-lite', 'tuned'), { thinkingBudget: 0 });
    assert.deepEqual(sent('gemini-2.5-pro', 'tuned'), { thinkingBudget: 128 }); // it cannot be turned off
    assert.deepEqual(sent('gemini-2.0-flash-001', 'tuned'), {});
    for (const { id } of targets) assert.deepEqual(sent(id, 'base'), {}, id);
  });

  it('what the user sets goes before', () => {
    assert.deepEqual(sent('gemini-3.5-flash', 'tuned', { thinkingLevel: 'HIGH' }), { thinkingLevel: 'HIGH' });
    assert.deepEqual(sent('gemini-2.5-flash', 'tuned', { thinkingBudget: -1 }), { thinkingBudget: -1 });
  });

  it('what a model ignores is not sent', () => {
    const values = { temperature: 0, topP: 0.5, topK: 3, seed: 7 };
    assert.deepEqual(sent('gemini-3.5-flash-lite', 'base', values), { seed: 7 });
    assert.deepEqual(sent('gemini-3.5-flash', 'base', values), values);
    const onVertexAi = (baseModel: string) =>
      toGenerationParameters(generationSettings({ baseModel, kind: 'tuned' }, { topK: true }), values);
    assert.deepEqual(
      onVertexAi('gemini-2.0-flash-001'),
      { temperature: 0, topP: 0.5, seed: 7 },
      'fixed there',
    );
    assert.deepEqual(onVertexAi('gemini-1.0-pro-002'), values);
  });
});
