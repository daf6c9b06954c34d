import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileComparison } from '../../../src/dataset/tools/compare/compareJob';

const worker = path.resolve(__dirname, '../../../compare-worker.js');

describe('the thread that compares files', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tunewright-compare-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('counts all rows, and reads those that are asked for', async () => {
    const lines = (texts: readonly (readonly [string, string])[]) =>
      texts.map(([text_input, output]) => `${JSON.stringify({ text_input, output })}\n`).join('');
    const paths = ['before.jsonl', 'after.jsonl'].map((name) => path.join(folder, name));
    const [before = '', after = ''] = paths;
    writeFileSync(
      before,
      lines([
        ['Kept?', 'Yes'],
        ['Changed?', 'It is old'],
        ['Removed at all?', 'Gone'],
      ]),
    );
    const added = Array.from({ length: 7 }, (_, at) => [`Which number is new, ${at}?`, `N${at}`] as const);
    writeFileSync(after, lines([['Changed?', 'It is new'], ['Kept?', 'Yes'], ...added]));
    const comparison = new FileComparison({ paths: [before, after], keyPath: undefined }, worker);
    try {
      const { counts, before: old } = await comparison.files;
      assert.deepEqual(counts, { changed: 1, added: 7, removed: 1, unchanged: 1 });
      assert.equal(old.rows, 3);
      const [changed] = await comparison.rows('changed', 0, 50);
      assert.deepEqual([changed?.before, changed?.after], [1, 0]);
      assert.deepEqual(
        changed?.answer.map(({ kind, text }) => `${kind} ${text}`),
        ['same It is ', 'removed old', 'added new'],
      );
      const some = await comparison.rows('added', 4, 2);
      assert.deepEqual(
        some.map((row) => row.after),
        [6, 7],
      );
      const [removed] = await comparison.rows('removed', 0, 50);
      assert.deepEqual(removed?.prompt, [{ kind: 'removed', text: 'Removed at all?' }]);
    } finally {
      comparison.dispose();
    }
  });

  it('refuses rows when the thread has died after its first answer', async () => {
    const dying = path.join(folder, 'dying.cjs');
    writeFileSync(
      dying,
      `const { parentPort } = require('node:worker_threads');
      parentPort.once('message', () => process.exit());
      parentPort.postMessage({ kind: 'compared' });`,
    );
    const comparison = new FileComparison({ paths: ['a', 'b'], keyPath: undefined }, dying);
    await comparison.files;
    const asked = [comparison.rows('added', 0, 1), comparison.rows('removed', 0, 1)];
    await Promise.all(asked.map((rows) => assert.rejects(rows, /thread for the comparison ended/)));
    await assert.rejects(comparison.rows('added', 0, 1), /thread for the comparison ended/);
    comparison.dispose();
  });

  it('says that a file is not there', async () => {
    const gone = path.join(folder, 'gone.jsonl');
    const comparison = new FileComparison({ paths: [gone, gone], keyPath: undefined }, worker);
    await assert.rejects(comparison.files, /ENOENT/);
    comparison.dispose();
  });
});
