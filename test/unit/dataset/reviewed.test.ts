import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { markReviewed, reviewedKeys, reviewedPath } from '../../../src/dataset/reviewed/reviewedFile';
import { ReviewedError, readReviewed, writeReviewed } from '../../../src/dataset/reviewed/reviewedText';
import { reviewKey } from '../../../src/dataset/reviewed/reviewKey';

const keyOf = (row: string) => reviewKey(row) ?? assert.fail(row);
const keys = fc.uniqueArray(fc.string().map((text) => keyOf(JSON.stringify({ text }))));

describe('the key of a reviewed row', () => {
  it('is the same wherever the row is and however it is written, and another when it says something else', () => {
    const key = keyOf('{"a":1,"b":"é"}');
    assert.match(key, /^[\w-]{22}$/);
    for (const same of ['{"b":"\\u00e9", "a":1}\r', '\ufeff {"a":1,"b":"é"} '])
      assert.equal(reviewKey(same), key);
    for (const other of ['{"a":1,"b":"e"}', '{"a":1}', '{"a":1,"b":"é"', '{"a":2,"b":"é"}'])
      assert.notEqual(reviewKey(other), key);
    assert.equal(reviewKey(' \r'), undefined);
  });

  it('tells apart numbers of more digits than a double has', () => {
    assert.notEqual(keyOf('{"id":12345678901234567890}'), keyOf('{"id":12345678901234567891}'));
  });
});

describe('the side file of reviewed rows', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-reviewed-'));
    file = path.join(folder, 'train.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('holds what was written, a line for each row, in one order', () => {
    fc.assert(
      fc.property(keys, (all) => {
        const text = writeReviewed(all);
        assert.equal(text, writeReviewed(all.toReversed()));
        assert.deepEqual([...readReviewed(text, 'a')].sort(), all.toSorted());
        assert.equal(text.split('\n').length, all.length + 4);
      }),
    );
  });

  it('differs by the lines of the rows that were marked and by no others, so that Git merges it', () => {
    fc.assert(
      fc.property(keys, keys, (before, more) => {
        const lines = (text: string) => new Set(text.split('\n'));
        const [one, other] = [
          lines(writeReviewed(before)),
          lines(writeReviewed([...new Set([...before, ...more])])),
        ];
        assert.deepEqual(
          [...one].filter((line) => !other.has(line)),
          [],
        );
        assert.equal(other.size - one.size, more.filter((key) => !before.includes(key)).length);
      }),
    );
  });

  it('is refused in words when it is damaged, and never read as something else', () => {
    const damage = fc.record({ all: keys, at: fc.nat(), cut: fc.nat(40), put: fc.string({ maxLength: 5 }) });
    fc.assert(
      fc.property(damage, ({ all, at, cut, put }) => {
        const text = writeReviewed(all);
        const start = at % text.length;
        const damaged = text.slice(0, start) + put + text.slice(start + cut);
        try {
          for (const key of readReviewed(damaged, 'train.jsonl.reviewed.json'))
            assert.match(key, /^[\w-]{22}$/);
        } catch (error) {
          assert.ok(error instanceof ReviewedError, String(error));
          assert.match(error.message, /^train\.jsonl\.reviewed\.json /);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps what is in it when it is damaged or of a newer version', async () => {
    for (const text of [
      '{',
      '<<<<<<< HEAD\n',
      '[]',
      '',
      '{"version":2,"rows":[]}',
      '{"version":1,"x":true}',
    ]) {
      await writeFile(reviewedPath(file), text);
      await assert.rejects(markReviewed(file, [keyOf('1')], true, undefined), ReviewedError, text);
      assert.equal(await readFile(reviewedPath(file), 'utf8'), text);
    }
    assert.match((await reviewedKeys(file).catch(String)) as string, /can't be read/);
    await writeFile(reviewedPath(file), '{"version":2}');
    assert.match((await reviewedKeys(file).catch(String)) as string, /newer version/);
  });

  it('takes marks that come at once, and takes none that nobody gave', async () => {
    const [a, b, c] = ['1', '2', '3'].map(keyOf) as [string, string, string];
    assert.equal(await reviewedKeys(file), undefined);
    await markReviewed(file, [a], false, folder);
    assert.deepEqual(await readdir(folder), [], 'nothing to write');
    await Promise.all([a, b, c].map((key) => markReviewed(file, [key], true, folder)));
    await markReviewed(file, [b], false, folder);
    assert.deepEqual(await reviewedKeys(file), new Set([a, c].sort()));
    assert.deepEqual(await readdir(folder), ['train.jsonl.reviewed.json']);
  });
});
