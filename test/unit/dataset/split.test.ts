import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import { ScanPool } from '../../../src/dataset/scan/blocks';
import { findNearDuplicates } from '../../../src/dataset/similar/nearDuplicates';
import { documentForSplit } from '../../../src/dataset/split/documentForSplit';
import { type ReadOptions, readForSplit, type SplitFile } from '../../../src/dataset/split/readForSplit';
import { type DealOptions, deal, type Split } from '../../../src/dataset/split/stratifiedSplit';
import { existing, splitFilesFor, writeSplit } from '../../../src/dataset/split/writeSplit';
import { contentsExample, geminiExample, style, write } from './arbitraries';

const pool = new ScanPool();
const tenth: DealOptions = { size: { share: 0.1 }, seed: '1', byLabel: true };
const noun = ['invoice', 'parcel', 'password', 'refund', 'broken screen', 'login', 'tax form', 'delivery'];
const gemini = (input: string, output: string) => JSON.stringify({ text_input: input, output });

describe('splitting a dataset', function () {
  this.timeout(120_000);
  let folder = '';
  let file = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-split-'));
    file = join(folder, 'data.jsonl');
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (content: string | Uint8Array, options: Partial<ReadOptions> = {}): Promise<SplitFile> => {
    writeFileSync(file, content);
    return readForSplit(pool, file, { nearDuplicates: true, ...options });
  };
  const sideOf = ({ sides }: Split, line: number) => sides[line];

  /** Writes the split and puts the lines of both files back in the order of the source. */
  const writtenLines = async (source: SplitFile, split: Split): Promise<Buffer> => {
    const files = splitFilesFor(file);
    await writeSplit(source, split, files, { replace: await existing(files) });
    const [training, validation] = [files.training, files.validation].map((each) =>
      linesOf(readFileSync(each)),
    );
    assert.equal(training?.length, split.training);
    assert.equal(validation?.length, split.validation);
    return Buffer.concat(
      Array.from(
        split.sides,
        (side) => (side === 1 ? validation : training)?.shift() ?? Buffer.from('missing'),
      ),
    );
  };

  it('parts any file: each line once, byte for byte, in order; validation holds valid examples only', async () => {
    const line = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(geminiExample, style).map(([value, how]) => write(value, how)) },
      { weight: 2, arbitrary: fc.tuple(contentsExample, style).map(([value, how]) => write(value, how)) },
      { weight: 1, arbitrary: fc.constantFrom('', '  ', '{"text_input": 1}', '{broken', '[]', '\ufeff{}') },
    );
    const bytes = fc
      .tuple(fc.array(line, { minLength: 2, maxLength: 40 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
      .map(([lines, end, ends]) => lines.join(end) + (ends ? end : ''));
    let dealt = 0;
    await fc.assert(
      fc.asyncProperty(bytes, fc.double({ min: 0.05, max: 0.9, noNaN: true }), async (content, share) => {
        let source: SplitFile;
        let split: Split;
        try {
          source = await read(content);
          split = deal(source, { ...tenth, size: { share } });
        } catch (error) {
          assert.equal(error instanceof Error && error.name, 'SplitError');
          return;
        }
        dealt++;
        assert.ok((await writtenLines(source, split)).equals(readFileSync(file)));
        const document = DatasetDocument.read(content);
        for (const [at, side] of split.sides.entries())
          if (side === 1) assert.ok(document.line(at)?.reading.isExample, `line ${at + 1}`);
        assert.equal(
          split.sides.reduce((sum, side) => sum + side, 0),
          split.validation,
        );
        const { blank, broken, invalid, examples } = source;
        assert.equal(blank + broken + invalid + examples, source.lines);
        const { path: _path, version: _version, ...told } = source;
        assert.deepEqual(documentForSplit(content, undefined), told);
      }),
      { numRuns: 80 },
    );
    assert.ok(dealt > 50, `${dealt} files were split`);
  });

  it('reads lines longer than a piece of the file', async () => {
    const long = gemini('a'.repeat(3 << 20), 'b');
    const content = `${gemini('c', 'd')}\n${long}\n${gemini('e', 'f')}`;
    const source = await read(content);
    assert.ok((await writtenLines(source, deal(source, tenth))).equals(Buffer.from(content)));
  });

  it('keeps equal inputs on one side, and meets the size as far as groups allow', async () => {
    const lines = fc.array(fc.tuple(fc.nat(30), fc.nat(3)), { minLength: 4, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(lines, fc.string(), fc.boolean(), async (pairs, seed, byLabel) => {
        const source = await read(pairs.map(([q, a]) => gemini(`q${q}`, `a${a}`)).join('\n'), {
          nearDuplicates: false,
        });
        const sizes = new Map<number, number>();
        for (const [q] of pairs) sizes.set(q, (sizes.get(q) ?? 0) + 1);
        let split: Split;
        try {
          split = deal(source, { size: { share: 0.3 }, seed, byLabel });
        } catch {
          assert.ok(Math.min(...sizes.values()) > Math.round(pairs.length * 0.3));
          return;
        }
        const sides = new Map<number, number>();
        for (const [line, [q]] of pairs.entries()) {
          const side = sideOf(split, line);
          assert.equal(sides.get(q) ?? side, side);
          sides.set(q, side ?? 0);
        }
        const unused = [...sides].filter(([, side]) => side === 0).map(([q]) => sizes.get(q) ?? 0);
        assert.ok(split.validation <= split.wanted);
        assert.ok(split.wanted - split.validation < Math.min(...unused), 'another group would have fitted');
        assert.deepEqual(deal(source, { size: { share: 0.3 }, seed, byLabel }), split);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps what Find Near Duplicates finds on one side', async () => {
    const examples = Array.from({ length: 60 }, (_, i) => {
      const words = Array.from({ length: 40 }, (_, at) => `w${(i >> 1) * 100 + at}`);
      if (i % 2 === 1) words[20] = 'changed';
      return gemini(words.join(' '), `answer ${i}`);
    });
    const content = examples.join('\n');
    const source = await read(content);
    const found = findNearDuplicates(DatasetDocument.read(content));
    assert.equal(found.length, 30);
    for (let seed = 0; seed < 20; seed++) {
      const split = deal(source, { ...tenth, size: { share: 0.4 }, seed: String(seed) });
      for (const { line, other } of found) assert.equal(sideOf(split, line), sideOf(split, other));
    }
    assert.equal(source.groups, 30);
  });

  it('does not take a template that all examples share for likeness', async () => {
    const template = Array.from({ length: 60 }, (_, i) => `rule${i}`).join(' ');
    const ticket = (i: number) => gemini(`${template} ticket${i} is about topic${i} and colour${i}`, 'yes');
    const lines = Array.from({ length: 80 }, (_, i) => ticket(i));
    const source = await read(lines.join('\n'));
    assert.equal(source.groups, 0);
    assert.equal(deal(source, tenth).validation, 8);
  });

  it('gives each label its share, unless told not to', async () => {
    const lines = Array.from({ length: 400 }, (_, i) =>
      gemini(`${noun[i % 8]} ${i * 7919}`, i % 20 === 0 ? 'rare' : i % 2 === 0 ? 'common' : 'usual'),
    );
    const source = await read(lines.join('\n'), { nearDuplicates: false });
    assert.deepEqual(
      source.labels?.map(({ answer }) => answer),
      ['usual', 'common', 'rare'],
    );
    for (let seed = 0; seed < 10; seed++) {
      const { labels } = deal(source, { ...tenth, seed: String(seed) });
      assert.deepEqual(labels, [20, 18, 2]);
    }
    const counts = Array.from({ length: 10 }, (_, seed) =>
      deal(source, { ...tenth, seed: String(seed), byLabel: false }).labels.join(),
    );
    assert.ok(new Set(counts).size > 1);
  });

  it('keeps examples with the same value at a path on one side', async () => {
    const lines = Array.from({ length: 30 }, (_, i) =>
      JSON.stringify({
        contents: [
          { role: 'user', parts: [{ text: `question ${i}` }] },
          { role: 'model', parts: [{ text: `answer ${i}` }] },
        ],
        labels: { customer: `c${i % 5}` },
      }),
    );
    const source = await read(lines.join('\n'), { groupBy: 'labels.customer' });
    assert.equal(source.groups, 5);
    const split = deal(source, { ...tenth, size: { count: 13 } });
    assert.equal(split.validation, 12);
    for (let line = 5; line < 30; line++) assert.equal(sideOf(split, line), sideOf(split, line % 5));
    await assert.rejects(read(lines.join('\n'), { groupBy: 'labels.user' }), /labels\.user/);
  });

  it('draws the same on every machine, and mostly the same when the file grows', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => gemini(`question ${i * 31}`, `answer ${i}`));
    const held = async (content: readonly string[]) => {
      const source = await read(content.join('\n'), { nearDuplicates: false });
      const { sides } = deal(source, tenth);
      return content.filter((_, line) => sides[line] === 1);
    };
    const before = await held(lines);
    // Written down from a first run: another machine or version must not draw others.
    assert.deepEqual(
      before.map((line) => JSON.parse(line).output),
      [18, 19, 27, 46, 56, 64, 67, 82, 86, 91].map((i) => `answer ${i}`),
    );
    const grown = await held([...lines.slice(0, 50), gemini('something new', 'x'), ...lines.slice(50)]);
    assert.ok(before.filter((line) => !grown.includes(line)).length <= 1);
  });

  it('says why a file cannot be split', async () => {
    await assert.rejects(read('{"level":"info"}\n'), /No lines match a supported format/);
    await assert.rejects(read(''), /No lines match a supported format/);
    const one = await read(gemini('a', 'b'));
    assert.throws(() => deal(one, tenth), /one example/);
    const same = await read([gemini('a', 'b'), gemini('a', 'c'), gemini('a', 'd')].join('\n'));
    assert.throws(() => deal(same, tenth), /Too many examples are similar/);
    const two = await read([gemini('a', 'b'), gemini('c', 'd')].join('\n'));
    assert.throws(() => deal(two, { ...tenth, size: { count: 2 } }), /1 to 1 of the 2/);
  });

  it('writes nothing when the file has changed since it was read', async () => {
    const source = await read([gemini('a', 'b'), gemini('c', 'd')].join('\n'));
    writeFileSync(file, [gemini('a', 'b'), gemini('c', 'something longer')].join('\n'));
    const files = splitFilesFor(join(folder, 'other.jsonl'));
    await assert.rejects(writeSplit(source, deal(source, tenth), files, { replace: [] }), /changed/);
    assert.deepEqual(await existing(files), []);
    assert.deepEqual(readdirSync(folder), ['data.jsonl', 'data.train.jsonl', 'data.validation.jsonl']);
  });

  it('leaves files that appeared since the user was asked, and both when one of them did', async () => {
    const source = await read([gemini('a', 'b'), gemini('c', 'd')].join('\n'));
    for (const side of ['training', 'validation'] as const) {
      const files = splitFilesFor(join(folder, `${side}.jsonl`));
      writeFileSync(files[side], 'theirs');
      await assert.rejects(writeSplit(source, deal(source, tenth), files, { replace: [] }), /already exists/);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.includes(side) && !name.startsWith('data')),
        [`${side}.${side === 'training' ? 'train' : side}.jsonl`],
      );
      assert.equal(readFileSync(files[side], 'utf8'), 'theirs');
    }
  });
});

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    lines.push(bytes.subarray(start, end));
    start = end;
  }
  return lines;
}
