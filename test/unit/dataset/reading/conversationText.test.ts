import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { DatasetDocument } from '../../../../src/dataset/document/datasetDocument';
import { editedLine } from '../../../../src/dataset/editing/editedLine';
import type { Conversation, Part, Turn } from '../../../../src/dataset/example/conversation';
import { findFormat } from '../../../../src/dataset/formats/index';
import type { JsonObject, JsonValue } from '../../../../src/dataset/json/value';
import { readConversation, writeConversation } from '../../../../src/dataset/reading/conversationText';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '# user',
        '\\# user',
        '\\\\## call',
        '# title',
        '# models',
        '',
        ' ',
        'a',
        '\n',
        '\r',
        '\ud800',
        '{"',
      ),
      {
        maxLength: 8,
      },
    )
    .map((pieces) => pieces.join('\n')),
);
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { noNullPrototype: true });
const object = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  json,
  { noNullPrototype: true },
);
const part: fc.Arbitrary<Part> = fc.oneof(
  text.map((each): Part => ({ kind: 'text', text: each })),
  text.map((each): Part => ({ kind: 'text', text: each, thought: true })),
  record({ kind: fc.constant('call' as const), name: text, args: object }),
  record({ kind: fc.constant('result' as const), name: text, response: object, id: text }),
  record({ kind: fc.constant('file' as const), mimeType: text, uri: text }),
  record({ kind: fc.constant('data' as const), base64: text }),
  json.map((value): Part => ({ kind: 'other', value })),
);
const parts = fc.array(part, { maxLength: 3 });
const turn: fc.Arbitrary<Turn> = fc.oneof(
  record({ speaker: fc.constantFrom('user' as const, 'model' as const), parts }),
  record({ speaker: fc.constantFrom('user' as const, 'model' as const), parts, weight: fc.nat() }),
);
const turns = fc.array(turn, { maxLength: 3 });
const conversation: fc.Arbitrary<Conversation> = fc
  .tuple(
    fc.option(parts),
    turns,
    fc.option(
      fc.array(
        record({ score: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0.001, max: 9 }), turns }),
        { minLength: 1, maxLength: 2 },
      ),
    ),
    fc.option(fc.array(json, { maxLength: 2 })),
  )
  .map(([system, list, answers, tools]) => ({
    ...(system ? { system } : {}),
    turns: list,
    ...(answers ? { answers } : {}),
    ...(tools ? { tools } : {}),
  }));

describe('a conversation as text', () => {
  it('comes back as it was, whatever its texts hold', () => {
    fc.assert(
      fc.property(conversation, (each) => {
        assert.deepEqual(readConversation(writeConversation(each)), each);
      }),
      { numRuns: 300 },
    );
  });

  it('is what a person would write', () => {
    const written = '# system\nBe kind\n\n# user\nHello\n# Title\n\nyou\n\n# model\nHi\n';
    const read = readConversation(written);
    assert.deepEqual(read, {
      system: [{ kind: 'text', text: 'Be kind' }],
      turns: [
        { speaker: 'user', parts: [{ kind: 'text', text: 'Hello\n# Title\n\nyou' }] },
        { speaker: 'model', parts: [{ kind: 'text', text: 'Hi' }] },
      ],
    });
    assert.equal(writeConversation(read), written);
  });

  it('says where it cannot be read', () => {
    assert.throws(() => readConversation('# user\nHi\n\n# modle\nHo\n'), { line: 3, message: /"# model"/ });
    assert.throws(() => readConversation('Hi\n# user\n'), { line: 0 });
    assert.throws(() => readConversation('# model\n## call\n{"name": }\n'), {
      line: 1,
      message: /isn't valid JSON/,
    });
  });
});

describe('an edited line', () => {
  const edit = (line: string, formatId: string, change: (written: string) => string): string => {
    const format = findFormat(formatId);
    assert.ok(format);
    const value = JSON.parse(line) as JsonObject;
    assert.ok(format.validate(value));
    return editedLine(
      line,
      format,
      readConversation(change(writeConversation(format.toConversation(value)))),
    );
  };

  it('changes the texts only, and no other character', () => {
    const line =
      '{ "labels":{"a": "1.0"}, "system_instruction": {"parts": [{"text": "S\\u00e9"}]},"contents": [{"role": "user","parts":[{"text":"q"}]}, {"role": "model", "parts": [{"text": "a"}]}]}';
    assert.equal(
      edit(line, 'vertexContents', (written) => written),
      line,
    );
    assert.equal(
      edit(line, 'vertexContents', (written) => written.replace('# user\nq', '# user\n“q”\n2')),
      line.replace('"q"', '"\\u201cq\\u201d\\n2"'),
    );
    assert.equal(
      edit(line, 'vertexContents', (written) => written.replace('# system\nS', '# system\nT')),
      line.replace('"S\\u00e9"', '"T\\u00e9"'),
    );
  });

  it('takes more turns, fewer turns and a system instruction, and keeps what else the line holds', () => {
    const line =
      '{"labels":{"a":"b"},"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]}]}';
    const more = edit(
      line,
      'vertexContents',
      (written) => `# system\nS\n\n${written}\n# user\nq2\n\n# model\na2\n`,
    );
    assert.equal(
      more,
      '{"labels":{"a":"b"},"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]},{"role":"user","parts":[{"text":"q2"}]},{"role":"model","parts":[{"text":"a2"}]}],"systemInstruction":{"role":"system","parts":[{"text":"S"}]}}',
    );
    const fewer = edit(more, 'vertexContents', (written) =>
      written.replace(/\n# user\nq2[\s\S]*/, '').replace(/^# system\nS\n\n/, ''),
    );
    assert.equal(fewer, line);
  });

  it('is refused when the format cannot hold it', () => {
    assert.throws(
      () =>
        edit('{"text_input": "q", "output": "a"}', 'geminiApi', (written) => `${written}\n# user\nmore\n`),
      {
        name: 'CannotExpress',
      },
    );
    assert.equal(
      edit('{"textInput": "q", "output": "a"}', 'geminiApi', (written) => written.replace('q', 'Q')),
      '{"textInput": "Q", "output": "a"}',
    );
  });

  it('holds each new text of each example in the fixtures', () => {
    for (const name of readdirSync('test/fixtures/data').filter((file) => file.endsWith('.jsonl'))) {
      const dataset = DatasetDocument.read(readFileSync(`test/fixtures/data/${name}`, 'utf8'));
      for (let line = 0; line < Math.min(dataset.lineCount, 20); line++) {
        const example = dataset.line(line)?.example;
        if (!example?.valid) continue;
        const { format, value, text: source } = example;
        const written = writeConversation(format.toConversation(value));
        const changed = readConversation(written.replace(/^# user\n/m, '# user\nWell – '));
        const after = editedLine(source, format, changed);
        assert.deepEqual(format.toConversation(JSON.parse(after)), changed, `${name}:${line + 1}`);
        assert.equal(editedLine(source, format, readConversation(written)), source);
      }
    }
  });
});
