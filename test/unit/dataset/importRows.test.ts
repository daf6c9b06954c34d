import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import Papa from 'papaparse';
import writeWorkbook from 'write-excel-file/node';
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

  const run = async (name: string, bytes: string | Uint8Array, map?: ColumnMap, sheet?: string) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const source = sourceOf(path, name, sheet);
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

  it('reads each row of a workbook and of a Parquet file, whatever stands in its cells', async () => {
    // XML has no control characters, and the writer takes "valueOf" for something of JavaScript's.
    const plainText = (text: string) =>
      text in {} ? '-' : text.replace(/[\p{Cc}\p{Cn}]/gu, '-').slice(0, 32_766);
    const plain = pairs.map((rows) => rows.map((row) => row.map(plainText)));
    await fc.assert(
      fc.asyncProperty(plain, async (rows) => {
        const sheet = [['id', 'question', 'answer'], ...rows.map((row, id) => [id, ...row])];
        const cells = sheet.map((row) => row.map((value) => ({ value })));
        const book = await run('a.xlsx', await writeWorkbook(cells).toBuffer());
        assert.deepEqual([book.source, book.pairs, book.unused], ['xlsx', rows, ['id']]);
        const column = (name: string, at: 0 | 1) => ({ name, data: rows.map((row) => row[at]) });
        const columnData = [column('question', 0), column('answer', 1)];
        const table = parquetWriteBuffer({ columnData, rowGroupSize: [4] });
        const parquet = await run('a.parquet', new Uint8Array(table));
        assert.deepEqual([parquet.source, parquet.pairs], ['parquet', rows]);
      }),
      { numRuns: 6 },
    );
  });

  it('keeps codes, dates and messages of typed files, and tells what it cannot take', async () => {
    const day = { value: new Date(Date.UTC(2024, 1, 3)), format: 'yyyy-mm-dd' };
    const long = 'x'.repeat(32_767);
    const text = (value: string) => ({ value });
    const rows = [
      [text('question'), text('answer')],
      [text('007'), day],
      [null, null],
      [text('a'), null],
      [text('b'), text(long)],
      [text('c'), { value: 1.5 }],
    ];
    const { notes, pairs: found, partly } = await run('a.xlsx', await writeWorkbook(rows).toBuffer());
    assert.deepEqual(found, [
      ['007', '2024-02-03'],
      ['b', long],
      ['c', '1.5'],
    ]);
    assert.deepEqual(
      notes.map(({ number, isImported }) => [number, isImported]),
      [
        [3, false],
        [4, true],
      ],
    );
    assert.equal(partly, 1);
    const messages = [
      [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
    ];
    const chat = await run(
      'a.parquet',
      new Uint8Array(
        parquetWriteBuffer({ columnData: [{ name: 'messages', data: messages, type: 'JSON' }] }),
      ),
    );
    assert.equal(chat.reading.kind === 'format' && chat.reading.format.id, 'openaiChat');
    assert.deepEqual(chat.pairs, [['a', 'b']]);
    const typed = parquetWriteBuffer({
      columnData: [
        { name: 'question', data: ['a'] },
        { name: 'answer', data: [{ text: 'b' }], type: 'JSON' },
      ],
    });
    const map = { system: [], prompt: ['question'], answer: ['answer'] };
    assert.match((await run('a.parquet', new Uint8Array(typed), map)).notes[0]?.reason ?? '', /isn't text/);
  });

  it('asks which sheet of a workbook is meant', async () => {
    const rows = [
      [{ value: 'question' }, { value: 'answer' }],
      [{ value: 'a' }, { value: 'b' }],
    ];
    const both = ['One', 'Two'].map((sheet) => ({ sheet, data: rows }));
    const bytes = await writeWorkbook([...both, { sheet: 'Empty', data: [] }]).toBuffer();
    await assert.rejects(run('a.xlsx', bytes), /several sheets: "One", "Two"/);
    assert.equal((await run('a.xlsx', bytes, undefined, 'Two')).imported, 1);
    await assert.rejects(run('a.xlsx', bytes, undefined, 'Three'), /no sheet named "Three"/);
    await assert.rejects(run('a.xlsx', 'PK\u0003\u0004 no workbook'), ImportError);
    await assert.rejects(run('a.parquet', 'PAR1 no table PAR1'), ImportError);
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

  it('tells columns without a name apart by their number, in a workbook as in a table', async () => {
    const rows = [
      ['question', '', 'answer', '', ''],
      ['a', 'a remark', 'b', '', ''],
      ['c', '', 'd', 'another', ''],
    ];
    const book = rows.map((row) => row.map((value) => ({ value })));
    for (const [name, bytes] of [
      ['a.csv', rows.map((row) => row.join(',')).join('\n')],
      ['a.xlsx', await writeWorkbook(book).toBuffer()],
    ] as const) {
      const { pairs: found, unused } = await run(name, bytes);
      assert.deepEqual(unused, ['(column 2)', '(column 4)'], name);
      const both = [
        ['a', 'b'],
        ['c', 'd'],
      ];
      assert.deepEqual(found, both, name);
      const mapped = await run(name, bytes, {
        system: ['(column 2)'],
        prompt: ['question'],
        answer: ['answer'],
      });
      assert.deepEqual([mapped.pairs, mapped.unused], [both, ['(column 4)']], name);
    }
  });

  it('says in which line a quotation mark takes later rows with it', async () => {
    const long = `"${'x\n'.repeat(70_000)}",y\n`;
    for (const [table, line] of [
      ['question,answer\na,b\n"c,d\ne,f\ng,h\n', '3'],
      ['"question,answer\na,b\n', '1'],
      ['question,answer\r\na,"b"\r\nc,"d" e\r\nf,g\r\n', '3'],
      [`question,answer\n${long}a,"b\nc,d\n`, '70,003'],
    ] as const)
      await assert.rejects(
        run('a.csv', table),
        (error) =>
          error instanceof ImportError && error.message.includes(`mark in line ${line} is never closed`),
      );
    const { notes, pairs: found } = await run(
      'a.csv',
      `question,answer\n${long}"a" b,c\nd,"e"\n"f" g",h\ni,j\n`,
    );
    assert.equal(found.length, 2);
    assert.match(notes[0]?.reason ?? '', /^In line 70,003, .* so 2 lines were read as one row/);
    assert.match(notes[1]?.reason ?? '', /^In line 70,005, .* wrong place\.$/);
  });

  it('says in which line each of many wrong quotation marks is, in a time that grows in step', async () => {
    const bad = '"a" b",c\n';
    const timed = async (count: number) => {
      // A long row before them, so that they are all read at once.
      const table = `question,answer\n"${'x\n'.repeat(count * 4)}",y\n${bad.repeat(count)}`;
      const start = process.cpuUsage();
      const { notes } = await run('a.csv', table);
      assert.ok(notes.length >= count);
      notes.slice(-count).forEach(({ reason = '' }, at) => {
        assert.ok(reason.startsWith(`In line ${(count * 4 + 3 + at).toLocaleString('en')},`), reason);
      });
      return process.cpuUsage(start).user / 1000;
    };
    const [before, own] = [await timed(10_000), await timed(40_000)];
    assert.ok(own < Math.max(1_000, before * 8), `${own} ms, ${before} ms for a quarter of it`);
  });

  it('takes what has a tab in its first line for cells that tabs part, as spreadsheets copy them', async () => {
    const copied = await run('content', 'question, in short\tanswer | label; all\na, b\tc\n', {
      system: [],
      prompt: ['question, in short'],
      answer: ['answer | label; all'],
    });
    assert.deepEqual([copied.source, copied.pairs], ['tsv', [['a, b', 'c']]]);
  });

  it('tells of what follows a JSON array', async () => {
    const element = '{"question": "a", "answer": "b"}';
    const { notes, pairs: found } = await run('a.json', `[${element}]${' '.repeat(70_000)}\n[${element}]`);
    assert.deepEqual(found, [['a', 'b']]);
    assert.deepEqual(
      notes.map(({ number, isImported }) => [number, isImported]),
      [[2, false]],
    );
    assert.match(notes[0]?.reason ?? '', /after the end of the JSON array/);
    assert.deepEqual((await run('a.json', `[${element}]\n `)).notes, []);
  });

  it('leaves out, and names, rows that are no examples of the format that they are written in', async () => {
    const good =
      '{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"b"}]}]}';
    const { notes, pairs: found } = await run('a.jsonl', `${good}\n{"title":"lost"}\n${good}\n`);
    assert.deepEqual(
      notes.map(({ number, isImported }) => [number, isImported]),
      [[2, false]],
    );
    assert.deepEqual(found, [
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });
});
