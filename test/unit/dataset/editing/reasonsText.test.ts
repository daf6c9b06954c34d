import assert from 'node:assert/strict';
import { reasonsText } from '../../../../src/dataset/editing/reasonsText';
import { timesAsLong } from '../../inStep';

describe('why lines are not converted whole', () => {
  it('is said once for each reason, with the first of its lines', () => {
    const notes = ['a', 'b', 'a', ...Array<string>(10).fill('c')].map((reason, line) => ({ reason, line }));
    assert.equal(reasonsText(notes), 'a (lines 1, 3)\nb (line 2)\nc (lines 4, 5, 6, 7, 8 and 5 more)');
    const reasons = Array.from({ length: 20 }, (_, line) => ({ reason: `r${line}`, line }));
    assert.equal(reasonsText(reasons).split('\n').at(-1), '… and 12 more');
  });

  it('is told of many lines in time that grows in step with them', () => {
    const notes = (count: number) => Array.from({ length: count }, (_, line) => ({ reason: 'a', line }));
    timesAsLong('lines', 4, notes(20_000), notes(5_000), reasonsText);
  });
});
