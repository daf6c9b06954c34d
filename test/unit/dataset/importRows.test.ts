import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { vertexContents } from '../../../src/dataset/formats/vertexContents';
import type { ColumnMap } from '../../../src/dataset/import/columns';
import { type ImportNote, importRows } from '../../../src/dataset/import/importRows';
import { ImportError } from '../../../src/dataset/import/record';
import { sourceOf } from '../../../src/dataset/import/sources';

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    'a,b',
    'say "hi"',
    'two\nlines',
    'tab\there',
    ';',
    '|',
    "it's",
    ' spaced ',
    '日本',
    '😀',
    'x'.repeat(70_000),
  ),
);
/** That can be an example: neither blank nor with what no editor shows. */
const said = cell.filter((text) => text.trim() !== '' && !text.includes('\r') && !text.includes('\ufffd'));

describe('importing foreign data', function () {
  this.timeout(120_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-import-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = async (name: string, bytes: string | Uint8Array, map?: ColumnMap) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const source = sourceOf(path, name);
    const written: Buffer[] = [];
    const notes: ImportNote[] = [];
    const result = await importRows(
      source,
      path,
      { to: vertexContents, map },
      async (more) => {
        written.push(Buffer.from(more));
      },
      (note) => notes.push(note),
    );
    const lines = Buffer.concat(written).toString().split('\n').slice(0, -1);
    const pairs = lines.map((line) => {
      const { contents } = JSON.parse(line);
      return contents.map((turn: { parts: { text: string }[] }) =>
        turn.parts.map(({ text }) => text).join(''),
      );
    });
    assert.equal(result.imported + result.leftOut, result.rows);
    assert.equal(result.written, lines.length);
    assert.equal(notes.filter(({ isImported }) => !isImported).length, result.leftOut);
    return { ...result, source: source.id, pairs, notes };
  };
  const pairs = fc.array(fc.tuple(said, said), { minLength: 1, maxLength: 12 });

  it('reads each row of a table, whatever stands in its cells', async () => {
    await fc.assert(
      fc.asyncProperty(
        pairs,
        fc.constantFrom(',', ';', '\t'),
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        async (rows, delimiter, mark, newline) => {
          const table = Papa.unparse(
            { fields: ['question', 'reply'], data: rows },
            { delimiter, newline, quotes: delimiter !== '\t' },
          );
          const map = { system: [], prompt: ['question'], answer: ['reply'] };
          const name = delimiter === '\t' ? 'a.tsv' : 'a.csv';
          const { pairs: found, rows: count } = await run(name, (mark ? '\ufeff' : '') + table, map);
          assert.deepEqual(found, rows);
          assert.equal(count, rows.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('reads each element of a JSON array, however it is laid out', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.constantFrom(undefined, 1, '\t'), async (rows, space) => {
        const text = JSON.stringify(
          rows.map(([question, answer]) => ({ question, answer, more: ['[', { a: ']' }] })),
          null,
          space,
        );
        const { pairs: found, source } = await run('a.json', text);
        assert.equal(source, 'jsonArray');
        assert.deepEqual(found, rows);
      }),
      { numRuns: 100 },
    );
  });

  it('takes any bytes: rows are imported or told of, or one sentence says why not', async () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '"',
      '\\',
      ',',
      '\n',
      ':',
      'prompt',
      'answer',
      'x',
      '\t',
      ';',
      '\u0000',
      '{"question":"a","answer":"b"}',
    );
    const bytes = fc.oneof(
      fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join(''))),
      fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(`prompt,answer\n${pieces.join('')}`)),
      fc.uint8Array({ maxLength: 200 }).map((own) => Buffer.from(own)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom('a.csv', 'a.tsv', 'a.json'), async (own, name) => {
        await run(name, own).catch((error: unknown) =>
          assert.ok(error instanceof ImportError, String(error)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('guesses columns by their names, and knows formats of other tools', async () => {
    const guessed = await run('a.csv', 'Id,Review,Sentiment\n1,Good phone,positive\n2,Bad,negative\n');
    assert.deepEqual(guessed.pairs, [
      ['Good phone', 'positive'],
      ['Bad', 'negative'],
    ]);
    assert.deepEqual(guessed.unused, ['Id']);
    const known = await run('a.csv', 'id,question,answer\n1,Who?,Me\n2,What?,This\n');
    assert.deepEqual([known.unused, known.notes, known.imported], [['id'], [], 2]);
    const alpaca = await run('a.json', '[{"instruction": "Add.", "input": "1 1", "output": "2"}]');
    assert.equal(alpaca.reading.kind === 'format' && alpaca.reading.format.id, 'instruction');
    assert.equal(alpaca.pairs.length, 1);
    const mapped = await run('a.jsonl', '{"title": "A", "body": "B", "stars": 5}\n', {
      system: [],
      prompt: ['title', 'body'],
      answer: ['stars'],
    });
    assert.deepEqual(mapped.pairs, [['A\n\nB', '5']]);
    await assert.rejects(run('a.csv', 'x,y\n1,2\n'), /Columns: "x", "y".* --map x=prompt/);
  });

  it('names bad rows by their number', async () => {
    const table = 'question,answer\na,b\nonly one\n"quoted" twice",c\n\n,d\ne,f\n';
    const { notes, pairs: found } = await run('a.csv', table);
    assert.deepEqual(found, [
      ['a', 'b'],
      ['e', 'f'],
    ]);
    assert.deepEqual(
      notes.map(({ number }) => number),
      [2, 3, 4],
    );
    const latin = await run('a.csv', Buffer.from('question,answer\ncaf\u00e9,b\nc,d\n', 'latin1'));
    assert.match(latin.notes[0]?.reason ?? '', /UTF-8/);
    assert.deepEqual(latin.pairs, [['c', 'd']]);
    const wide = await run('a.csv', Buffer.from('\ufeffquestion\tanswer\ncaf\u00e9\tb\n', 'utf16le'));
    assert.deepEqual(wide.pairs, [['caf\u00e9', 'b']]);
    await assert.rejects(
      run('a.json', '[{"question": "a", "answer": "b"}, {"quest'),
      /middle of its JSON array/,
    );
  });
});
