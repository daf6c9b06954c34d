import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type CompareDatasetsState,
  reduce,
  type ShownRow,
} from '../../../src/workbench/compareDatasets/compareDatasets.protocol';
import {
  compareDatasetsRequests,
  keptCompareDatasets,
} from '../../../src/workbench/compareDatasets/compareDatasetsMessages.protocol';
import { read } from '../../../src/workbench/ui/page/page.protocol';

const side = (uri: string) => ({ uri, isCommitted: false });
const state: CompareDatasetsState = {
  sides: [side('file:///a.jsonl'), side('file:///b.jsonl')],
  names: ['a.jsonl', 'b.jsonl'],
  keyPath: '',
  facts: undefined,
  shown: 'changed',
  rows: [],
  trouble: '',
};
const row = (line: number): ShownRow => ({ kind: 'added', after: line, prompt: [], answer: [], keys: [] });

describe('the page that compares datasets', () => {
  it('is told nothing but its protocol', () => {
    for (const message of [
      { type: 'swap' },
      { type: 'show', kind: 'added' },
      { type: 'goTo', side: 1, line: 3 },
    ])
      assert.deepEqual(read(compareDatasetsRequests, { ...message, more: 1 }), message);
    for (const message of [
      { type: 'show', kind: 'all' },
      { type: 'goTo', side: 2, line: 3 },
      { type: 'goTo', side: 0, line: 0 },
    ])
      assert.equal(read(compareDatasetsRequests, message), undefined);
    fc.assert(
      fc.property(fc.anything(), (any) => assert.equal(read(compareDatasetsRequests, any), undefined)),
    );
    const kept = { sides: state.sides, keyPath: 'id', scroll: 4 };
    assert.deepEqual(read(keptCompareDatasets, JSON.parse(JSON.stringify(kept))), kept);
    assert.equal(read(keptCompareDatasets, { ...kept, sides: [state.sides[0]] }), undefined);
  });

  it('adds rows where they belong, and none of a kind that is not shown any more', () => {
    const showing = reduce(state, { kind: 'showing', shown: 'added' });
    const first = reduce(showing, { kind: 'rows', shown: 'added', start: 0, rows: [row(1)] });
    assert.equal(first.rows.length, 1);
    assert.equal(reduce(first, { kind: 'rows', shown: 'added', start: 0, rows: [row(1)] }), first);
    const other = reduce(first, { kind: 'showing', shown: 'removed' });
    assert.equal(reduce(other, { kind: 'rows', shown: 'added', start: 0, rows: [row(2)] }), other);
  });
});
