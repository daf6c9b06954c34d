import assert from 'node:assert/strict';
import { lineMapOf } from '../../../../../src/tuning/droppedExamples/lineMap';
import { faultyRowsIn, lineOfRow } from '../../../../../src/tuning/google/errors/faultyRows';

/** Line 7 is blank. */
const file = ['a', 'b', 'c', 'd', 'e', 'f', '', 'h'].map((text) =>
  text === '' ? '' : `{"contents":"${text}"}`,
);
const map = lineMapOf(file.join('\n'));

/** As people see it, from 1. */
const linesOf = (message: string) =>
  faultyRowsIn(message).map((row) => {
    const sought = lineOfRow(map, row);
    return sought && sought.line + 1;
  });

describe('rows that the error of a job names', () => {
  const cases: Record<string, readonly [string, readonly (number | undefined)[]]> = {
    'counted from 1': ['Dataset example 6 of 7 contains an unsupported modality [function call].', [6]],
    'counted from 0': ['Row: 0. Missing required `contents` field.', [1]],
    'without blank lines, which are no examples': ['Row: 6. Missing required `contents` field.', [8]],
    'in lines, as the sandbox counts': ['Dataset validation failed. Row 3: contents must not be empty.', [3]],
    'several at once': ['Row: 1. Missing `contents`.\nRow: 4. Missing `contents`.', [2, 5]],
    'that are not in the file': ['Row: 7. Missing required `contents` field.', [undefined]],
    'by what it quotes of the row, whatever the number': [
      'Dataset example 1 of 7 is wrong. JSON: {"contents":"d"}',
      [4],
    ],
    'by its number, when the row that it quotes speaks of rows': [
      'Dataset example 2 of 7 is wrong. JSON: {"contents":"Row: 4. Row 5: Dataset example 6 of 7"}',
      [2],
    ],
    'in small letters': ['row: 2 is invalid; training example 6 of 7 is too long', [6, 3]],
    none: ['More than 10% of the dataset was dropped.', []],
  };
  for (const [name, [message, lines]] of Object.entries(cases)) {
    it(`are found: ${name}`, () => assert.deepEqual(linesOf(message), lines));
  }
});
