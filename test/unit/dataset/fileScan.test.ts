import assert from 'node:assert/strict';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Problem } from '../../../src/dataset/checking/problem';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import { textReport } from '../../../src/dataset/report/text';
import { LONGEST_LINE } from '../../../src/dataset/rules/lineSize';
import { problemsOf, RuleLimit } from '../../../src/dataset/scan/blockProblems';
import { BlockScanner } from '../../../src/dataset/scan/blockScanner';
import { ScanPool } from '../../../src/dataset/scan/blocks';
import { type FileScan, scanFile } from '../../../src/dataset/scan/fileScan';

import { contentsExample, geminiExample, mutate, mutation, style, write } from './arbitraries';

const fixtures = 'test/fixtures/data';
const pool = new ScanPool();

async function allProblems(scan: FileScan): Promise<Problem[]> {
  const problems: Problem[] = [];
  for await (const some of scan.problems()) problems.push(...some);
  return problems;
}

function utf32(text: string): Buffer {
  return Buffer.from(Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0).buffer);
}

/** The other line of a pair differs: the scan names one of a group, the document another. */
const comparable = ({ line, range, rule, severity, kind }: Problem) => ({
  line,
  range,
  rule,
  severity,
  kind,
});

describe('scanFile', function () {
  this.timeout(120_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-scan-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const scanBytes = (bytes: string | Uint8Array) => {
    const file = join(folder, 'file.jsonl');
    writeFileSync(file, bytes);
    return scanFile(pool, file);
  };

  for (const { name, bytes, says } of [
    { name: 'gzip', bytes: gzipSync('{"text_input":"a","output":"b"}\n'), says: /compressed with gzip/ },
    { name: 'Parquet', bytes: Buffer.from('PAR1\x15\x04\x15\x10'), says: /Parquet table/ },
    { name: 'an Excel workbook', bytes: Buffer.from('PK\x03\x04\x14\0\x06\0'), says: /Excel workbook/ },
    {
      name: 'UTF-32 with a mark',
      bytes: utf32('\ufeff{"text_input":"a"}'),
      says: /UTF-32 \(little-endian\)/,
    },
    { name: 'UTF-32 without one', bytes: utf32('{"a":1}'), says: /UTF-32 \(little-endian\)/ },
    {
      name: 'big-endian UTF-32',
      bytes: utf32('\ufeff{}').swap32(),
      says: /UTF-32 \(big-endian\)/,
    },
    {
      name: 'UTF-16 of Chinese texts without a mark',
      bytes: Buffer.from(`{"问":"${'面包'.repeat(900)}"}\n`, 'utf16le'),
      says: /UTF-16 \(little-endian\)/,
    },
    {
      name: 'XML',
      bytes: '<?xml version="1.0"?>\n<rows>\n<row q="a"/>\n</rows>\n',
      says: /looks like XML/,
    },
    { name: 'HTML', bytes: '<table>\n  <tr><td>a</td></tr>\n</table>\n', says: /looks like XML or HTML/ },
    {
      name: 'YAML',
      bytes: '# rows\n- prompt: Rye?\n  completion: |\n    Baked\n    goods.\n- prompt: Bun?\n',
      says: /looks like YAML/,
    },
    { name: 'YAML with a mark', bytes: '---\nprompt: A?\ncompletion: B.\n---\n', says: /looks like YAML/ },
  ])
    it(`has one problem with ${name}, which names it`, async () => {
      const [problem, ...others] = await allProblems(await scanBytes(bytes));
      assert.equal(problem?.rule, 'not-json-lines');
      assert.match(problem?.message ?? '', says);
      assert.deepEqual(others, []);
    });

  it('takes no prose, log, or template for XML or YAML', async () => {
    for (const text of [
      'Dear reader,\nnote: this is prose.\nP.S.: so is this.\n',
      '12:00 INFO: start\n12:01 WARN: stop\n',
      '<s>[INST] A? [/INST] B.</s>\n<s>[INST] C? [/INST] D.</s>\n',
      '{"a": 1\n"b": 2}\n',
    ]) {
      const problems = await allProblems(await scanBytes(text));
      assert.deepEqual(
        problems.filter(({ rule }) => rule === 'not-json-lines'),
        [],
        text,
      );
    }
  });

  it('finds with workers what it finds alone', async () => {
    const withWorkers = new ScanPool({ patience: -1, script: resolve('dist/scan-worker.js') });
    const line = (i: number) => {
      const output = i % 7 === 0 ? '' : `answer ${i % 50_000}`;
      return JSON.stringify({ text_input: `question ${i % 50_000} ${'x y '.repeat(20)}`, output });
    };
    const file = join(folder, 'large.jsonl');
    writeFileSync(file, Array.from({ length: 60_000 }, (_, i) => line(i)).join('\n'));
    try {
      const [alone, together] = [await scanFile(pool, file), await scanFile(withWorkers, file)];
      assert.equal(withWorkers.workerCount, Math.min(availableParallelism(), 4) - 1 || 1);
      assert.deepEqual(together.statistics, alone.statistics);
      assert.deepEqual(await allProblems(together), await allProblems(alone));
      assert.ok(alone.statistics.duplicates > 5_000);
    } finally {
      await withWorkers.close();
    }
  });

  for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.jsonl'))) {
    it(`finds in ${file} what the editor finds`, async () => {
      const document = DatasetDocument.read(readFileSync(join(fixtures, file), 'utf8'));
      const scan = await scanFile(pool, join(fixtures, file));
      assert.equal(scan.format, document.family);
      assert.equal(scan.examples, document.exampleCount);
      assert.deepEqual((await allProblems(scan)).map(comparable), document.problems().map(comparable));
    });
  }

  it('reads a first guess that was wrong again', async () => {
    const few = '{"text_input":"a","output":"b"}\n'.repeat(120);
    const many = Array.from({ length: 200 }, (_, i) => `{"input_text":"a${i}","output_text":"b"}\n`).join('');
    const scan = await scanBytes(few + many);
    assert.equal(scan.format, 'palm');
    assert.equal(scan.examples, 200);
    assert.equal(scan.severities.error, 120);
  });

  const families: [name: string, text: string, family: string, lines: number][] = [
    ['nothing', '', 'empty', 0],
    ['blank lines', '\n \n', 'empty', 2],
    ['broken lines', 'a\nb', 'invalid', 2],
    ['a log', '{"level":"info"}\n{"level":"warn"}\n', 'other', 2],
    ['two formats', '{"text_input":"a","output":"b"}\n{"input_text":"a","output_text":"b"}\n', 'mixed', 2],
    ['a preference', '{"prompt":"a","chosen":"b","rejected":"c"}\n', 'preference', 1],
  ];
  for (const [name, text, family, lines] of families) {
    it(`calls ${name} ${family}`, async () => {
      const scan = await scanBytes(text);
      assert.deepEqual([scan.format, scan.lines], [family, lines]);
    });
  }

  it('takes only LF as a line end, and CRLF for one', async () => {
    const example = '{"text_input":"a\u2028b","output":"c"}';
    const scan = await scanBytes(`${example}\r\n${example.replace('c', 'd')}\r`);
    assert.equal(scan.lines, 2);
    assert.equal(scan.severities.error, 0);
  });

  it('marks the first byte of a line that is not UTF-8', async () => {
    const good = '{"text_input":"a","output":"b"}\n';
    const bad = Buffer.from('{"text_input":"Zürich","output":"ä"}\n', 'latin1');
    const problems = await allProblems(await scanBytes(Buffer.concat([Buffer.from(good), bad])));
    const found = problems.filter(({ kind }) => kind === 'json');
    assert.deepEqual(
      found.map(({ rule, line, range }) => [rule, line, range]),
      [['invalid-utf8', 1, { start: 16, end: 17 }]],
    );
  });

  it('reports a line that is too long once, as the editor does, and reads on', () => {
    const good = '{"text_input":"a","output":"b"}\n';
    const text = `${good}{"text_input":"${'x'.repeat(LONGEST_LINE)}","output":"c"}\n${good.replace('a', 'd')}`;
    const file = join(folder, 'long.jsonl');
    writeFileSync(file, text);
    const fd = openSync(file, 'r');
    const scanner = new BlockScanner(
      { fd, size: text.length, blockSize: 1 << 20 },
      { format: 'geminiApi', target: undefined, severities: {} },
    );
    const found: string[] = [];
    let first = 0;
    for (let block = 0; block < scanner.blockCount; block++) {
      const result = scanner.scan(block);
      for (const { rule, line, range } of problemsOf(result.problems, 0, new RuleLimit()))
        found.push(`${rule} ${first + line} ${range.start} ${range.end}`);
      first += result.lines;
    }
    closeSync(fd);
    assert.equal(first, 3);
    assert.deepEqual(found, ['line-size 1 0 1']);
    const inEditor = DatasetDocument.read(text, { severities: { 'few-examples': 'off' } }).problems();
    assert.deepEqual(
      inEditor.map(({ rule, line, range }) => `${rule} ${line} ${range.start} ${range.end}`),
      found,
    );
  });

  it('keeps of a line of 2 GB only so much as shows that it is too long', async () => {
    const file = join(folder, 'huge.jsonl');
    writeFileSync(file, '{"text_input":"a","output":"b"}\n{"text_input":"');
    const fd = openSync(file, 'r+');
    // Blocks that are never written take no place on a disk.
    ftruncateSync(fd, 2 ** 31);
    const scanner = new BlockScanner(
      { fd, size: 2 ** 31, blockSize: 1 << 20 },
      { format: 'geminiApi', target: undefined, severities: {} },
    );
    const before = process.memoryUsage.rss();
    const first = scanner.scan(0);
    assert.deepEqual(
      problemsOf(first.problems, 0, new RuleLimit()).map(({ rule, line }) => [rule, line]),
      [['line-size', 1]],
    );
    for (const block of [1, 1_000, scanner.blockCount - 1]) assert.equal(scanner.scan(block).lines, 0);
    assert.ok(process.memoryUsage.rss() - before < 400 << 20, 'memory');
    closeSync(fd);
    rmSync(file);
  });

  const line = fc.oneof(
    fc.tuple(geminiExample, style, mutation).map(([value, how, change]) => mutate(write(value, how), change)),
    fc.tuple(contentsExample, style).map(([value, how]) => write(value, how)),
    fc.constantFrom('', '{"text_input":"q","output":"a"}', '{"text_input":"q","output":"b"}', '[1]'),
  );

  it('finds in random lines what the editor finds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
        const text = Buffer.from(lines.map((each) => `${each.replaceAll('\n', ' ')}\n`).join('')).toString(
          'utf8',
        );
        const document = DatasetDocument.read(text);
        const scan = await scanBytes(text);
        assert.equal(scan.format, document.family);
        assert.equal(scan.examples, document.exampleCount);
        const inOrder = (problems: Problem[]) =>
          problems.map((problem) => JSON.stringify(comparable(problem))).sort();
        assert.deepEqual(inOrder(await allProblems(scan)), inOrder(document.problems()));
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the bytes are', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.tuple(line, fc.nat(), fc.nat(255)).map(([text, at, byte]) => {
        const own = Buffer.from(`${text}\n${text}`);
        own[at % own.length] = byte;
        return own;
      }),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (file) => {
        await allProblems(await scanBytes(file));
      }),
      { numRuns: 500 },
    );
  });

  it('reads no further than the last byte, where a text may begin with thoughts', async () => {
    const text = '{"output":"!","text_input":"<think>"}';
    assert.equal((await allProblems(await scanBytes(Buffer.from(`${text}\n${text}`)))).length > 0, true);
  });

  it('tells 1,000 problems of a rule in a text report and counts the rest, of lines, groups and files', async () => {
    const warm =
      '{"contents":[{"role":"user","parts":[{"text":"q#"}]},{"role":"model","parts":[{"text":"a"}]}],"generationConfig":{"topP":1}}\n';
    const lines = Array.from({ length: 1_200 }, (_, i) => warm.replace('#', String(i)));
    const same = warm.replace('#', '0').repeat(1_001);
    const scan = await scanBytes(`${lines.join('')}${same}{\n`);
    async function* only() {
      yield scan;
    }
    let text = '';
    for await (const piece of textReport.write(only())) text += piece;
    const told = (rule: string) => text.split('\n').filter((each) => each.endsWith(`[${rule}]`));
    for (const [rule, rest] of [
      ['request-only', '1,201 more problems'],
      ['duplicate-example', '1 more problem'],
    ] as const) {
      assert.equal(told(rule).length, 1_001, rule);
      assert.match(told(rule).at(-1) ?? '', new RegExp(`: ${rest} of this rule`));
    }
    assert.match(text, /:2202:\d+: error: /);
    assert.match(text, /: 1 error, 3,202 warnings/);
    assert.equal((await allProblems(scan)).length, 2_201 + 1_001 + 1);
  });

  it('gives every line to one block, wherever the blocks are cut', () => {
    const lines = Array.from(
      { length: 300 },
      (_, i) =>
        `{"text_input":"q${i}_${'ü'.repeat((i * 37) % 90)}","output":"a${i}"${i % 50 === 7 ? '' : '}'}`,
    );
    const text = Buffer.from(lines.join('\n'));
    const file = join(folder, 'blocks.jsonl');
    writeFileSync(file, text);
    const fd = openSync(file, 'r');
    try {
      for (const blockSize of [7, 64, 100, 1_000, 100_000]) {
        const settings = { format: 'geminiApi', target: undefined, severities: {} };
        const scanner = new BlockScanner({ fd, size: text.length, blockSize }, settings);
        const broken: number[] = [];
        let first = 0;
        for (let block = 0; block < scanner.blockCount; block++) {
          const result = scanner.scan(block);
          for (const { line } of problemsOf(result.problems, first, new RuleLimit())) broken.push(line);
          first += result.lines;
        }
        assert.equal(first, 300, `blocks of ${blockSize} bytes`);
        assert.deepEqual(broken, [7, 57, 107, 157, 207, 257]);
      }
    } finally {
      closeSync(fd);
    }
  });
});
