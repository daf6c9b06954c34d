import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readLine } from '../../../src/dataset/lineReading';
import { rules } from '../../../src/dataset/rules/index';
import { contextOf, quickReader } from '../../../src/dataset/scan/settings';
import { contentsExample, geminiExample, mutate, mutation, richExample, style, write } from './arbitraries';

const readers = [
  { format: 'geminiApi', example: geminiExample },
  { format: 'vertexContents', example: fc.oneof({ weight: 3, arbitrary: contentsExample }, richExample) },
];

for (const { format, example } of readers) {
  const context = contextOf({ format, target: undefined, severities: {} });
  const quick = quickReader(context);
  assert.ok(quick);

  /** What the quick reader makes of a line, between two others; undefined when it leaves it to the slow one. */
  const readQuickly = (line: string) => {
    const before = Buffer.from('xyz\n').length;
    const bytes = Buffer.from(`xyz\n${line}\n{"text_input":`);
    quick.use(bytes);
    const next = quick.read(before, bytes.length);
    if (next === -1) return undefined;
    assert.equal(next, before + Buffer.byteLength(line) + 1);
    const { wholeKey, inputKey, outputKey, inputCharacters, outputCharacters, length } = quick;
    return {
      keys: { whole: wholeKey, input: inputKey, output: outputKey },
      inputCharacters,
      outputCharacters,
      length,
    };
  };

  describe(`the quick reader of ${format}`, function () {
    this.timeout(60_000);

    it('gives what the slow reader gives, or nothing', () => {
      let taken = 0;
      fc.assert(
        fc.property(example, style, mutation, (value, how, change) => {
          const line = mutate(write(value, how), change);
          // Whoever calls the quick reader has looked for these.
          if (Buffer.from(line).includes('\ufffd')) return;
          const found = readQuickly(line);
          if (!found) return;
          taken++;
          const slow = readLine(line, context);
          assert.deepEqual(slow.problems, []);
          assert.deepEqual(found, {
            keys: slow.keys,
            inputCharacters: slow.inputCharacters,
            outputCharacters: slow.outputCharacters,
            length: line.trimEnd().length,
          });
          assert.equal(slow.likely?.id, format);
        }),
        { numRuns: 3_000 },
      );
      assert.ok(taken > 40, `only ${taken} lines were taken`);
    });

    it('is not used while a rule is on that asks for more than it looks for', () => {
      for (const rule of rules) {
        if (!('plainLines' in rule)) continue;
        const reader = quickReader({ ...context, severities: { [rule.id]: 'info' } });
        assert.equal(reader !== undefined, rule.plainLines === 'covered', rule.id);
      }
    });

    it('takes plain lines, escapes and words of other languages included', () => {
      const how = { gap: ' ', ascii: false, slashes: false, swap: false };
      for (const text of [
        'one',
        'two\nlines',
        'say "hi" \\ there',
        'žluťoučký kůň',
        '日本語のテキスト。',
        '😀 ok',
      ]) {
        const value =
          format === 'geminiApi'
            ? { text_input: text, output: text }
            : {
                contents: [
                  { role: 'user', parts: [{ text }] },
                  { role: 'model', parts: [{ text }] },
                ],
              };
        assert.ok(readQuickly(write(value, how)), text);
        if (format === 'geminiApi') assert.ok(readQuickly(write(value, { ...how, ascii: true })), text);
      }
    });
  });
}
