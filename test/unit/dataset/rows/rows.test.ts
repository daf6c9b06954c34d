import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { Severity } from '../../../../src/dataset/checking/problem';
import { findFormat } from '../../../../src/dataset/formats/index';
import { LineStarts, lineStartsOf } from '../../../../src/dataset/rows/lineStarts';
import { ProblemBatches, ProblemTable } from '../../../../src/dataset/rows/problemTable';
import { rowBytes } from '../../../../src/dataset/rows/rowBytes';
import { intersect } from '../../../../src/dataset/rows/rowLists';
import { type SearchPlace, searchPlaces } from '../../../../src/dataset/rows/rowTypes';
import { searchBlock, searchFile } from '../../../../src/dataset/rows/searchFile';
import { TextSearch, whyNoQuery } from '../../../../src/dataset/rows/textSearch';

const folder = mkdtempSync(path.join(tmpdir(), 'tunewright-rows-'));
const file = path.join(folder, 'rows.jsonl');
after(() => rmSync(folder, { recursive: true, force: true }));

describe('where the lines of a file start', () => {
  const index = (bytes: Buffer): LineStarts => {
    writeFileSync(file, bytes);
    const starts = new LineStarts();
    const pieces = lineStartsOf(file);
    let piece = pieces.next();
    for (; !piece.done; piece = pieces.next()) starts.add(piece.value);
    starts.finish(piece.value);
    return starts;
  };
  const linesOf = (bytes: Buffer, starts: LineStarts) =>
    Array.from({ length: starts.count }, (_, line) => {
      const range = starts.rangeOf(line);
      return bytes.subarray(range?.start, range?.end).toString('latin1');
    });

  it('gives the lines of any bytes back, none of them twice', () => {
    const bytes = fc
      .array(fc.constantFrom('a', '\n', '\r\n', 'é', '\u2028', '{"b":1}'), { maxLength: 60 })
      .map((pieces) => Buffer.from(pieces.join('')));
    fc.assert(
      fc.property(bytes, (content) => {
        const starts = index(content);
        const lines = linesOf(content, starts);
        assert.deepEqual(lines, content.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? []);
        for (const line of lines.keys()) assert.equal(starts.lineAt(starts.rangeOf(line)?.start ?? -1), line);
      }),
    );
  });

  it('gives chosen rows as they are written and in the order they are chosen, each with a line end, and of a long one all', async () => {
    const rows = [
      '{"a":1}\r\n',
      '\n',
      `${'é'.repeat(700_000)}\n`,
      '  {"b":"\ud83d\ude00"}\n',
      '{"c":1}\n',
      '{"last":1}',
    ];
    const starts = index(Buffer.from(rows.join('')));
    const all = rows.map((_, line) => line);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(all), async (lines) => {
        const written: Buffer[] = [];
        for await (const bytes of rowBytes(file, starts, lines)) written.push(bytes);
        const expected = lines.map((line) => rows[line]?.replace(/(?<!\n)$/, '\n')).join('');
        assert.ok(Buffer.concat(written).equals(Buffer.from(expected)), lines.join());
      }),
      { numRuns: 40 },
    );
  });

  it('is right across the pieces that are read at once', () => {
    const row = `${'x'.repeat(9)}\n`;
    // The first piece ends with a line end, the second one byte before.
    const content = Buffer.from(
      `${row.repeat((1 << 18) / 2)}`.slice(0, (1 << 18) - 1).concat(`\n${row.repeat(600_000)}y`),
    );
    const starts = index(content);
    assert.equal(starts.count, content.toString('latin1').split('\n').length);
    assert.deepEqual(starts.rangeOf(starts.count - 1), { start: content.length - 1, end: content.length });
  });

  it('knows only lines whose end it has seen while it grows', () => {
    const starts = new LineStarts();
    starts.add(Float64Array.of(0, 10, 20));
    assert.equal(starts.count, 2);
    assert.equal(starts.rangeOf(2), undefined);
    starts.finish(25);
    assert.deepEqual(starts.rangeOf(2), { start: 20, end: 25 });
  });
});

