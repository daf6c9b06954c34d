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

  for (const [encoding, bytes] of [
    ['Latin-1', Buffer.from(`${'a\n'.repeat(1 << 19)}\u00fc\n`, 'latin1')],
    ['UTF-16 with a mark', Buffer.from('\ufeffa\n', 'utf16le')],
    ['UTF-16 without one', Buffer.from('a\n', 'utf16le')],
    ['UTF-8 that ends within a character', Buffer.from('a\n\u20ac').subarray(0, -1)],
  ] as const) {
    it(`is refused in ${encoding}, and stays as it is`, async () => {
      const file = path.join(folder, 'data.jsonl');
      await writeFile(file, bytes);
      await assert.rejects(appendOnDisk(file, ['{"a": "\u00fc"}'], '\n'), { reason: 'WRONG_ENCODING' });
      assert.ok(bytes.equals(await readFile(file)));
    });
  }

  it('is in UTF-8 wherever it is read in pieces', async () => {
    for (const letter of ['\u00fc', '\u20ac', '\u{1f600}'])
      for (let shift = 0; shift < 4; shift++) {
        const text = `${'.'.repeat((1 << 20) - shift)}${letter}\n`;
        const file = await fileWith(text);
        await appendOnDisk(file, ['x'], '\n');
        assert.equal(await readFile(file, 'utf8'), `${text}x\n`);
      }
  });

  it('is known by its first whole lines, never by a part of one', async () => {
    const file = await fileWith('aü\nbb\ncc');
    assert.equal(await headOf(file, 100), 'aü\nbb\ncc');
    assert.equal(await headOf(file, 6), 'aü\n');
    assert.equal(await headOf(file, 7), 'aü\nbb\n');
  });
});
