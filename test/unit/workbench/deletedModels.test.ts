import assert from 'node:assert/strict';
import { DeletedModels } from '../../../src/workbench/jobs/tree/deletedModels';

describe('deleted models', () => {
  const kept = new Map<string, unknown>();
  const state = {
    get: <Value>(key: string, usual: Value) => (kept.get(key) ?? usual) as Value,
    update: async (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
  };
  const has = (models: DeletedModels) => ['a', 'b'].map((name) => models.has({ name }));

  it('of two windows stay deleted in both, and in the next one', async () => {
    const [one, other] = [new DeletedModels(state), new DeletedModels(state)];
    await one.add(['a']);
    await other.add(['b']);
    for (const window of [one, other, new DeletedModels(state)]) assert.deepEqual(has(window), [true, true]);
  });

  it('stay deleted in a window although another one has overwritten what it wrote', async () => {
    kept.clear();
    const one = new DeletedModels(state);
    await one.add(['a']);
    kept.set('tunewright.deletedModels', ['b']); // written at the same moment
    assert.deepEqual(has(one), [true, true]);
    await one.add(['c']);
    assert.deepEqual(has(new DeletedModels(state)), [true, true]);
  });
});
