import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appendOnDisk, headOf } from '../../../../src/dataset/editing/appendOnDisk';

describe('files that are too large for the editor', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-append-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function fileWith(text: string): Promise<string> {
    const file = path.join(folder, 'data.jsonl');
    await writeFile(file, text);
    return file;
  }

  for (const [before, lineEnd, after] of [
    ['', '\n', 'x\ny\n'],
    ['a\nb\n', '\n', 'a\nb\nx\ny\n'],
    ['a\nb', '\n', 'a\nb\nx\ny\n'],
    ['a\r\nb\r\n', '\r\n', 'a\r\nb\r\nx\r\ny\r\n'],
    ['a\r\nü', '\r\n', 'a\r\nü\r\nx\r\ny\r\n'],
  ] as const) {
    it(`gets lines at the end of ${JSON.stringify(before)}`, async () => {
      const file = await fileWith(before);
      await appendOnDisk(file, ['x', 'y'], lineEnd);
      assert.equal(await readFile(file, 'utf8'), after);
    });
  }

  it('is known by its first whole lines, never by a part of one', async () => {
    const file = await fileWith('aü\nbb\ncc');
    assert.equal(await headOf(file, 100), 'aü\nbb\ncc');
    assert.equal(await headOf(file, 6), 'aü\n');
    assert.equal(await headOf(file, 7), 'aü\nbb\n');
  });
});
