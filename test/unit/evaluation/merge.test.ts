import assert from 'node:assert/strict';
import { mergeResults } from '../../../src/evaluation/compare/merge';
import type { EvaluationHeader, RowRecord } from '../../../src/evaluation/results/records';
import { Results } from '../../../src/evaluation/results/results';
import { timesAsLong } from '../inStep';

const header: EvaluationHeader = {
  kind: 'evaluation',
  version: 1,
  startedAt: '2026-11-28T10:00:00Z',
  dataset: { path: 'x.jsonl', format: 'geminiApi', sha256: '' },
  targets: [{ service: 'vertexAi', model: 'm', label: 'M' }],
  parameters: {},
  metrics: ['exact-match'],
  rows: 3,
};

/** Rows that ask `texts`, from the given line on. */
const rowsOf = (from: number, ...texts: readonly string[]): RowRecord[] =>
  texts.map((text, at) => ({
    kind: 'row',
    line: from + at,
    prompt: { systemInstruction: undefined, turns: [{ role: 'user', text }] },
    expected: text,
  }));

describe('two evaluations as one', () => {
  it('keep what the second was asked with, which is not what the header of the first says', () => {
    const warm = { ...header, parameters: { temperature: 1 } };
    const [first, second] = [new Results(header, rowsOf(1, 'a'), []), new Results(warm, rowsOf(1, 'a'), [])];
    const { targets, parameters } = mergeResults(first, second).header;
    assert.deepEqual(parameters, {});
    assert.deepEqual(
      targets.map((target) => target.parameters),
      [undefined, { temperature: 1 }],
    );
  });

  it('go on to say which rows a batch is to answer, so that nobody asks and pays for them twice', () => {
    const batch = { kind: 'batch', id: 'abc', name: 'b', sentAt: '2026-11-28T10:00:00Z', target: 0 } as const;
    const first = new Results(header, rowsOf(1, 'a', 'b', 'c'), [{ ...batch, lines: [1, 2] }]);
    const second = new Results(header, rowsOf(7, 'b', 'c', 'd'), [{ ...batch, lines: [8, 9] }]);
    const merged = mergeResults(first, second);
    assert.deepEqual(
      merged.rows.map(({ line }) => line),
      [2, 3],
    );
    assert.deepEqual([merged.missingLines(0), merged.missingLines(1)], [[3], [2]]);
  });

  it('pair equal rows in time that grows in step with them', () => {
    const equal = (count: number) => {
      const rows = rowsOf(1, ...Array.from({ length: count }, () => 'a'));
      return [new Results(header, rows, []), new Results(header, rows.toReversed(), [])] as const;
    };
    timesAsLong('pairs', 4, equal(60_000), equal(15_000), (both) => mergeResults(...both));
  });
});
