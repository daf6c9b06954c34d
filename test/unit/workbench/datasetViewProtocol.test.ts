import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mostRows } from '../../../src/workbench/datasetView/datasetView.protocol';
import {
  datasetViewRequests,
  keptDatasetView,
} from '../../../src/workbench/datasetView/datasetViewMessages.protocol';
import { read } from '../../../src/workbench/ui/page/page.protocol';

const filter = {
  text: { text: 'a', isRegex: true, matchCase: false, place: 'prompt' },
  problems: { rule: 'empty-text', severity: 'error' },
};

describe('messages of the dataset view', () => {
  const messages = [
    { type: 'rows', revision: 2, first: 100, count: mostRows },
    { type: 'select', revision: 2, index: 0, ranges: [[0, 2]], choice: 7 },
    { type: 'filter', change: { kind: 'text', query: filter.text } },
    { type: 'filter', change: { kind: 'text', query: { matchCase: true } } },
    { type: 'filter', change: { kind: 'problems', problems: filter.problems } },
    { type: 'filter', change: { kind: 'problems', problems: undefined } },
    { type: 'filter', change: { kind: 'addFact', fact: { column: 'tokens', from: 5 } } },
    { type: 'filter', change: { kind: 'removeFact', fact: { column: 'label', is: 'no' } } },
    { type: 'filter', change: { kind: 'clear' } },
    { type: 'sort', by: 'tokens' },
    { type: 'filter', change: { kind: 'addFact', fact: { column: 'script', is: 'han' } } },
    { type: 'showLens', isOpen: true },
    { type: 'addFilter' },
    { type: 'chooseColumns' },
    { type: 'stopSearch' },
    { type: 'previewReplace', revision: 2, ranges: [[0, 4]], replacement: '' },
    { type: 'replace' },
    { type: 'dropPreview' },
    { type: 'goToLine', line: 3 },
    { type: 'deleteRow', line: 3, key: 'k' },
    { type: 'editRow', line: 0, key: 'k' },
    { type: 'fix', line: 3, key: 'k', rule: 'empty-text', message: 'x' },
    { type: 'jump' },
    { type: 'exportRows' },
    {
      type: 'actOnRows',
      revision: 2,
      ranges: [
        [0, 0],
        [2, 9],
      ],
    },
    {
      type: 'edit',
      line: 3,
      key: 'k',
      edit: { kind: 'text', turn: { in: 'answers', answer: 1, at: 0 }, part: 2, was: 'a', text: 'b' },
    },
    { type: 'edit', line: 3, key: 'k', edit: { kind: 'remove', turn: { in: 'system' } } },
    { type: 'edit', line: 3, key: 'k', edit: { kind: 'move', turn: { in: 'turns', at: 1 }, by: -1 } },
    { type: 'edit', line: 3, key: 'k', edit: { kind: 'add', speaker: 'user', at: 0 } },
    { type: 'showRule', rule: 'empty-text' },
  ];

  it('are read when they are in the protocol, without what is not', () => {
    for (const message of messages)
      assert.deepEqual(read(datasetViewRequests, { ...message, command: 'workbench.action.quit' }), message);
  });

  it('are what a page keeps, without a text that nobody knows the place of', () => {
    const edit = { line: 4, key: 'k', turn: 2, part: 0, place: { in: 'system' }, was: 'a', draft: 'b' };
    const kept = { filter, line: 4, edit, replacement: 'x' };
    assert.deepEqual(read(keptDatasetView, kept), kept);
    assert.deepEqual(read(keptDatasetView, { filter: {} }), { filter: {} });
    const astray = { ...kept, edit: { ...edit, place: { in: 'margin' } } };
    assert.deepEqual(read(keptDatasetView, astray), { ...kept, edit: undefined });
    assert.equal(read(keptDatasetView, { ...kept, filter: 'all' }), undefined);
  });

  it('are refused when a part has another shape', () => {
    for (const message of [
      { type: 'rows', revision: 2, first: 100, count: mostRows + 1 },
      { type: 'rows', revision: 2, first: -1, count: 1 },
      { type: 'actOnRows', revision: 2, ranges: [[3, 2]] },
      { type: 'previewReplace', revision: 2, ranges: [[0, 4]] },
      { type: 'actOnRows', revision: 2, ranges: [[0, 1, 2]] },
      {
        type: 'actOnRows',
        revision: 2,
        ranges: [
          [0, 4],
          [4, 5],
        ],
      },
      { type: 'edit', line: 3, key: 'k', edit: { kind: 'move', turn: { in: 'turns', at: 1 }, by: 2 } },
      { type: 'edit', line: 3, key: 'k', edit: { kind: 'remove', turn: { in: 'turns', at: -1 } } },
      { type: 'edit', line: 3, key: 'k', edit: { kind: 'add', speaker: 'tool', at: 0 } },
      { type: 'edit', line: 3, edit: { kind: 'add', speaker: 'user', at: 0 } },
      { type: 'rows', revision: 0.5, first: 1, count: 1 },
      { type: 'select', revision: 2, index: '1', ranges: [], choice: 7 },
      { type: 'select', revision: 2, index: 1, ranges: [] },
      { type: 'select', revision: 2, index: 1, choice: 7 },
      { type: 'filter', change: { kind: 'text', query: { ...filter.text, place: 'keys' } } },
      { type: 'filter', change: { kind: 'problems', problems: { severity: 'fatal' } } },
      { type: 'filter', change: { kind: 'addFact', fact: { column: 'label', from: 1 } } },
      { type: 'filter', change: { kind: 'addFact', fact: { column: 'tokens', from: -1 } } },
      { type: 'filter', change: { kind: 'addFact', fact: { column: 'script', is: 'runes' } } },
      { type: 'filter', change: { kind: 'toggle' } },
      { type: 'sort', by: 'constructor' },
      { type: 'filter', filter },
      { type: 'goToLine', line: Number.NaN },
      { type: 'deleteRow', line: -1, key: 'k' },
      { type: 'deleteRow', line: 1 },
      { type: 'fix', line: 1, rule: 'empty-text', message: 'x' },
      { type: 'fix', line: 1, key: 'k', rule: 'empty-text' },
      { type: 'showRule', rule: {} },
      { type: 'openFile', path: '/etc/passwd' },
    ])
      assert.equal(read(datasetViewRequests, message), undefined, JSON.stringify(message));
  });

  it('never throw, and give back only what they are told to', () => {
    const anything = fc.anything({ maxDepth: 4 });
    const near = fc.record(
      {
        type: fc.constantFrom(...messages.map(({ type }) => type)),
        revision: anything,
        first: anything,
        count: anything,
        index: anything,
        change: anything,
        line: anything,
        rule: anything,
        message: anything,
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(fc.oneof(anything, near), (message) => {
        const request = read(datasetViewRequests, message);
        if (request !== undefined) assert.ok(messages.some(({ type }) => type === request.type));
      }),
      { numRuns: 1000 },
    );
  });
});
