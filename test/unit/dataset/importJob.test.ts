import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vertexContents } from '../../../src/dataset/formats/vertexContents';
import { importFile, lookInto, type NumberedNote } from '../../../src/dataset/import/importJob';

const worker = path.resolve(__dirname, '../../../import-worker.js');
const forever = new AbortController().signal;

describe('the thread that imports', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tunewright-import-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const file = (rows: number) => {
    const own = path.join(folder, 'reviews.csv');
    const row = (at: number) =>
      at % 100 === 0 ? `only ${at}` : `Question ${at} ${'x'.repeat(200)},Answer ${at}`;
    writeFileSync(
      own,
      `question,reply\n${Array.from({ length: rows }, (_, at) => row(at + 1)).join('\n')}\n`,
    );
    return { path: own, name: 'reviews.csv', sheet: undefined };
  };
  const map = { system: [], prompt: ['question'], answer: ['reply'] };

  it('writes each row, or tells of it by its number', async () => {
    const source = file(6_000);
    const looked = await lookInto(source, forever, worker);
    assert.deepEqual([looked.source, looked.rowName, looked.sample.length], ['csv', 'row', 100]);
    const pieces: Uint8Array[] = [];
    const notes: NumberedNote[] = [];
    const steps: number[] = [];
    let open = 0;
    const counts = await importFile(
      { ...source, to: vertexContents.id, map },
      {
        async write(bytes) {
          assert.equal(++open, 1, 'the next piece comes when this one is written');
          await new Promise((resolve) => setTimeout(resolve, 1));
          pieces.push(bytes);
          open--;
        },
        note: (more) => notes.push(...more),
        progress: (rows) => steps.push(rows),
      },
      forever,
      worker,
    );
    const lines = Buffer.concat(pieces).toString().trimEnd().split('\n');
    assert.ok(pieces.length > 1);
    assert.equal(lines.length, 5_940);
    assert.deepEqual([counts.rows, counts.imported, counts.leftOut], [6_000, 5_940, 60]);
    assert.deepEqual(
      notes.map(({ number }) => number),
      Array.from({ length: 60 }, (_, at) => (at + 1) * 100),
    );
    assert.deepEqual(steps, [2_000, 4_000, 6_000]);
  });

  it('ends at once when it is stopped', async () => {
    const controller = new AbortController();
    const receiver = { write: async () => controller.abort(), note: () => {}, progress: () => {} };
    const job = { ...file(6_000), to: vertexContents.id, map };
    await assert.rejects(importFile(job, receiver, controller.signal, worker), { name: 'AbortError' });
  });
});
