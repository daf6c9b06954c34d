import assert from 'node:assert/strict';
import type { FactTest } from '../../../src/dataset/rows/rowTypes';
import { changedFilter } from '../../../src/workbench/datasetView/changedFilter';
import type {
  FilterChange,
  RowFilter,
} from '../../../src/workbench/datasetView/datasetViewMessages.protocol';

const changed = (filter: RowFilter, ...changes: FilterChange[]) => changes.reduce(changedFilter, filter);
const add = (fact: FactTest): FilterChange => ({ kind: 'addFact', fact });
const remove = (fact: FactTest): FilterChange => ({ kind: 'removeFact', fact });

const withFiles = { column: 'files', from: 1 } as const;
const fewTokens = { column: 'tokens', to: 9 } as const;
const shouts = { text: 'HELP', isRegex: false, matchCase: true, place: 'prompt' } as const;

describe('a change of the filter', () => {
  it('takes one part away and leaves the others, also when two follow before the page hears of the first', () => {
    const filter: RowFilter = {
      text: shouts,
      problems: { rule: 'empty-text' },
      facts: [withFiles, fewTokens],
    };
    const left = changed(filter, remove(withFiles), { kind: 'problems', problems: undefined });
    assert.deepEqual(left, { text: shouts, problems: undefined, facts: [fewTokens] });
    assert.deepEqual(changed(left, remove(fewTokens), { kind: 'text', query: { text: '' } }).facts, []);
    assert.deepEqual(changed(filter, { kind: 'clear' }), {});
  });

  it('keeps how text is searched for while other text is typed', () => {
    assert.deepEqual(changed({ text: shouts }, { kind: 'text', query: { text: 'NOW' } }).text, {
      ...shouts,
      text: 'NOW',
    });
    assert.deepEqual(changed({}, { kind: 'text', query: { text: 'a', isRegex: true } }).text, {
      ...{ text: 'a', isRegex: true, matchCase: false, place: 'texts' },
    });
  });

  it('adds a filter once, in place of those that leave no row together with it', () => {
    const label = (is: string) => ({ column: 'label', is }) as const;
    const added = (...facts: FactTest[]) => changed({}, ...facts.map(add)).facts;
    assert.deepEqual(added(withFiles, fewTokens, withFiles), [fewTokens, withFiles]);
    assert.deepEqual(added(label('yes'), withFiles, label('no')), [withFiles, label('no')]);
    assert.deepEqual(added({ column: 'files', to: 0 }, withFiles), [withFiles]);
    const overlapping = { column: 'tokens', from: 9 } as const;
    assert.deepEqual(added(fewTokens, overlapping), [fewTokens, overlapping]);
    assert.deepEqual(added(fewTokens, { column: 'tokens', from: 10 }), [{ column: 'tokens', from: 10 }]);
  });
});
