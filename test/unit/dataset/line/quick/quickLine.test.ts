import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readLine } from '../../../../../src/dataset/line/checkLine';
import { moved } from '../../../../../src/dataset/line/quick/quickLine';
import { contextOf, quickReader } from '../../../../../src/dataset/line/scanSettings';
import { rules } from '../../../../../src/dataset/rules/index';
import { END_OF_THOUGHTS } from '../../../../../src/dataset/rules/thoughts';
import {
  contentsExample,
  geminiExample,
  mutate,
  mutation,
  richExample,
  style,
  usualExample,
  write,
} from '../../arbitraries';

const readers = [
  { format: 'geminiApi', example: geminiExample },
  { format: 'vertexContents', example: fc.oneof({ weight: 3, arbitrary: contentsExample }, richExample) },
  { format: 'vertexContents', example: usualExample },
];

for (const { format, example } of readers) {
  const context = contextOf({ format, target: undefined, severities: {} });
  let quick = quickReader(context);

  /** What the quick reader makes of a line, between two others; undefined when it leaves it to the slow one. */
  const readQuickly = (line: string) => {
    assert.ok(quick);
    const before = Buffer.from('xyz\n').length;
    const bytes = Buffer.from(`xyz\n${line}\n{"text_input":`);
    quick.use(bytes);
    const next = quick.read(before, bytes.length);
    if (next === -1) return undefined;
    assert.equal(next, before + Buffer.byteLength(line) + 1);
    const { wholeKey, inputKey, outputKey, inputCharacters, outputCharacters, length, media } = quick;
    return {
      keys: { whole: wholeKey, input: inputKey, output: outputKey },
      inputCharacters,
      outputCharacters,
      length,
      problems: moved(quick.problems, quick.problemColumn),
      media,
    };
  };

  describe(`the quick reader of ${format}`, function () {
    this.timeout(120_000);

    it('gives what the slow reader gives, or nothing', () => {
      let runs = 0;
      let taken = 0;
      fc.assert(
        fc.property(example, style, mutation, (value, how, change) => {
          const line = mutate(write(value, how), change);
          // It remembers a number of tools and settings only.
          if (runs++ % 25 === 0) quick = quickReader(context);
          // Whoever calls the quick reader has looked for these.
          if (Buffer.from(line).includes('\ufffd') || line.includes(END_OF_THOUGHTS)) return;
          const found = readQuickly(line);
          if (!found) return;
          taken++;
          const slow = readLine(line, context);
          assert.deepEqual(found, {
            keys: slow.keys,
            inputCharacters: slow.inputCharacters,
            outputCharacters: slow.outputCharacters,
            length: line.trimEnd().length,
            problems: slow.problems,
            media: slow.media,
          });
          assert.equal(slow.likely?.id, format);
        }),
        { numRuns: 3_000 },
      );
      assert.ok(taken > 20, `only ${taken} lines were taken`);
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
        'a/b',
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
        assert.ok(readQuickly(write(value, { ...how, ascii: true, slashes: true })), text);
      }
    });

    it('leaves what a rule looks for to the slow reader, however it is written', () => {
      const word = 'AbCd1234'.repeat(4);
      const texts = [
        ...[
          '<think>a',
          '<thinking >a',
          '<think\n>a',
          '<think\u00a0>a',
          '<seed:think>a',
          '[THINK]a',
          '◁think▷a',
        ],
        ...['<|begin_of_thought|>a', '<|channel|>analysis<|message|>a', 'a\n</think>\n\nb', 'a</think>b'],
        ...[`sk-${word}`, `é AKIA${'ABCD1234EFGH5678'}.`, `eyJ${word}.eyJ${word}.${word}`],
        ...['', '\n', '\r\n', ' '.repeat(9), '\n\n\n\n', '\u2028'.repeat(4)].map(
          (gap) => `-----BEGIN PRIVATE KEY-----${gap}${word}`,
        ),
        ...[' a', 'a\t', '\u00a0a', 'a\u3000', '\u2028a', 'Z\ufffdrich', 'a\ud83d'],
      ];
      const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
      const writings = (text: string) => [
        JSON.stringify(text),
        JSON.stringify(text).replaceAll('/', '\\/'),
        ...text.split('').map((char, at) => {
          const [before, after] = [text.slice(0, at), text.slice(at + 1)].map((each) => JSON.stringify(each));
          return `${before?.slice(0, -1)}${escaped(char)}${after?.slice(1)}`;
        }),
        `"${text.split('').map(escaped).join('')}"`,
      ];
      const line = (text: string) =>
        format === 'geminiApi'
          ? `{"text_input":"q","output":${text}}`
          : `{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":${text}}]}]}`;
      for (const text of [...texts, `${'ab'.repeat(1_200)}`.slice(0, 2_000)])
        for (const written of text.length > 200 ? writings(text).slice(0, 3) : writings(text)) {
          const own = line(written);
          if (/\ufffd|<\/think>/.test(own)) continue; // whoever calls the quick reader has looked for these
          if (Buffer.from(own).includes('\ufffd')) continue;
          const { problems } = readLine(own, context);
          assert.deepEqual(readQuickly(own)?.problems ?? problems, problems, own);
        }
    });

    it('holds values to what tools declare, however that is written', () => {
      if (format !== 'vertexContents') return;
      quick = quickReader(context);
      const own = (city: string) =>
        JSON.stringify({
          tools: [
            {
              functionDeclarations: [{ name: 'f', parameters: { properties: { city: { enum: ['Bonn'] } } } }],
            },
          ],
          contents: [
            { role: 'user', parts: [{ text: 'q' }] },
            { role: 'model', parts: [{ functionCall: { name: 'f', args: { city } } }] },
          ],
        }).replace('"enum"', '"\\u0065num"');
      assert.ok(readQuickly(own('Bonn')));
      assert.equal(readQuickly(own('Rome')), undefined);
    });

    it('finds in addresses what the slow reader finds, also when their end is known', () => {
      if (format !== 'vertexContents') return;
      quick = quickReader(context);
      const line = (fileUri: string) => {
        const parts = [{ fileData: { mimeType: 'image/png', fileUri } }, { text: 'q' }];
        return JSON.stringify({
          contents: [
            { role: 'user', parts },
            { role: 'model', parts: [{ text: 'a' }] },
          ],
        });
      };
      const plain = [
        'gs://bkt/a.png',
        'gs://b-1t/c/d_e/a.PNG',
        'gs://bkt/a',
        'gs://bkt/a.b.png',
        'gs://b.kt/a.png',
      ];
      for (const address of plain) assert.ok(readQuickly(line(address)), address);
      const ends = ['bkt//a.png', 'bkt/a.png/', '-bkt/a.png', 'bkt-/a.png', 'bkt', 'bkt/', '.png', '/a.png'];
      const others = [
        'bkt/a.jpg',
        'bkt/a.png?b',
        'bkt/a b.png',
        'bkt/*.png',
        'bkt\\a.png',
        'Bkt/a.png',
        'bkt/ü.png',
        'b_/a.png',
      ];
      for (const end of [...ends, ...others, `${'b'.repeat(300)}/a.png`, 'bkt/a.p-g', 'bkt/.png'])
        for (const scheme of ['gs://', 'gs:/', 'gs:///']) {
          const text = line(`${scheme}${end}`);
          const { problems } = readLine(text, context);
          assert.deepEqual(readQuickly(text)?.problems ?? problems, problems, scheme + end);
        }
    });

    it('takes files, calls, many turns, tools and settings', () => {
      if (format !== 'vertexContents') return;
      quick = quickReader(context); // the other one knows too many tools and settings by now
      const how = { gap: ' ', ascii: false, slashes: false, swap: false };
      const ask = (...parts: unknown[]) => [
        { role: 'user', parts: [...parts, { text: 'q' }] },
        { role: 'model', parts: [{ text: 'a' }] },
      ];
      const file = { fileData: { mimeType: 'image/png', fileUri: 'gs://b/a.png' } };
      const data = { inlineData: { data: 'QUJD', mimeType: 'image/jpeg' } };
      const tools = [{ functionDeclarations: [{ name: 'f', description: 'F' }] }];
      const args = { city: 'Łódź', days: 3, list: [1.5, true, null, {}], 'a"b': '' };
      const called = [
        { role: 'user', parts: [{ text: 'q' }] },
        { role: 'model', parts: [{ functionCall: { name: 'f', args } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'f', response: args } }] },
        { role: 'model', parts: [{ text: 'a' }] },
      ];
      for (const value of [
        { contents: ask(file, file) },
        { contents: ask(data) },
        { contents: Array.from({ length: 500 }, () => ask()).flat() },
        { generationConfig: { temperature: 0.5 }, contents: ask() },
        { contents: ask(), labels: { a: 'b' }, tools },
        { contents: called, tools },
        { tools, contents: called.slice(0, 2) },
      ])
        assert.ok(readQuickly(write(value, how)), JSON.stringify(value).slice(0, 200));
    });
  });
}
