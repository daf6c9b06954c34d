import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../../../src/dataset/editing/fixAll';
import { followLine, followLines, staysLine } from '../../../../src/dataset/editing/followLine';

describe('a followed line', () => {
  it('is found again after any edit that leaves it alone', () => {
    const edits = fc.record({
      before: fc.nat(9),
      count: fc.nat(4),
      inserted: fc.array(fc.constant('new'), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.nat(9), edits, (line, { before, count, inserted }) => {
        const lines = Array.from({ length: 10 }, (_, i) => `line ${i}`);
        const last = Math.min(9, before + count);
        fc.pre(!(before <= line && line < last));
        const text = inserted.map((each) => `${each}\n`).join('');
        const edit = {
          range: { start: { line: before, character: 0 }, end: { line: last, character: 0 } },
          text,
        };
        const after = applyEdits(lines.join('\n'), [edit]).split('\n');
        assert.equal(after[followLine(line, [edit])], `line ${line}`);
      }),
    );
  });

  it('stays where it is when it is changed itself', () => {
    const change = (line: number, character: number, text: string) => ({
      range: { start: { line, character }, end: { line, character: character + 1 } },
      text,
    });
    assert.equal(followLine(3, [change(3, 0, 'x')]), 3);
    assert.equal(followLine(3, [change(4, 0, '\n'), change(3, 5, 'x'), change(1, 0, '\n\n')]), 5);
  });

  it('is the same one unless a change reaches over it', () => {
    const change = (from: number, start: number, to: number, end: number, text: string) => ({
      range: { start: { line: from, character: start }, end: { line: to, character: end } },
      text,
    });
    for (const [isSame, edit] of [
      [true, change(3, 2, 3, 9, 'typed in it')],
      [true, change(3, 0, 3, 0, 'a row before it\n')],
      [true, change(1, 0, 3, 0, 'in place of two rows before it\n')],
      [true, change(4, 0, 5, 0, '')],
      [true, change(2, 0, 3, 0, '')],
      [false, change(3, 0, 4, 0, '')],
      [false, change(2, 5, 3, 0, '')],
      [false, change(3, 4, 3, 4, '\n')],
      [false, change(0, 0, 9, 0, 'all of them anew\n')],
    ] as const)
      assert.equal(staysLine(3, [edit]), isSame, edit.text);
  });

  it('stays the same row when all rows after it go, with the line end before them', () => {
    const last = { range: { start: { line: 3, character: 7 }, end: { line: 4, character: 9 } }, text: '' };
    const before = { range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, text: '' };
    const isSame = (lines: readonly number[], lengths: Record<number, number>) =>
      followLines(lines, [last, before], (line) => lengths[line]);
    assert.deepEqual(isSame([0, 3, 4], { 2: 7 }), [
      { line: 0, isSame: false },
      { line: 2, isSame: true },
      { line: 2, isSame: false },
    ]);
    assert.deepEqual(
      isSame([3], { 2: 8 }),
      [{ line: 2, isSame: false }],
      'joined with what is left of the last',
    );
  });

  it('is found with many others as alone, however many changes there are', () => {
    const place = fc.record({ line: fc.nat(7), character: fc.nat(2) });
    const texts = fc.constantFrom('', 'x', '\n', 'x\n', '\nx', 'a\nb\n');
    const changes = fc.array(fc.tuple(place, place, texts), { maxLength: 3 }).map((parts) => {
      const at = ({ line, character }: { line: number; character: number }) => line * 10 + character;
      const places = parts.flatMap(([one, other]) => [other, one]).sort((a, b) => at(a) - at(b));
      return parts
        .map(([, , text], i) => ({
          range: { start: places[2 * i] ?? assert.fail(), end: places[2 * i + 1] ?? assert.fail() },
          text,
        }))
        .reverse(); // as VS Code tells of them: the last first
    });
    const lines = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    fc.assert(
      fc.property(changes, (edits) => {
        assert.deepEqual(
          followLines(lines, edits),
          lines.map((line) => ({ line: followLine(line, edits), isSame: staysLine(line, edits) })),
        );
      }),
    );
    const many = Array.from({ length: 100_000 }, (_, line) => line);
    const inserted = many.map((line) => ({
      range: { start: { line, character: 0 }, end: { line, character: 0 } },
      text: 'x\n',
    }));
    assert.deepEqual(followLines(many, inserted).at(-1), { line: 199_999, isSame: true });
  });
});
