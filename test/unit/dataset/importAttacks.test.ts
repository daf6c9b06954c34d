// A file that a stranger has made takes neither the time nor the memory of whoever imports it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import writeWorkbook from 'write-excel-file/node';
import { vertexContents } from '../../../src/dataset/formats/vertexContents';
import { guessColumns } from '../../../src/dataset/import/columns';
import { FirstNotes } from '../../../src/dataset/import/firstNotes';
import { importRows, Sample } from '../../../src/dataset/import/importRows';
import { ImportError } from '../../../src/dataset/import/record';
import { sourceOf } from '../../../src/dataset/import/sources';

describe('importing a file that is made to hurt', function () {
  this.timeout(120_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-import-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = async (name: string) => {
    const own = join(folder, name);
    return importRows(
      sourceOf(own, name),
      own,
      { to: vertexContents, map: undefined },
      async () => {},
      () => {},
    );
  };
  const run = (name: string, bytes: string | Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return read(name);
  };
  const refused = (running: Promise<unknown>, why: RegExp) =>
    assert.rejects(running, (error: Error) => {
      assert.ok(error instanceof ImportError, `${error.name}: ${error.message}`);
      assert.match(error.message, why);
      assert.ok(error.message.length < 5_000, `${error.message.length} characters`);
      return true;
    });
  const names = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`);

  it('refuses more columns than a table has', async () => {
    const many = names(300_000);
    await refused(run('many.csv', `${many.join()}\n${many.join()}\n`), /more than 16,384 columns/);
    const row = JSON.stringify(Object.fromEntries(many.map((name) => [name, 1])));
    await refused(run('many.jsonl', `${row}\n`), /more than 16,384 columns/);
    const most = names(16_380).join();
    const wide = await run('wide.csv', `question,answer,${most}\na,b,${most}\n`);
    assert.deepEqual([wide.imported, wide.unused.length], [1, 1_000]);
  });

  it('shortens names in what it says', async () => {
    const name = 'x'.repeat(1 << 20);
    await refused(run('twice.csv', `${name},${name}\na,b\n`), /two columns named "x{100}…"/);
    await refused(run('unknown.csv', `${name},b\na,b\n`), /Columns: "x{100}…", "b"\./);
    const own = [{ [name]: [] }].flatMap((value) => Object.keys(value));
    assert.deepEqual(guessColumns(own), { system: [], prompt: [], answer: [] });
  });

  it('reads no more of a file of long rows than it takes to guess columns', () => {
    const sample = new Sample();
    const row = { number: 1, value: { text: 'x'.repeat(6_000_000) } };
    assert.deepEqual([sample.add(row), sample.add(row)], [false, true]);
  });

  it('counts the rows that are not in the result, and keeps the first ones', () => {
    const notes = new FirstNotes();
    const some = Array.from({ length: 6_000 }, (_, number) => ({ number, reason: '', isImported: false }));
    for (let times = 0; times < 5; times++) notes.add(some);
    assert.deepEqual([notes.count, notes.kept.length], [30_000, 10_000]);
  });

  it('reads files only, not what has no end or waits for somebody', async function () {
    if (process.platform === 'win32') this.skip();
    symlinkSync('/dev/zero', join(folder, 'zero.csv'));
    execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
    await refused(read('zero.csv'), /zero\.csv isn't a regular file/);
    await refused(read('pipe.csv'), /pipe\.csv isn't a regular file/);
  });

  it('takes a damaged Parquet file or workbook for what it holds, or says in a sentence that it cannot', async () => {
    const columnData = ['question', 'answer'].map((name) => ({ name, data: ['a', 'b', 'c'] }));
    const table = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: [2] }));
    const cells = [
      ['question', 'answer'],
      ['a', 'b'],
    ].map((row) => row.map((value) => ({ value })));
    const sheet = unzipSync(new Uint8Array(await writeWorkbook(cells).toBuffer()))[
      'xl/worksheets/sheet1.xml'
    ];
    assert.ok(sheet);
    const book = await writeWorkbook(cells).toBuffer();
    const change = fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), byte: fc.nat(255) });
    const changes = fc.array(change, { minLength: 1, maxLength: 4 });
    const damaged = (whole: Uint8Array, own: readonly { at: number; byte: number }[]) => {
      const bytes = whole.slice();
      for (const { at, byte } of own) bytes[4 + Math.floor(at * (bytes.length - 4))] = byte;
      return bytes;
    };
    const inWords = (name: string, bytes: Uint8Array) =>
      run(name, bytes).then(
        () => {},
        (error: Error) => assert.ok(error instanceof ImportError, `${error.name}: ${error.stack}`),
      );
    await fc.assert(
      fc.asyncProperty(changes, async (own) => {
        await inWords('damaged.parquet', damaged(table, own));
        await inWords('damaged.xlsx', withSheet(book, damaged(sheet, own)));
        await inWords('packed.xlsx', damaged(new Uint8Array(book), own));
      }),
      { numRuns: 200 },
    );
  });

  it('expands nothing in a workbook', async () => {
    const cells = [
      ['question', 'answer'].map((value) => ({ value })),
      ['a', 'b'].map((value) => ({ value })),
    ];
    const book = await writeWorkbook(cells).toBuffer();
    const sheet = (rows: string, before = '') =>
      strToU8(
        `<?xml version="1.0"?>${before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
      );
    const text = (place: string, own: string) => `<c r="${place}" t="inlineStr"><is><t>${own}</t></is></c>`;
    const entities = names(10).map(
      (name, at) => `<!ENTITY e${at} "${at === 0 ? name : `&e${at - 1};`.repeat(10)}">`,
    );
    const laughs = `<row r="1">${text('A1', 'question')}${text('B1', 'answer')}</row><row r="2">${text('A2', '&e9;')}${text('B2', 'b')}</row>`;
    await run('laughs.xlsx', withSheet(book, sheet(laughs, `<!DOCTYPE w [${entities.join('')}]>`))).catch(
      (error: unknown) => assert.ok(error instanceof ImportError),
    );
    assert.ok(process.memoryUsage().rss < 2e9);
  });
});

function withSheet(book: Uint8Array, sheet: Uint8Array): Uint8Array {
  return zipSync({ ...unzipSync(new Uint8Array(book)), 'xl/worksheets/sheet1.xml': sheet });
}
