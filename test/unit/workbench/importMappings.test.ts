import assert from 'node:assert/strict';
import { ImportMappings } from '../../../src/workbench/import/mappings';

describe('remembered mappings of columns', () => {
  it('are those of the same columns, in whatever order, and survive what others wrote', async () => {
    const kept = new Map<string, unknown>();
    const memory = {
      keys: () => [...kept.keys()],
      get: (key: string) => kept.get(key),
      update: async (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
    };
    const mappings = new ImportMappings(memory);
    const mapping = {
      map: { system: [], prompt: ['title', 'body'], answer: ['stars'] },
      asRecognized: false,
      to: 'geminiApi',
    };
    await mappings.keep(['title', 'body', 'stars'], mapping);
    assert.deepEqual(mappings.of(['stars', 'title', 'body']), mapping);
    assert.equal(mappings.of(['title', 'body']), undefined);
    for (let at = 0; at < 60; at++) await mappings.keep([`c${at}`], mapping);
    assert.equal(mappings.of(['title', 'body', 'stars']), undefined);
    assert.deepEqual(mappings.of(['c59'])?.map, { system: [], prompt: [], answer: [] });
    for (const [key] of kept) kept.set(key, [['["a"]', { map: { prompt: 1 }, to: 'x' }], 5, null]);
    assert.deepEqual(mappings.of(['a']), {
      map: { system: [], prompt: [], answer: [] },
      asRecognized: false,
      to: 'x',
    });
  });
});
