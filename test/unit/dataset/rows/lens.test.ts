import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findFormat } from '../../../../src/dataset/formats/index';
import { FactTable } from '../../../../src/dataset/rows/factTable';
import { lensColumns, lensOf, type NumberBar } from '../../../../src/dataset/rows/lens';
import { ProblemBatches, ProblemTable } from '../../../../src/dataset/rows/problemTable';
import { FactReader } from '../../../../src/dataset/rows/rowFacts';
import { intersect } from '../../../../src/dataset/rows/rowLists';
import type { FactTest } from '../../../../src/dataset/rows/rowTypes';
import { type Script, scriptOf } from '../../../../src/dataset/rows/scripts';

const said = (role: string, text: string) => ({ role, parts: [{ text }] });
const questions: Readonly<Record<string, Script>> = {
  'where is it': 'latin',
  'где мой заказ': 'cyrillic',
  東京はどこですか: 'japanese',
  北京在哪里呢好吗: 'han',
};

interface Row {
  readonly asked: string;
  readonly answered: string;
  readonly more: number;
}

function tableOf(rows: readonly (Row | undefined)[]): FactTable {
  const table = new FactTable();
  const lines = rows.map((row) => {
    if (row === undefined) return '{}';
    const before = Array.from({ length: row.more }, () => [said('user', 'u'), said('model', 'm')]).flat();
    return JSON.stringify({ contents: [...before, said('user', row.asked), said('model', row.answered)] });
  });
  table.add(new FactReader(findFormat('vertexContents'), undefined, undefined).read(lines));
  return table;
}

describe('how rows are spread', () => {
  const row = fc.record({
    asked: fc.constantFrom(...Object.keys(questions)),
    answered: fc.oneof(
      fc.constantFrom('yes', 'no'),
      fc.nat(300).map((length) => `x${' '.repeat(length)}`),
    ),
    more: fc.nat(2),
  });
  const rows = fc.array(fc.option(row, { nil: undefined, freq: 8 }), { minLength: 1, maxLength: 40 });

  it('is what counting the shown rows by hand gives, and each bar what its filter leaves of them', () => {
    fc.assert(
      fc.property(rows, fc.func(fc.boolean()), (given, isShown) => {
        const table = tableOf(given);
        const lines = Uint32Array.from([...given.keys()].filter(isShown));
        const shown = [...lines].flatMap((line) => given[line] ?? []);
        const lens = lensOf(table, lines);
        const countOf = (holds: (one: Row) => boolean) => shown.filter(holds).length;
        const isIn = ({ from, to = 1e9 }: NumberBar, value: number) => value >= from && value <= to;
        const outputOf = ({ answered }: Row) => Math.ceil(answered.length / 4);
        const allOf = ({ asked, answered, more }: Row) =>
          Math.ceil((asked.length + answered.length + 2 * more) / 4);
        const values: Readonly<Record<(typeof lensColumns)[number], (one: Row) => number>> = {
          inputTokens: (one) => allOf(one) - outputOf(one),
          outputTokens: outputOf,
          turns: ({ more }) => 2 + 2 * more,
        };
        const left = (test: FactTest) => intersect(table.rowsWith([test]), lines).length;
        for (const column of lensColumns) {
          const bars = lens.numbers[column];
          for (const { rows: counted, ...range } of bars) {
            const expected = countOf((one) => isIn({ ...range, rows: 0 }, values[column](one)));
            assert.equal(counted, expected, column);
            assert.equal(left({ column, ...range }), expected, column);
          }
          assert.equal(
            bars.reduce((sum, bar) => sum + bar.rows, 0),
            shown.length, // each in one of them
          );
          assert.ok(bars.length <= 12, `${bars.length} bars`);
        }
        for (const { script, rows: counted } of lens.scripts) {
          assert.equal(
            counted,
            countOf(({ asked }) => questions[asked] === script),
          );
          assert.equal(left({ column: 'script', is: script }), counted);
        }
        for (const { label, rows: counted } of lens.labels) {
          assert.equal(
            counted,
            countOf(({ answered }) => answered === label),
          );
          assert.equal(left({ column: 'label', is: label }), counted);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the bars of the whole file, also those that no shown row has', () => {
    const given = [1, 2, 3, 4].flatMap((more) => [
      { asked: 'где мой заказ', answered: 'no', more },
      { asked: 'where is it', answered: 'yes', more },
    ]);
    const all = lensOf(tableOf(given));
    const one = lensOf(tableOf(given), Uint32Array.of(2));
    assert.deepEqual(
      one.numbers.turns.map(({ from, rows: counted }) => [from, counted]),
      [4, 5, 6, 7, 8, 9, 10].map((from) => [from, from === 6 ? 1 : 0]),
    );
    assert.deepEqual(
      [all.labels, one.labels].map((labels) => labels.map(({ label, rows: counted }) => [label, counted])),
      [
        [
          ['no', 4],
          ['yes', 4],
        ],
        [
          ['no', 1],
          ['yes', 0],
        ],
      ],
    );
    assert.deepEqual(
      one.scripts.map((script) => Object.values(script)),
      [
        ['latin', 0],
        ['cyrillic', 1],
      ],
    );
  });

  it('over problems counts each row once for each rule', () => {
    const problem = fc.tuple(fc.nat(9), fc.constantFrom('a', 'b', 'c'));
    fc.assert(
      fc.property(fc.array(problem), fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), (found, shown) => {
        const batches = new ProblemBatches();
        for (const [line, rule] of found.toSorted(([a], [b]) => a - b)) batches.add(line, rule, 'warning');
        const table = new ProblemTable();
        table.add(batches.take());
        const counted = Object.fromEntries(
          table.rules(Uint32Array.from(shown)).map(({ rule, rows: count }) => [rule, count]),
        );
        const expected = Object.fromEntries(
          [...new Set(found.map(([, rule]) => rule))].map((rule) => [
            rule,
            shown.filter((line) => found.some(([at, other]) => at === line && other === rule)).length,
          ]),
        );
        assert.deepEqual(counted, expected);
      }),
    );
  });
});

it('tells the script that most letters are in, and none of what has no letters', () => {
  const texts: readonly (readonly [string, Script | undefined])[] = [
    ['Größe, naïve?', 'latin'],
    ['Привет, world', 'cyrillic'],
    ['Γειά σου', 'greek'],
    ['مرحبا بالعالم', 'arabic'],
    ['שלום', 'hebrew'],
    ['नमस्ते', 'devanagari'],
    ['สวัสดี', 'thai'],
    ['人工知能説明をお願い', 'japanese'],
    ['請說明人工智慧', 'han'],
    ['안녕하세요', 'korean'],
    ['გამარჯობა', 'other'],
    ['12 + 7 = 19 😀', undefined],
  ];
  for (const [text, script] of texts) assert.equal(scriptOf(['', text]), script, text);
  assert.equal(scriptOf([]), undefined);
});