describe('a search of rows', () => {
  const format = findFormat('vertexContents');
  const example = (user: string, model: string) => ({
    contents: [
      { role: 'user', parts: [{ text: user }] },
      { role: 'model', parts: [{ text: model }] },
    ],
  });
  /** As other writers of JSON do it: Python escapes what is not ASCII, Go and others what HTML would read. */
  const ascii = (json: string) =>
    json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const htmlSafe = (json: string) =>
    json.replace(/[<>&'+=]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const slashes = (json: string) => json.replaceAll('/', '\\/');
  const writers = [(json: string) => json, ascii, htmlSafe, slashes];
  const query = (text: string, changed: object = {}) => ({
    ...{ text, isRegex: false, matchCase: false, place: 'texts' as SearchPlace },
    ...changed,
  });
  const search = (lines: readonly string[], wanted: ReturnType<typeof query>) => {
    const block = Buffer.from(lines.join('\n'));
    const starts = searchBlock(block, new TextSearch(wanted, format));
    let at = 0;
    const known = new Map(
      lines.map((line, index) => {
        const start = at;
        at += Buffer.byteLength(line) + 1;
        return [start, index] as const;
      }),
    );
    return starts.map((start) => known.get(start));
  };

  it('finds by bytes exactly what reading each row finds, whoever wrote the JSON', () => {
    const words = fc.constantFrom(
      'a',
      'B',
      'Straße',
      'é',
      'É',
      '返金',
      '"q"',
      'x/y',
      '<b>',
      "it's",
      '\n',
      ' ',
      'user',
      '😀',
      '\\',
    );
    const texts = fc.array(words, { maxLength: 4 }).map((list) => list.join(''));
    const row = fc
      .tuple(texts, texts, fc.constantFrom(...writers))
      .map(([user, model, write]) => write(JSON.stringify(example(user, model))));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.array(words, { minLength: 1, maxLength: 2 }).map((list) => list.join('')),
        fc.boolean(),
        fc.constantFrom(...searchPlaces),
        (lines, text, matchCase, place) => {
          const wanted = query(text, { matchCase, place });
          const reader = new TextSearch(wanted, format);
          const expected = [...lines.keys()].filter((index) => reader.matches(lines[index] ?? ''));
          assert.deepEqual(search(lines, wanted), expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('looks at what people read, not at keys and braces', () => {
    const lines = [
      JSON.stringify(example('hello', 'a "user" answers')),
      JSON.stringify(example('hello', 'no')),
    ];
    assert.deepEqual(search(lines, query('user')), [0]);
    assert.deepEqual(search(lines, query('user', { place: 'line' })), [0, 1]);
    assert.deepEqual(search(lines, query('"user"')), [0]);
    assert.deepEqual(search(lines, query('hello', { place: 'answer' })), []);
    assert.deepEqual(search(lines, query('HELLO', { place: 'prompt' })), [0, 1]);
    assert.deepEqual(search(lines, query('^no$', { isRegex: true })), [1]);
    assert.deepEqual(search(['{"broken', 'other broken'], query('broken')), [0, 1]);
  });

  it('says why an expression is none', () => {
    assert.equal(whyNoQuery(query('a(')), undefined);
    assert.match(whyNoQuery(query('a(', { isRegex: true })) ?? '', /Unterminated group/);
  });

  it('goes over a file in pieces, with lines longer than a piece', () => {
    const long = JSON.stringify(example('x'.repeat(9 << 20), 'needle'));
    const lines = [
      JSON.stringify(example('a', 'needle')),
      long,
      JSON.stringify(example('b', 'no')),
      JSON.stringify(example('c', 'Needle')),
    ];
    writeFileSync(file, lines.join('\n'));
    const found = [...searchFile(file, new TextSearch(query('needle'), format))].flatMap(({ starts }) => [
      ...starts,
    ]);
    const starts = lines.map((_, index) =>
      Buffer.byteLength(`${lines.slice(0, index).join('\n')}${index ? '\n' : ''}`),
    );
    assert.deepEqual(found, [starts[0], starts[1], starts[3]]);
  });
});

describe('the table of problems', () => {
  const problem = fc.record({
    line: fc.nat(40),
    rule: fc.constantFrom('a', 'b', 'c'),
    severity: fc.constantFrom<Severity>('error', 'warning'),
  });

  it('gives the rows of each filter, whatever batches they came in', () => {
    fc.assert(
      fc.property(fc.array(problem), fc.nat(5), (problems, size) => {
        problems.sort((x, y) => x.line - y.line);
        const table = new ProblemTable();
        const batches = new ProblemBatches();
        for (const { line, rule, severity } of problems) {
          batches.add(line, rule, severity);
          if (batches.length > size) table.add(batches.take());
        }
        table.add(batches.take());
        const rowsOf = (wanted: (one: (typeof problems)[number]) => boolean) => [
          ...new Set(problems.filter(wanted).map(({ line }) => line)),
        ];
        assert.deepEqual(
          [...table.rowsWith({})],
          rowsOf(() => true),
        );
        assert.equal(table.rows, rowsOf(() => true).length);
        assert.deepEqual(
          [...table.rowsWith({ rule: 'a' })],
          rowsOf(({ rule }) => rule === 'a'),
        );
        assert.deepEqual(
          [...table.rowsWith({ severity: 'error' })],
          rowsOf(({ severity }) => severity === 'error'),
        );
        for (const { rule, severity, rows } of table.rules())
          assert.equal(rows, rowsOf((one) => one.rule === rule && one.severity === severity).length);
      }),
    );
  });

  it('meets other lists of rows', () => {
    const rows = fc.uniqueArray(fc.nat(30)).map((list) => Uint32Array.from(list).sort());
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        assert.deepEqual(
          [...intersect(a, b)],
          [...a].filter((row) => b.includes(row)),
        );
      }),
    );
  });
});
