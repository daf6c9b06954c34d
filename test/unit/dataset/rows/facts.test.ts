import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Severity } from '../../../../src/dataset/checking/problem';
import { findFormat } from '../../../../src/dataset/formats/index';
import { FactTable, NONE } from '../../../../src/dataset/rows/factTable';
import { readRange } from '../../../../src/dataset/rows/numberRange';
import { ProblemBatches, ProblemTable } from '../../../../src/dataset/rows/problemTable';
import { FactReader } from '../../../../src/dataset/rows/rowFacts';
import { sorted } from '../../../../src/dataset/rows/rowLists';
import type { FactTest } from '../../../../src/dataset/rows/rowTypes';

const format = findFormat('vertexContents');

interface Row {
  readonly asked: string;
  readonly answered: string;
  readonly more: number;
  readonly hasTools: boolean;
}

/** `more`: exchanges before the last one. */
function lineOf({ asked, answered, more, hasTools }: Row): string {
  const said = (role: string, text: string) => ({ role, parts: [{ text }] });
  const before = Array.from({ length: more }, () => [said('user', 'u'), said('model', 'm')]).flat();
  const tools = [{ functionDeclarations: [{ name: 'find', description: 'Finds.' }] }];
  const contents = [...before, said('user', asked), said('model', answered)];
  return JSON.stringify({ contents, ...(hasTools ? { tools } : {}) });
}

function tableOf(lines: readonly string[], size = 3): FactTable {
  const reader = new FactReader(format, undefined, undefined);
  const table = new FactTable();
  for (let at = 0; at < lines.length; at += size) table.add(reader.read(lines.slice(at, at + size)));
  return table;
}

describe('what rows are in numbers', () => {
  const row = fc.record({
    asked: fc.constantFrom('a', 'where is it', '😀😀'),
    answered: fc.constantFrom('yes', 'no', 'x'.repeat(61)),
    more: fc.nat(2),
    hasTools: fc.boolean(),
  });
  const rows = fc.array(fc.option(row, { nil: undefined }), { maxLength: 12 });

  it('leaves the rows of each filter as counting them by hand does, in whatever batches they came', () => {
    const range = fc.record({ from: fc.nat(8), to: fc.nat(8) }, { requiredKeys: [] });
    fc.assert(
      fc.property(rows, range, fc.integer({ min: 1, max: 5 }), (given, { from, to }, size) => {
        const table = tableOf(
          given.map((one, line) => (one ? lineOf(one) : line % 2 === 0 ? '{"no": "example"}' : 'none')),
          size,
        );
        const matching = (holds: (one: Row) => boolean) =>
          given.flatMap((one, line) => (one && holds(one) ? [line] : []));
        const isIn = (value: number) => value >= (from ?? 0) && value <= (to ?? 99);
        const bounds = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
        const found = (...tests: FactTest[]) => [...table.rowsWith(tests)];
        assert.deepEqual(
          found({ column: 'turns', ...bounds }),
          matching(({ more }) => isIn(2 + 2 * more)),
        );
        assert.deepEqual(
          found({ column: 'prompt', ...bounds }),
          matching(({ asked, more }) => isIn([...asked].length + 2 * more)), // and all that was said before
        );
        assert.deepEqual(
          found({ column: 'tools', from: 1 }, { column: 'label', is: 'yes' }),
          matching(({ hasTools, answered }) => hasTools && answered === 'yes'),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('takes answers for labels when few are shared by many rows', () => {
    const answers = (texts: readonly string[]) =>
      tableOf(texts.map((answered) => lineOf({ asked: 'a', answered, more: 0, hasTools: false })));
    const labels = answers(['no', 'yes', 'yes', 'no', 'yes']).labels();
    assert.deepEqual(labels, [
      { label: 'yes', rows: 3 },
      { label: 'no', rows: 2 },
    ]);
    assert.deepEqual(answers(['a', 'b', 'c']).labels(), []);
    assert.deepEqual(answers(Array.from({ length: 40 }, (_, at) => `answer ${at >> 1}`)).labels(), []);
    assert.deepEqual(
      [...answers(['no', 'yes', 'maybe', 'no', 'yes', 'maybe']).keys('answer')],
      [1, 2, 0, 1, 2, 0],
    );
    assert.deepEqual([...answers(['one', 'answers']).keys('answer')], [3, 7]); // no labels: their length
  });
});

describe('the order of rows', () => {
  it('is that of their keys, equal ones as they stand, those without a key last either way', () => {
    const keys = fc.array(fc.oneof(fc.nat(5), fc.constant(NONE), fc.constant(NONE - 1)), { maxLength: 30 });
    fc.assert(
      fc.property(keys, fc.boolean(), (values, isDescending) => {
        const lines = [...values.keys()].filter((line) => line % 3 !== 1);
        const found = sorted(Uint32Array.from(lines), Uint32Array.from(values), { isDescending, none: NONE });
        const rank = (line: number) => {
          const key = values[line] ?? 0;
          return key === NONE ? Number.POSITIVE_INFINITY : isDescending ? -key : key;
        };
        const expected = lines.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) < rank(b) ? -1 : 1));
        assert.deepEqual([...found], expected);
      }),
    );
  });

  it('by problems begins with the worst, then with those that have most', () => {
    const batches = new ProblemBatches();
    const told: readonly (readonly [number, Severity])[] = [
      [0, 'warning'],
      [0, 'warning'],
      [2, 'error'],
      [3, 'hint'],
      [3, 'error'],
      [5, 'warning'],
    ];
    for (const [line, severity] of told) batches.add(line, severity, severity);
    const table = new ProblemTable();
    table.add(batches.take());
    const lines = Uint32Array.from([0, 1, 2, 3, 4, 5]);
    const found = sorted(lines, table.weights(6), { isDescending: true, none: 0 });
    assert.deepEqual([...found], [3, 2, 0, 5, 1, 4]);
  });
});

it('reads a range of numbers as people write it, and nothing else', () => {
  assert.deepEqual(readRange('12'), { from: 12, to: 12 });
  assert.deepEqual(readRange(' 5 – 9 '), { from: 5, to: 9 });
  assert.deepEqual(readRange('5-'), { from: 5 });
  assert.deepEqual(readRange('-9'), { to: 9 });
  for (const text of ['', '-', '9-5', 'x', '1.5', '5 9', '--5'])
    assert.equal(readRange(text), undefined, text);
});
