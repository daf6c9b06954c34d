import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readResults } from '../../../src/evaluation/results/readResults';
import { timesAsLong } from '../inStep';

const target = { service: 'vertexAi', model: 'm', label: 'M' };

function fileOf(targets: readonly object[], records: readonly object[]): string {
  const header = {
    ...{ kind: 'evaluation', version: 1, startedAt: '2026-11-28T10:00:00Z' },
    dataset: { path: 'x.jsonl', format: 'geminiApi', sha256: '' },
    ...{ targets, metrics: [], parameters: {}, rows: 0 },
  };
  return `${[header, ...records].map((record) => JSON.stringify(record)).join('\n')}\n`;
}

const batch = (id: string, lines: readonly number[] = []) => ({
  ...{ kind: 'batch', id, name: 'b', sentAt: '2026-11-28T10:00:00Z' },
  ...{ target: 0, lines },
});

describe('a results file', () => {
  it('with many marks of batches is read in time that grows in step with them', () => {
    const ended = { kind: 'batchOver', id: 'none' };
    const file = (count: number) =>
      fileOf([target], Array.from({ length: count }, (_, at) => [batch(`b${at}`), ended]).flat());
    timesAsLong('marks', 4, file(60_000), file(15_000), (text) => readResults(text, 'a.eval.jsonl'));
  });

  it('waits for all rows of a batch that is marked in parts, until it is over', () => {
    const marks = [batch('a', [1]), batch('b', [2]), batch('a', [3])];
    const linesOf = (...more: readonly object[]) =>
      readResults(fileOf([target], [...marks, ...more]), 'a.eval.jsonl')
        .results.batches.flatMap(({ lines }) => lines)
        .sort();
    assert.deepEqual(linesOf(), [1, 2, 3]);
    assert.deepEqual(linesOf({ kind: 'batchOver', id: 'a' }), [2]);
  });

  it('of more models than anybody compares is none', () => {
    const models = (count: number) => Array.from({ length: count }, () => target);
    assert.equal(readResults(fileOf(models(100), []), 'a.eval.jsonl').results.wanted, 0);
    assert.throws(
      () => readResults(fileOf(models(100_000), []), 'a.eval.jsonl'),
      /doesn't contain evaluation results/,
    );
  });

  it('says what is understood of it, whoever has written it', () => {
    const row = (prompt: object, more: object = {}) => ({
      kind: 'row',
      line: 1,
      prompt,
      expected: 'e',
      ...more,
    });
    const turns = [{ role: 'system', text: 't', of: 'another version' }, { role: 'user' }, 1];
    const answer = { kind: 'answer', line: 1, target: 0, text: 'a', finishReason: 'STOP' };
    const { results } = readResults(
      fileOf(
        [{ ...target, training: { kind: 'new' }, price: 'free', more: 1 }],
        [
          row({ turns, of: 'another version' }, { seen: 'partly', more: 1 }),
          row({}),
          { ...answer, promptTokens: '1', milliseconds: 2, calls: [{ name: 'f', args: {} }, { name: 'g' }] },
          { ...answer, target: 1 },
          { kind: 'another version', line: 1, target: 0 },
        ],
      ),
      'a.eval.jsonl',
    );
    assert.deepEqual(results.header.targets, [{ ...target, training: { kind: 'unknown' } }]);
    assert.deepEqual(results.rows, [
      row({
        systemInstruction: undefined,
        turns: [{ role: 'user', text: 't', of: 'another version' }],
        of: 'another version',
      }),
    ]);
    assert.deepEqual(results.records(), [{ ...answer, milliseconds: 2, calls: [{ name: 'f', args: {} }] }]);
  });

  it('is read or refused, whatever is in the records of its kinds', () => {
    const anything = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom(0, 'a', [], {}));
    const kinds = ['row', 'answer', 'failure', 'judgement', 'batch', 'batchOver'] as const;
    const names = ['line', 'target', 'text', 'prompt', 'expected', 'calls', 'id', 'lines', 'reason', 'score'];
    const parts = Object.fromEntries(names.map((name) => [name, anything]));
    const record = fc.record({ kind: fc.constantFrom(...kinds), ...parts }, { requiredKeys: ['kind'] });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        const { results } = readResults(fileOf([target], records), 'a.eval.jsonl');
        for (const { line, target: place } of results.records())
          assert.ok(typeof line === 'number' && place >= 0 && place < 1);
        for (const { prompt } of results.rows) assert.ok(Array.isArray(prompt.turns));
        for (const { lines } of results.batches) assert.ok(lines.every((line) => typeof line === 'number'));
      }),
    );
  });
});
