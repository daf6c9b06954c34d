import assert from 'node:assert/strict';
import { ImportMappings } from '../../../src/workbench/import/mappings';

describe('remembered mappings of columns', () => {
  it('are those of the same columns, in whatever order, and survive what others wrote', async () => {
    const kept = new Map<string, unknown[][]>();
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
    for (const [key, [latest = []]] of kept)
      kept.set(key, [[latest[0], { map: { prompt: 1 }, to: 'x' }], [5], [null]]);
    assert.deepEqual(mappings.of(['c59']), {
      map: { system: [], prompt: [], answer: [] },
      asRecognized: false,
      to: 'x',
    });
  });

  it('take little room, however many columns a file has, and however long their names are', async () => {
    let kept = '';
    const memory = {
      keys: () => [],
      get: () => undefined,
      update: async (_: string, value: unknown) => {
        kept = JSON.stringify(value);
      },
    };
    const mappings = new ImportMappings(memory);
    const name = 'x'.repeat(100_000);
    const mapping = (answer: string) => ({
      map: { system: [], prompt: ['a'], answer: [answer] },
      asRecognized: false,
      to: 'geminiApi',
    });
    await mappings.keep(['a', 'b', name], mapping('b'));
    assert.ok(kept !== '' && kept.length < 1_000);
    kept = '';
    await mappings.keep(['a', name], mapping(name));
    assert.equal(kept, '');
  });
});
