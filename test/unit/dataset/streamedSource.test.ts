import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import type { Problem } from '../../../src/dataset/checking/problem';
import { LONGEST_LINE } from '../../../src/dataset/rules/lineSize';
import { ScanPool } from '../../../src/dataset/scan/blocks';
import { FileScan, readSource, scanFile } from '../../../src/dataset/scan/fileScan';
import { ScanThread, streamedSource, wholeLines } from '../../../src/dataset/scan/streamedSource';

const fixtures = 'test/fixtures/data';

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let piece = 0; at < bytes.length; piece++) {
    const size = sizes[piece % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function blocksOf(bytes: Buffer, sizes: readonly number[], options: object): Promise<Buffer[]> {
  const blocks: Buffer[] = [];
  for await (const block of wholeLines(cut(bytes, sizes), options)) blocks.push(block);
  return blocks;
}

describe('files that are checked while they arrive', function () {
  this.timeout(120_000);
  const pool = new ScanPool();
  const thread = new ScanThread(resolve('dist/scan-worker.js'));
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-streamed-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await Promise.all([pool.close(), thread.close()]);
  });

  const report = async (scan: FileScan) => {
    const problems: Problem[] = [];
    for await (const some of scan.problems()) problems.push(...some);
    const { format, lines, examples, statistics, severities } = scan;
    return { format, lines, examples, statistics, severities, problems };
  };
  const streamed = async (bytes: Uint8Array, sizes: readonly number[]) => {
    const content = (range = { from: 0, to: bytes.length }) =>
      cut(bytes.subarray(range.from, range.to), sizes);
    const source = streamedSource({ name: 'x', size: bytes.length, content }, thread);
    return report(new FileScan(await readSource(source, { mustTune: true })));
  };
  const onDisk = async (bytes: Uint8Array) => {
    const path = join(folder, 'file.jsonl');
    writeFileSync(path, bytes);
    return report(await scanFile(pool, path, { mustTune: true, name: 'x' }));
  };

  it('are cut into whole lines, however they arrive, and nothing of them is lost', async () => {
    const text = fc.array(fc.constantFrom('a', 'ü', '\n', '\r\n', 'long line ', '😀'), { maxLength: 60 });
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(text, sizes, fc.integer({ min: 1, max: 30 }), async (parts, cuts, blockSize) => {
        const bytes = Buffer.from(parts.join(''));
        const blocks = await blocksOf(bytes, cuts, { blockSize });
        assert.ok(Buffer.concat(blocks).equals(bytes));
        for (const block of blocks.slice(0, -1)) {
          assert.equal(block.at(-1), 0x0a);
          assert.ok(block.length >= blockSize);
        }
      }),
    );
  });

  it('give of a line that is too long only its start, and its end', async () => {
    const bytes = Buffer.from(`ab\n${'c'.repeat(100)}\nde\n${'f'.repeat(100)}`);
    const blocks = await blocksOf(bytes, [7], { blockSize: 1, mostOfLine: 10 });
    assert.equal(Buffer.concat(blocks).toString(), `ab\n${'c'.repeat(10)}\nde\n${'f'.repeat(10)}`);
  });

  it('have the same problems, counts and lines as on disk', async () => {
    const names = readdirSync(fixtures).filter((name) => /\.(jsonl|json|csv)$/.test(name));
    assert.ok(names.length > 5, `${names.length} files`);
    for (const name of names) {
      const bytes = readFileSync(join(fixtures, name));
      const source = streamedSource({ name, size: bytes.length, content: () => cut(bytes, [99]) }, thread);
      const lines: string[] = [];
      for await (const batch of source.lines()) lines.push(...batch.map(String));
      assert.deepEqual(lines, bytes.toString().split(/(?<=\n)/));
      assert.deepEqual([name, await streamed(bytes, [1_000, 17])], [name, await onDisk(bytes)]);
    }
  });

  it('have the same problems where they have several blocks, another format than their start, and long lines', async () => {
    const line = (at: number) =>
      `{"text_input": "${at % 5_000} ${'x'.repeat(200)}", "output": "${at % 7}"}\n`;
    const many = Array.from({ length: 12_000 }, (_, at) => line(at)).join('');
    const other = `{"prompt": "a", "completion": "b"}\n`.repeat(30_000);
    for (const text of [
      many,
      `${other}${many}`,
      `${line(1)}"${'y'.repeat(3 * LONGEST_LINE)}"\n${line(2)}`,
      '',
    ]) {
      const bytes = Buffer.from(text);
      assert.deepEqual(await streamed(bytes, [65_536]), await onDisk(bytes));
    }
  });

  it('fail as their source does', async () => {
    const content = async function* () {
      yield Buffer.from('{"text_input": "a", "output": "b"}\n');
      throw new Error('cut');
    };
    const source = streamedSource({ name: 'x', size: 1_000, content }, thread);
    await assert.rejects(readSource(source, {}), { message: 'cut' });
  });
});
