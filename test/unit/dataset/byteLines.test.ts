import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { byteLines } from '../../../src/dataset/scan/byteLines';

describe('the lines of a file as bytes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tunewright-lines-'));
  const file = path.join(folder, 'lines.jsonl');
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** As latin1; also the bytes that the largest batch lies in. */
  const linesOf = async (content: string, most?: number) => {
    writeFileSync(file, content, 'latin1');
    const lines: string[] = [];
    let largest = 0;
    for await (const batch of byteLines(file, most)) {
      lines.push(...batch.map((line) => line.toString('latin1')));
      for (const line of batch) largest = Math.max(largest, line.buffer.byteLength);
    }
    return { lines, largest };
  };

  it('are whole with their line ends, or no longer than they may be', async () => {
    const mega = 1 << 20; // as much as is read at once
    const pieces = ['a', '\n', '\r\n', 'b'.repeat(5), 'c'.repeat(mega - 1), 'd'.repeat(mega)];
    const contents = fc.array(fc.constantFrom(...pieces, '\n', '\n', 'a\n'), { maxLength: 12 });
    const limits = fc.constantFrom(undefined, 1, 3, 7, mega - 1, mega, mega + 1);
    await fc.assert(
      fc.asyncProperty(contents, limits, async (parts, most) => {
        const content = parts.join('');
        const { lines } = await linesOf(content, most);
        const whole = content.match(/[^\n]*\n|[^\n]+$/g) ?? [];
        assert.deepEqual(
          lines,
          whole.map((line) => line.slice(0, most)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('take little memory when one is long and is cut', async () => {
    const { lines, largest } = await linesOf(`a\n${'b'.repeat(20 << 20)}\nc\n`, 1000);
    assert.deepEqual(lines, ['a\n', 'b'.repeat(1000), 'c\n']);
    assert.ok(largest <= 2 << 20, `${largest} bytes`);
  });
});
