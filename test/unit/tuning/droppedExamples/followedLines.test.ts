import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { TextEdit } from '../../../../src/dataset/checking/rule';
import { FollowedLines } from '../../../../src/tuning/droppedExamples/followedLines';
import {
  exampleIn,
  findLine,
  hashOfLine,
  LineHasher,
  lineMapOf,
} from '../../../../src/tuning/droppedExamples/lineMap';
import { lineMapFiles } from '../../../../src/tuning/droppedExamples/lineMapFiles';
import { timesAsLong } from '../../inStep';

describe('the lines of an upload', () => {
  it('counts examples, not lines, and knows each by its text alone', () => {
    const map = lineMapOf('{"a":1}\r\n\n  \r\n{"b":"ü"}\n{"a":1}');
    assert.equal(map.length, 5);
    assert.deepEqual(exampleIn(map, 1), { hash: hashOfLine('{"a":1}'), line: 0 });
    assert.deepEqual(exampleIn(map, 2), { hash: hashOfLine('{"b":"ü"}'), line: 3 });
    assert.deepEqual(exampleIn(map, 3), { hash: hashOfLine('{"a":1}'), line: 4 });
    assert.equal(exampleIn(map, 4), undefined);
    assert.equal(exampleIn(map, 0), undefined);
    assert.notEqual(hashOfLine('{"a":1}'), hashOfLine('{"a":2}'));
  });

  it('finds a line that has moved, the nearest of equal ones, and none that says something else', () => {
    const find = (line: number, lines: readonly string[]) =>
      findLine({ hash: hashOfLine('b'), line }, lines.length, (at) => lines[at] ?? '');
    assert.equal(find(1, ['a', 'b', 'c']), 1);
    assert.equal(find(1, ['x', 'y', 'z', 'b']), 3);
    assert.equal(find(9, ['b', 'x']), 0);
    assert.equal(find(3, ['b', 'x', 'b', 'x']), 2);
    assert.equal(find(0, ['b2', 'B']), undefined);
    assert.equal(find(0, []), undefined);
  });

  it('reads a file the same in whatever pieces its bytes come, with or without a mark', () => {
    const text = fc.array(fc.string({ unit: 'binary' }), { maxLength: 6 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), fc.boolean(), (file, size, marked) => {
        fc.pre(!file.startsWith('\ufeff'));
        const bytes = Buffer.from(marked ? `\ufeff${file}` : file);
        const hashes: number[] = [];
        const hasher = new LineHasher((_, hash) => hashes.push(hash));
        for (let at = 0; at < bytes.length; at += size) hasher.write(bytes.subarray(at, at + size));
        hasher.end();
        assert.deepEqual(hashes, [...lineMapOf(file)]);
      }),
    );
  });

  it('is kept beside the launch record', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-lines-'));
    try {
      const map = lineMapOf('{"a":1}\n\n{"b":2}\n');
      await lineMapFiles(path.join(folder, 'launches')).put('x', map);
      const maps = lineMapFiles(path.join(folder, 'launches'));
      assert.deepEqual(await maps.get('x'), map);
      await maps.remove('x');
      assert.equal(await maps.get('x'), undefined);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('followed lines', () => {
  it('are exactly those lines after any edits that leave them alone, and gone when edited', () => {
    const count = 12;
    const edit = fc.record({
      at: fc.nat(count),
      removed: fc.nat(3),
      added: fc.array(fc.constantFrom('{"new":1}', '', 'line 3'), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(count - 1), { maxLength: 4 }), fc.array(edit), (wanted, edits) => {
        const original = Array.from({ length: count }, (_, i) => `line ${i}`);
        const followed = follow(original, wanted);
        /** Number of the original line in each line; undefined for one that was added. */
        let lines: { text: string; was?: number }[] = original.map((text, was) => ({ text, was }));
        for (const { at, removed, added } of edits) {
          const from = Math.min(at, lines.length - 1);
          const to = Math.min(lines.length - 1, from + removed);
          const change: TextEdit = {
            range: { start: { line: from, character: 0 }, end: { line: to, character: 0 } },
            text: added.map((text) => `${text}\n`).join(''),
          };
          lines = [...lines.slice(0, from), ...added.map((text) => ({ text })), ...lines.slice(to)];
          followed.follow([change], (line) => lines[line]?.text);
        }
        for (const [i, line] of followed.lines.entries()) {
          const survivor = lines.findIndex(({ was }) => was === wanted[i]);
          if (survivor !== -1) assert.equal(line, survivor);
          // A line that was deleted may be recognised in an equal one that was typed, and in no other.
          else if (line !== undefined) assert.equal(lines[line]?.text, original[wanted[i] ?? -1]);
        }
      }),
    );
  });

  it('are back when an edit is undone, also after edits above', () => {
    const lines = ['a', 'b', 'c', 'd'];
    const followed = follow(lines, [2]);
    const change = (line: number, from: string, to: string): TextEdit => ({
      range: { start: { line, character: 0 }, end: { line, character: from.length } },
      text: to,
    });
    const now = (texts: string[]) => (line: number) => texts[line];
    assert.ok(followed.follow([change(2, 'c', 'cc')], now(['a', 'b', 'cc', 'd'])));
    assert.deepEqual(followed.lines, [undefined]);
    assert.ok(!followed.follow([change(0, '', 'x\n')], now(['x', 'a', 'b', 'cc', 'd'])));
    assert.ok(followed.follow([change(3, 'cc', 'c')], now(['x', 'a', 'b', 'c', 'd'])));
    assert.deepEqual(followed.lines, [3]);
  });

  it('are found in a file that was changed elsewhere: the nearest of equal lines, each once', () => {
    const followed = new FollowedLines([
      { hash: hashOfLine('same'), line: 4 },
      { hash: hashOfLine('same'), line: 5 },
      { hash: hashOfLine('gone'), line: 6 },
    ]);
    followed.locate(byHash(['same', 'x', 'y', 'z', 'same', 'w', 'same']));
    assert.deepEqual(followed.lines, [4, 6, undefined]);
  });

  it('are found among many equal ones in time that grows in step with them', () => {
    const sought = { hash: hashOfLine('a'), line: 3 };
    const insert = (count: number): TextEdit[] => {
      const start = { line: 0, character: 0 };
      return [{ range: { start, end: start }, text: 'a\n'.repeat(count) }];
    };
    timesAsLong('equal lines', 4, insert(20_000), insert(5_000), (edits) => {
      assert.ok(new FollowedLines([sought]).follow(edits, () => 'a'));
    });
  });
});

function follow(lines: readonly string[], wanted: readonly number[]): FollowedLines {
  const followed = new FollowedLines(wanted.map((line) => ({ hash: hashOfLine(lines[line] ?? ''), line })));
  followed.locate(byHash(lines));
  return followed;
}

function byHash(lines: readonly string[]): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const [line, text] of lines.entries()) {
    const hash = hashOfLine(text);
    found.set(hash, [...(found.get(hash) ?? []), line]);
  }
  return found;
}
