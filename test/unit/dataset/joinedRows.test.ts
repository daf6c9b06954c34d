// Dedupe, merge, sample and shuffle: nothing is lost, and nothing is there twice.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ScanPool } from '../../../src/dataset/scan/blocks';
import { dedupe } from '../../../src/dataset/tools/dedupe';
import { sampled, shuffled } from '../../../src/dataset/tools/draw';
import {
  allRows,
  type JoinedRows,
  joinRows,
  writeInOrder,
  writeRowsOf,
} from '../../../src/dataset/tools/joinedRows';
import { indexRows } from '../../../src/dataset/tools/rowIndex';
import { geminiExample, style, write } from './arbitraries';

const pool = new ScanPool();
const gemini = (input: string, output: string) => JSON.stringify({ text_input: input, output });

const row = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(geminiExample, style).map(([value, how]) => write(value, how)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(gemini('a', 'b'), gemini('c', 'yes'), '{"output":"b","text_input":"a"}'),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '  ', '{"text_input": 1}', '{broken', '[]', '\u2028') },
);
/** A file with or without a mark at its start and a line end at its end. */
const file = fc
  .tuple(
    fc.array(row, { maxLength: 15 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
    fc.constantFrom('', '\ufeff'),
  )
  .map(([rows, end, ends, mark]) => mark + rows.join(end) + (ends && rows.length > 0 ? end : ''));
const files = fc.array(file, { minLength: 1, maxLength: 3 });

describe('tools on the rows of several files', function () {
  this.timeout(120_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-joined-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = async (texts: readonly string[]): Promise<JoinedRows> => {
    const indexes = [];
    for (const [index, text] of texts.entries()) {
      const path = join(folder, `${index}.jsonl`);
      writeFileSync(path, text);
      indexes.push(await indexRows(pool, path));
    }
    return joinRows(indexes);
  };
  /** The rows of the files, as a plain reading of them finds them, each with its line end. */
  const plain = (texts: readonly string[]) =>
    texts.flatMap((text) =>
      text
        .replace(/^\ufeff/, '')
        .split('\n')
        .filter((line) => !/^[ \t\r]*$/.test(line))
        .map((line) => `${line}\n`),
    );
  const written = async (work: (out: (bytes: Uint8Array) => Promise<void>) => Promise<number>) => {
    const pieces: Buffer[] = [];
    const count = await work(async (bytes) => {
      pieces.push(Buffer.from(bytes));
    });
    const lines = Buffer.concat(pieces)
      .toString()
      .split(/(?<=\n)/);
    const rows = lines.filter((line) => line !== '');
    assert.equal(rows.length, count);
    return rows;
  };
  /** Files of several formats are refused; these are of one, or of none. */
  const ifOneFormat = async (texts: readonly string[], work: (joined: JoinedRows) => Promise<void>) => {
    const joined = await read(texts).catch((error: unknown) => {
      assert.match(String(error), /Convert one of them first/);
      return undefined;
    });
    if (joined) await work(joined);
  };

  it('merge keeps each row of each file, in order, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(files, (texts) =>
        ifOneFormat(texts, async (joined) => {
          const rows = await written((out) => writeRowsOf(joined, allRows(joined), out));
          assert.deepEqual(rows, plain(texts));
          assert.equal(joined.rows, rows.length);
        }),
      ),
      { numRuns: 150 },
    );
  });

  it('shuffle keeps each row once, in an order that the seed decides', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.string(), (texts, seed) =>
        ifOneFormat(texts, async (joined) => {
          const order = shuffled(joined, seed);
          const rows = await written((out) => writeInOrder(joined, order, out));
          assert.deepEqual(rows.toSorted(), plain(texts).toSorted());
          assert.deepEqual(shuffled(joined, seed), order);
        }),
      ),
      { numRuns: 150 },
    );
    const joined = await read([
      Array.from({ length: 1_000 }, (_, i) => gemini(`Number ${i}`, 'x')).join('\n'),
    ]);
    const one = shuffled(joined, '1');
    assert.notDeepEqual(one, shuffled(joined, '2'));
    const near = one.filter((line, index) => Math.abs(line - index) < 100).length;
    assert.ok(near > 100 && near < 300, `${near} of 1,000 rows are near their old place; by chance 190`);
  });

  it('sample draws rows of the files, each once, in order, and labels in their shares', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 20 }), fc.boolean(), (texts, count, byAnswer) =>
        ifOneFormat(texts, async (joined) => {
          const rows = sampled(joined, count, { seed: '1', byAnswer });
          assert.equal(rows.length, Math.min(count, joined.rows));
          assert.equal(new Set(rows).size, rows.length);
          const all = plain(texts);
          const places = allRows(joined);
          const expected = Array.from(rows, (own) => all[places.indexOf(own)]);
          assert.deepEqual(await written((out) => writeRowsOf(joined, rows, out)), expected);
        }),
      ),
      { numRuns: 150 },
    );
    const labels = Array.from({ length: 1_000 }, (_, i) =>
      gemini(`Number ${i}`, i % 10 === 0 ? 'tenth' : 'other'),
    );
    const joined = await read([labels.join('\n')]);
    const rows = sampled(joined, 100, { seed: '7', byAnswer: true });
    assert.equal(rows.filter((own) => own % 10 === 0).length, 10);
    assert.notDeepEqual(rows, sampled(joined, 100, { seed: '8', byAnswer: true }));
  });

  it('dedupe keeps one row of those that say the same, and tells for each that goes which one', async () => {
    await fc.assert(
      fc.asyncProperty(
        files,
        fc.constantFrom('first' as const, 'last' as const),
        fc.boolean(),
        (texts, keep, near) =>
          ifOneFormat(texts, async (joined) => {
            const { kept, removed } = await dedupe(joined, { near, keep });
            const rows = allRows(joined);
            const gone = removed.map((one) => one.row);
            assert.deepEqual(
              [...kept, ...gone].sort((a, b) => a - b),
              [...rows],
            );
            const keys = Array.from(kept, (own) => joined.whole[own]);
            assert.equal(new Set(keys).size, keys.length);
            if (!near) assert.deepEqual(new Set(keys), new Set(Array.from(rows, (own) => joined.whole[own])));
            for (const { row: own, like, isEqual } of removed) {
              assert.ok(kept.includes(like));
              if (isEqual && !near) assert.equal(joined.whole[own], joined.whole[like]);
              if (!near) assert.ok(keep === 'first' ? like < own : like > own);
            }
          }),
      ),
      { numRuns: 150 },
    );
  });

  it('dedupe finds rows that are nearly the same, whatever file they are in', async () => {
    const story = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
    const joined = await read([
      [gemini(story, 'a'), gemini('Other?', 'b')].join('\n'),
      [gemini(`${story} more`, 'a'), '{"output": "b", "text_input": "Other?"}'].join('\n'),
    ]);
    const exact = await dedupe(joined, { near: false, keep: 'first' });
    assert.deepEqual(exact.removed, [{ row: 3, like: 1, isEqual: true }]);
    const near = await dedupe(joined, { near: true, keep: 'last' });
    assert.deepEqual(near.removed, [
      { row: 0, like: 2, isEqual: false },
      { row: 1, like: 3, isEqual: true },
    ]);
  });

  it('rows of two formats are not mixed', async () => {
    const contents =
      '{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"b"}]}]}';
    await assert.rejects(
      read([gemini('a', 'b'), contents]),
      /0\.jsonl is in .* but .*1\.jsonl is in .*Convert/,
    );
  });
});
