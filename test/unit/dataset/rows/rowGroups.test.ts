import assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/dataset/editing/fixAll';
import { reorderRows } from '../../../../src/dataset/editing/rowEdits';
import { findFormat } from '../../../../src/dataset/formats/index';
import { ChangedRows } from '../../../../src/dataset/rows/changedRows';
import { NONE } from '../../../../src/dataset/rows/factTable';
import {
  groupedRows,
  groupOf,
  RowGroups,
  rowsToRemove,
  type Staying,
} from '../../../../src/dataset/rows/rowGroups';
import { shuffledRows } from '../../../../src/dataset/tools/draw';

const format = findFormat('geminiApi');
const pair = (input: string, output: string) => JSON.stringify({ text_input: input, output });
const words = (topic: string, last: string) =>
  `Please tell me all that you know about ${topic} and where it comes from, who uses it, and what it costs ${last}`;
const rows = [
  pair(words('bread', 'now'), 'Flour'),
  '',
  pair(words('glass', 'now'), 'Sand'),
  ` {"output": "Flour", "text_input": ${JSON.stringify(words('bread', 'now'))}}`,
  pair(words('bread', 'today'), 'Flour'),
  'not an example',
  'not an example ',
  pair('Short', 'a'),
  '',
];

describe('groups of rows', () => {
  const firstsOf = (isNear: boolean) => {
    const groups = new RowGroups(format, isNear);
    for (const row of rows) groups.add(row);
    return groups.firsts();
  };

  it('hold rows that say the same, however they are written', () => {
    assert.deepEqual([...firstsOf(false)], [0, 1, 2, 0, 4, 5, 5, 7, 8]);
  });

  it('hold rows that say nearly the same, and are found from one of them', () => {
    const firsts = firstsOf(true);
    assert.deepEqual([...firsts], [0, 1, 2, 0, 0, 5, 5, 7, 8]);
    assert.deepEqual([...groupedRows(firsts)], [0, 3, 4, 5, 6]);
    assert.deepEqual([...groupOf(firsts, 4)], [0, 3, 4]);
    assert.deepEqual([...groupOf(firsts, 2)], [2]);
  });
});

describe('rows that go for another like them', () => {
  const firsts = Uint32Array.of(0, 1, 0, 3, 1, 0);
  const lengths = Uint32Array.of(5, 5, 9, 1, NONE, 9);
  const gone = (stays: Staying, rows = [0, 1, 2, 3, 4, 5]) => rowsToRemove(firsts, rows, stays, lengths);

  it('are all of a group but the one that stays', () => {
    assert.deepEqual(gone('first'), [2, 4, 5]);
    assert.deepEqual(gone('last'), [0, 1, 2]);
    assert.deepEqual(gone('longest'), [0, 4, 5]);
  });

  it('are only among those that were asked for, and never all of a group', () => {
    assert.deepEqual(gone('last', [2, 5]), [2]);
    assert.deepEqual(gone('first', [0, 1, 3]), []);
  });
});

describe('rows that change places', () => {
  it('keep their texts, their number, and the places of all others', () => {
    const texts = ['a', 'b', '', 'c', 'd', 'e'];
    const rows = [0, 1, 3, 4, 5];
    const order = shuffledRows(Uint32Array.from(rows), 'x');
    assert.notDeepEqual([...order], rows);
    assert.deepEqual([...order].sort(), rows);
    const lines = { lineCount: texts.length, textOf: (line: number) => texts[line] ?? '' };
    const changed = applyEdits(texts.join('\n'), reorderRows(lines, rows, order, '\n')).split('\n');
    assert.deepEqual(
      rows.map((row) => changed[row]),
      [...order].map((row) => texts[row]),
    );
    assert.equal(changed[2], '');
    assert.equal(changed.length, texts.length);
  });
});

describe('rows that changed', () => {
  const changed = (before: string) => {
    const reader = new ChangedRows(before, format);
    return [...reader.among(rows.slice(0, 5)), ...reader.among(rows.slice(5)).map((at) => at + 5)];
  };

  it('are those that the older version does not have, as often as it has them', () => {
    const before = [rows[5], pair('Short', 'b'), rows[2], rows[0]].join('\r\n');
    assert.deepEqual(changed(before), [3, 4, 6, 7]);
    assert.deepEqual(changed(rows.toReversed().join('\n')), []);
    assert.deepEqual(changed(''), [0, 2, 3, 4, 5, 6, 7]);
  });
});
