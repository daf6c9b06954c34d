import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Problem } from '../../../../src/dataset/checking/problem';
import { DatasetDocument } from '../../../../src/dataset/document/datasetDocument';
import { splitLines } from '../../../../src/dataset/document/splitLines';
import { type LineReading, readLine } from '../../../../src/dataset/line/checkLine';
import { LineReader } from '../../../../src/dataset/line/lineChecker';
import { contextOf } from '../../../../src/dataset/line/scanSettings';
import { ScanPool } from '../../../../src/dataset/scan/blocks';
import { scanFile } from '../../../../src/dataset/scan/fileScan';
import { contentsExample, geminiExample, mutate, mutation, style, usualExample, write } from '../arbitraries';

const FIXTURES = 'test/fixtures/data';
const kinds = [
  { format: 'geminiApi', example: geminiExample },
  { format: 'vertexContents', example: contentsExample },
  { format: 'vertexContents', example: usualExample },
];

describe('one reader for many lines', function () {
  this.timeout(120_000);

  for (const { format, example } of kinds) {
    const context = contextOf({ format, target: undefined, severities: {} });

    it(`reads each line of ${format} by itself, wherever it is cut`, () => {
      const line = fc
        .tuple(example, style, mutation)
        .map(([value, how, change]) => mutate(write(value, how), change));
      fc.assert(
        fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), line, (before, last) => {
          const reader = new LineReader(context);
          for (let length = last.length; length >= 0; length--) {
            // What was read before must not show through: the line as it was before the cut, and others.
            reader.readQuickly(last);
            if (length % 8 === 0) for (const each of before) reader.readQuickly(each);
            const cut = last.slice(0, length);
            const found = reader.readQuickly(cut);
            if (found) assert.deepEqual(plain(found), plain(readLine(cut, context)), cut);
          }
        }),
        { numRuns: 60 },
      );
    });
  }
});

describe('the editor and the command line', function () {
  this.timeout(120_000);
  const pool = new ScanPool();
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-both-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await pool.close();
  });

  const agreeOn = async (text: string) => {
    const file = join(folder, 'file.jsonl');
    writeFileSync(file, text);
    const document = DatasetDocument.read(text);
    const scan = await scanFile(pool, file);
    assert.equal(scan.format, document.family);
    assert.equal(scan.examples, document.exampleCount);
    assert.equal(scan.statistics.validExamples, document.statistics.validExamples);
    const found: string[] = [];
    for await (const problems of scan.problems()) found.push(...problems.map(comparable));
    assert.deepEqual(found.sort(), document.problems().map(comparable).sort());
  };

  for (const name of readdirSync(FIXTURES).filter((each) => each.endsWith('.jsonl'))) {
    it(`agree on ${name}, whole and with mistakes`, async () => {
      const lines = splitLines(readFileSync(join(FIXTURES, name), 'utf8'));
      await agreeOn(lines.join('\n'));
      const changes = fc.array(fc.option(mutation, { nil: undefined }), {
        minLength: lines.length,
        maxLength: lines.length,
      });
      await fc.assert(
        fc.asyncProperty(changes, fc.integer({ min: 0, max: 9 }), async (all, cut) => {
          const mutated = lines.map((line, i) => mutate(line, all[i] ?? undefined));
          const cutEnds = mutated.map((line, i) => (i % 3 === 1 ? line.slice(0, line.length - cut) : line));
          await agreeOn(cutEnds.join('\n'));
        }),
        { numRuns: 8 },
      );
    });
  }
});

function plain({ likely, problems, ...reading }: LineReading) {
  const found = problems.map(({ rule, severity, range, message }) => [rule.id, severity, range, message]);
  return { ...reading, likely: likely?.id, problems: found };
}

/** The other line of a pair differs: the command line names one of a group, the editor another. */
function comparable({ line, range, rule, severity, kind }: Problem): string {
  return JSON.stringify({ line, range, rule, severity, kind });
}
