import assert from 'node:assert/strict';
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
});
