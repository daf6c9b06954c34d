// What is said of examples that break the schema of their format.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { schemaErrors } from '../../../../src/dataset/checking/schemaErrors';
import { DatasetDocument } from '../../../../src/dataset/document/datasetDocument';
import type { DatasetFormat } from '../../../../src/dataset/formats/format';
import { formats } from '../../../../src/dataset/formats/index';
import type { JsonObject, JsonValue } from '../../../../src/dataset/json/value';

const errorsOf = (lines: readonly string[]) =>
  DatasetDocument.read(lines.join('\n'))
    .problems()
    .filter(({ severity }) => severity === 'error');

describe('errors of OpenAI chat', () => {
  const lines = readFileSync('test/fixtures/cases/openai-tools/broken.jsonl', 'utf8').split('\n').slice(1, 5);

  it('are told for missing content, ids and texts', () => {
    assert.deepEqual(
      errorsOf(lines).map(({ line, message }) => [line, message]),
      [
        [0, 'Missing key "content" in "messages[0]".'],
        [1, '"messages[1].content" must be a string or an array.'],
        [2, 'Missing key "tool_call_id" in "messages[2]".'],
        [3, 'Missing key "text" in "messages[0].content[0]".'],
      ],
    );
  });

  it('name the values that are allowed', () => {
    const line = JSON.stringify({
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b', weight: 0.5 },
      ],
    });
    assert.deepEqual(
      errorsOf([line]).map(({ message }) => message),
      ['"messages[1].weight" must be 0 or 1.'],
    );
  });

  it('add an id that is missing, where only one call can be meant', () => {
    const document = DatasetDocument.read(lines.join('\n'));
    const problem =
      document.problemsAt(2).find(({ message }) => message.includes('tool_call_id')) ?? assert.fail();
    const [fix] = document.fixes(problem);
    assert.equal(fix?.title, 'Add "tool_call_id": "call_2"');
    document.apply(fix?.edits ?? []);
    assert.deepEqual(
      document.problemsAt(2).filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('tell a result from a call that nobody made', () => {
    const line = (id: string) =>
      (lines[2] ?? '').replace('"role": "tool"', `"role": "tool", "tool_call_id": "${id}"`);
    assert.deepEqual(errorsOf([line('call_2')]), []);
    const document = DatasetDocument.read(line('call_9'));
    const [problem] = document.problems().filter(({ rule }) => rule === 'call-id');
    assert.equal(problem?.message, 'No earlier call has the ID "call_9". "call_2" waits for its response.');
    const [fix] = document.fixes(problem ?? assert.fail());
    assert.equal(fix?.title, 'Change to "call_2"');
  });
});

/** Each value inside, replaced by one of another kind, or taken out. */
function* spoilt(value: JsonValue): Generator<JsonValue> {
  for (const other of [null, 1, 'x', [], {}, true]) yield other;
  if (Array.isArray(value)) {
    yield [...value, ...value, ...value];
    for (const [i, own] of value.entries()) for (const each of spoilt(own)) yield value.with(i, each);
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, unknown: 1 };
    for (const [key, own] of Object.entries(value)) {
      const { [key]: _, ...rest } = value;
      yield rest;
      for (const each of spoilt(own)) yield { ...value, [key]: each };
    }
  }
}

const RICH: Readonly<Record<string, JsonObject>> = {
  openaiChat: {
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'image_url', image_url: { url: 'u' } },
        ],
      },
      {
        role: 'assistant',
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
        weight: 1,
      },
      { role: 'tool', tool_call_id: 'c', content: 'r' },
      { role: 'assistant', content: 'b' },
    ],
    tools: [{ type: 'function', function: { name: 'f', strict: true } }],
  },
  vertexContents: {
    contents: [{ role: 'user', parts: [{ fileData: { mimeType: 'a/b', fileUri: 'gs://a' } }] }],
    tools: [
      {
        functionDeclarations: [
          { name: 'f', parameters: { type: 'OBJECT', properties: { a: { type: 'STRING' } } } },
        ],
      },
    ],
    generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' },
  },
};

describe('the words of schema errors', () => {
  const examples: readonly [DatasetFormat, JsonObject][] = formats.flatMap((format) => {
    const rich = RICH[format.id];
    return [[format, format.sample], ...(rich ? [[format, rich] as [DatasetFormat, JsonObject]] : [])];
  });
  it('are whole sentences for every kind of mistake in every format', () => {
    let said = 0;
    for (const [format, example] of examples) {
      assert.deepEqual(schemaErrors(format, example), []);
      for (const value of spoilt(example)) {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
        const broken = !format.validate(value);
        const errors = schemaErrors(format, value);
        assert.equal(errors.length > 0, broken, `${format.id} is silent: ${JSON.stringify(value)}`);
        for (const { message } of errors) {
          said++;
          assert.match(message, /^["A-Z].*[^ ]\.( Did you mean "\w+"\?)?$/);
          assert.doesNotMatch(message, /must NOT|undefined|\bbe \.|\(s\)|isn't valid in this format/);
        }
      }
    }
    assert.ok(said > 500, `${said} messages`);
  });
});
