import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import { convert, linesOf } from '../../../src/dataset/editing/convert';
import { applyEdits, fixAll } from '../../../src/dataset/editing/fixAll';
import { geminiApi } from '../../../src/dataset/formats/geminiApi';
import { vertexContents } from '../../../src/dataset/formats/vertexContents';
import { convertRows } from '../../../src/dataset/tools/convertRows';
import { fixedByAll, fixRows } from '../../../src/dataset/tools/fixRows';
import { contentsExample, geminiExample, mutate, mutation, richExample, style, write } from './arbitraries';

/** Lines of two formats, some broken, some blank. */
const line = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(geminiExample, style).map(([value, how]) => write(value, how)) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.oneof(contentsExample, richExample), style, mutation)
      .map(([value, how, mistake]) => mutate(write(value, how), mistake).replace(/[\r\n]/g, ' ')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '  ', '{"text_input": "a", "output": "b",}', '[]') },
);
const content = fc
  .tuple(fc.array(line, { maxLength: 20 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, ends]) => lines.join(end) + (ends ? end : ''));

describe('the tools for whole files', function () {
  this.timeout(120_000);
  let folder = '';
  let file = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-tools-'));
    file = join(folder, 'data.jsonl');
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Runs a tool on a file of this content. @returns what it counted, and what it wrote */
  const run = async <T>(
    bytes: string | Uint8Array,
    tool: (write: (bytes: Uint8Array) => Promise<void>) => Promise<T>,
  ) => {
    writeFileSync(file, bytes);
    const written: Buffer[] = [];
    const counts = await tool(async (more) => {
      written.push(Buffer.from(more));
    });
    return { counts, written: Buffer.concat(written) };
  };

  it('fix writes what the editor would, some lines at a time', async () => {
    const options = { format: geminiApi.id };
    const whole = (text: string) =>
      applyEdits(
        text,
        fixAll(DatasetDocument.read(text, options), { wanted: fixedByAll, document: options }),
      );
    await fc.assert(
      fc.asyncProperty(content, async (text) => {
        const { written, counts } = await run(text, (own) => fixRows(file, options, own));
        assert.equal(written.toString(), whole(text));
        const [before, after] = [text.split('\n'), written.toString().split('\n')];
        const changed = before.filter((one) => !after.includes(one)).length;
        if (before.length === after.length)
          assert.equal(counts.fixed, before.filter((one, index) => one !== after[index]).length);
        else assert.ok(counts.fixed >= Math.max(1, changed), `${counts.fixed} lines for ${changed}`);
      }),
      { numRuns: 100 },
    );
    const good = `${JSON.stringify({ text_input: 'a'.repeat(500), output: 'b' })}\n`;
    const bad = `{"text_input": "${'a'.repeat(500)}", "output": "b",}\n`;
    const { written, counts } = await run((good + bad).repeat(1_500), (own) => fixRows(file, options, own));
    assert.deepEqual(counts, { lines: 3_000, fixed: 1_500 });
    assert.equal(written.toString(), whole((good + bad).repeat(1_500)));
  });

  it('fix keeps the bytes of a line that is not UTF-8, and fixes those around it', async () => {
    const bad = Buffer.from('{"text_input": "caf\u00e9", "output": " b "}\n', 'latin1');
    const bytes = Buffer.concat([bad, Buffer.from('{"text_input": "a", "output": "b",}\n')]);
    const { written } = await run(bytes, (own) => fixRows(file, { format: geminiApi.id }, own));
    assert.deepEqual(written, Buffer.concat([bad, Buffer.from('{"text_input": "a", "output": "b"}\n')]));
  });

  it('convert writes what the editor would, and each row is converted or told of', async () => {
    for (const [from, to] of [
      [geminiApi, vertexContents],
      [vertexContents, geminiApi],
    ] as const) {
      await fc.assert(
        fc.asyncProperty(content, fc.boolean(), async (text, wholeOnly) => {
          const notes: number[] = [];
          const { written, counts } = await run(text, (own) =>
            convertRows(file, { from, to, wholeOnly }, own, (note) => notes.push(note.line)),
          );
          const lines = text.split('\n').map((one) => one.replace(/\r$/, ''));
          const expected = convert(lines, from, to);
          assert.deepEqual(written.toString().split('\n').slice(0, -1), linesOf(expected, wholeOnly));
          assert.deepEqual(
            notes,
            expected.notes.map((note) => note.line),
          );
          assert.equal(counts.converted + counts.leftOut, counts.rows);
          assert.equal(
            counts.rows + counts.blank,
            text === '' ? 0 : lines.length - (text.endsWith('\n') ? 1 : 0),
          );
        }),
        { numRuns: 100 },
      );
    }
  });
});
