import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { convert, linesOf } from '../../../../src/dataset/editing/convert';
import { findFormat } from '../../../../src/dataset/formats/index';

const format = (id: string) => findFormat(id) ?? assert.fail(id);

describe('conversion of a file', () => {
  it('writes every line in the other format, and back', () => {
    const lines = ['{"text_input":"1","output":"2"}', '', '{"text_input":"3","output":"4"}'];
    const there = convert(lines, format('geminiApi'), format('vertexContents'));
    assert.deepEqual(there.notes, []);
    assert.deepEqual(JSON.parse(linesOf(there, false)[1] ?? ''), {
      contents: [
        { role: 'user', parts: [{ text: '3' }] },
        { role: 'model', parts: [{ text: '4' }] },
      ],
    });
    const back = convert(linesOf(there, false), format('vertexContents'), format('geminiApi'));
    assert.deepEqual(
      linesOf(back, false).map((line) => JSON.parse(line)),
      lines.filter((line) => line !== '').map((line) => JSON.parse(line)),
    );
  });

  it('names each line that the other format has no full place for, with its reason', () => {
    const turn = (role: string) => ({ role, parts: [{ text: 'x' }] });
    const lines = [
      '{"broken',
      JSON.stringify({ contents: [] }),
      JSON.stringify({ contents: [turn('user'), turn('model'), turn('user'), turn('model')] }),
      JSON.stringify({ contents: [turn('user'), turn('model')], labels: { a: 'b' } }),
    ];
    const { examples: written, notes } = convert(lines, format('vertexContents'), format('geminiApi'));
    assert.equal(written.length, 1);
    assert.deepEqual(
      notes.map(({ line, partly }) => [line, partly]),
      [
        [0, false],
        [1, false],
        [2, false],
        [3, true],
      ],
    );
    assert.match(notes[3]?.reason ?? '', /labels/);
  });
});

const readCase = (name: string) => readFileSync(`test/fixtures/cases/${name}`, 'utf8').split('\n');

/** Of a file: what was written, and for each line what was said of it. */
function convertCase(name: string, from: string, to: string) {
  const conversion = convert(readCase(name), format(from), format(to));
  const written = conversion.examples.map(({ text }) => JSON.parse(text));
  return { texts: linesOf(conversion, false), written, notes: conversion.notes, conversion };
}

describe('conversion of what people have', () => {
  it('carries the older way to call functions', () => {
    const { written, notes } = convertCase(
      'legacy-function-call/train.jsonl',
      'openaiChat',
      'vertexContents',
    );
    assert.deepEqual(notes, []);
    assert.equal(written.length, 5);
    assert.deepEqual(written[0], {
      contents: [
        { role: 'user', parts: [{ text: 'Any rye loaf?' }] },
        { role: 'model', parts: [{ functionCall: { name: 'count_shelf', args: { item: 'rye loaf' } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'count_shelf', response: { result: '0' } } }] },
        { role: 'model', parts: [{ text: '0 left.' }] },
      ],
      tools: [
        {
          functionDeclarations: [
            {
              name: 'count_shelf',
              parameters: { type: 'OBJECT', properties: { item: { type: 'STRING' } } },
            },
          ],
        },
      ],
    });
  });

  it('carries parallel calls, puts types into Google’s words and names what Google has no place for', () => {
    const { written, notes } = convertCase('openai-tools/train.jsonl', 'openaiChat', 'vertexContents');
    assert.equal(written.length, 5);
    const [first] = written;
    assert.deepEqual(
      first.contents[1].parts.map(({ functionCall }: { functionCall: unknown }) => functionCall),
      [
        { name: 'count_shelf', args: { item: 'rye loaf' } },
        { name: 'count_shelf', args: { item: 'bun' } },
      ],
    );
    assert.deepEqual(first.tools[0].functionDeclarations[0].parameters, {
      type: 'OBJECT',
      properties: { item: { type: 'STRING' }, day: { type: 'STRING', nullable: true } },
      required: ['item', 'day'],
      additionalProperties: false,
    });
    assert.equal(notes.length, 5);
    assert.match(
      notes[0]?.reason ?? '',
      /IDs of calls.*"strict" of the function count_shelf.*"parallel_tool_calls"/,
    );
    const broken = convert(
      readCase('openai-tools/broken.jsonl').slice(0, 1),
      format('openaiChat'),
      format('vertexContents'),
    );
    assert.equal(broken.examples.length, 0);
    assert.deepEqual(
      broken.notes.map(({ reason }) => reason),
      ["The arguments of a call aren't a JSON object."],
    );
  });

  it('says in Google’s words what JSON Schema says in others', () => {
    const properties = {
      size: { type: ['string', 'null'], enum: ['s', 'l', null] },
      kind: { const: 'rye' },
      day: { oneOf: [{ type: 'string' }, { type: 'integer' }] },
    };
    const line = JSON.stringify({
      messages: [
        { role: 'user', content: 'Any?' },
        { role: 'assistant', content: 'Yes.' },
      ],
      tools: [{ type: 'function', function: { name: 'count', parameters: { type: 'object', properties } } }],
    });
    const { examples, notes } = convert([line], format('openaiChat'), format('vertexContents'));
    const written = JSON.parse(examples[0]?.text ?? '').tools[0].functionDeclarations[0].parameters;
    assert.deepEqual(written.properties, {
      size: { type: 'STRING', nullable: true, enum: ['s', 'l'] },
      kind: { type: 'STRING', enum: ['rye'] },
      day: { anyOf: [{ type: 'STRING' }, { type: 'INTEGER' }] },
    });
    assert.deepEqual(
      notes.map(({ reason }) => reason),
      ['Not converted: the original notation of function parameters.'],
    );
    const [back] = convert(
      [examples[0]?.text ?? ''],
      format('vertexContents'),
      format('openaiChat'),
    ).examples;
    const size = JSON.parse(back?.text ?? '').tools[0].function.parameters.properties.size;
    assert.deepEqual(size, properties.size, 'null is one of the values still');
  });

  it('writes no result without the name of its function', () => {
    const calls = (...texts: string[]) => ({
      role: 'assistant',
      tool_calls: texts.map((text, i) => ({
        id: `c${i}`,
        type: 'function',
        function: { name: 'f', arguments: text },
      })),
    });
    const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'x' });
    const [asked, answer] = [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'r' },
    ];
    for (const [messages, reason] of [
      [[asked, calls('{}'), result('other'), answer], 'A function result has no matching call.'],
      [
        [asked, calls('{}', 'broken'), result('c0'), result('c1'), answer],
        "The arguments of a call aren't a JSON object.",
      ],
    ] as const) {
      const { examples, notes } = convert(
        [JSON.stringify({ messages })],
        format('openaiChat'),
        format('vertexContents'),
      );
      assert.deepEqual(examples, []);
      assert.equal(notes[0]?.reason, reason);
    }
  });

  it('reads logged requests: their settings are named, and thoughts under either name kept apart', () => {
    const messages = [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'r', reasoning: 'hm' },
    ];
    const line = { messages, tool_choice: 'auto', function_call: 'auto' };
    const { examples, notes } = convert(
      [JSON.stringify(line)],
      format('openaiChat'),
      format('vertexContents'),
    );
    assert.deepEqual(JSON.parse(examples[0]?.text ?? '').contents[1].parts, [
      { text: 'hm', thought: true },
      { text: 'r' },
    ]);
    assert.match(notes[0]?.reason ?? '', /"tool_choice"; "function_call"/);
  });

  it('takes the empty text beside a call for no text', () => {
    const call = { id: 'a', type: 'function', function: { name: 'count', arguments: '{}' } };
    const line = JSON.stringify({
      messages: [
        { role: 'user', content: 'Any?' },
        { role: 'assistant', content: '', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'a', content: '0' },
        { role: 'assistant', content: 'None.' },
      ],
    });
    const [example] = convert([line], format('openaiChat'), format('vertexContents')).examples;
    assert.deepEqual(JSON.parse(example?.text ?? '').contents[1].parts, [
      { functionCall: { name: 'count', args: {} } },
    ]);
  });

  it('names what a turn consists of when nothing would be left of it', () => {
    const refusal = '{"messages":[{"role":"user","content":"q"},{"role":"assistant","refusal":"No."}]}';
    const { notes } = convert([refusal], format('openaiChat'), format('vertexContents'));
    assert.match(notes[0]?.reason ?? '', /A turn would be empty.* "refusal"/);
  });

  it('sorts the results of calls as the calls stand, once their ids are gone', () => {
    const call = (id: string, item: string) => ({
      id,
      type: 'function',
      function: { name: 'count', arguments: JSON.stringify({ item }) },
    });
    const line = JSON.stringify({
      messages: [
        { role: 'user', content: 'Both?' },
        { role: 'assistant', tool_calls: [call('a', 'rye'), call('b', 'bun')] },
        { role: 'tool', tool_call_id: 'b', content: 'of bun' },
        { role: 'tool', tool_call_id: 'a', content: 'of rye' },
        { role: 'assistant', content: 'Yes.' },
      ],
    });
    const [example] = convert([line], format('openaiChat'), format('vertexContents')).examples;
    assert.match(example?.text ?? '', /of rye.*of bun/);
  });

  it('carries pictures with their type and names the rest', () => {
    const { written, notes, texts } = convertCase(
      'openai-vision/train.jsonl',
      'openaiChat',
      'vertexContents',
    );
    assert.equal(written.length, 5);
    assert.deepEqual(written[0].contents[0].parts[1], {
      fileData: { mimeType: 'image/jpeg', fileUri: 'https://example.com/0.jpg' },
    });
    assert.doesNotMatch(texts.join(), /image_url|detail/);
    assert.equal(notes.length, 5);
    for (const { reason } of notes) assert.match(reason, /"detail" of an image/);
    const picture = (url: string) =>
      JSON.stringify({
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What?' },
              { type: 'image_url', image_url: { url } },
            ],
          },
          { role: 'assistant', content: 'Rye.' },
        ],
      });
    const untold = convert(
      [picture('https://example.com/picture?id=1')],
      format('openaiChat'),
      format('vertexContents'),
    );
    assert.match(untold.notes[0]?.reason ?? '', /a part of type "image_url"/);
    assert.doesNotMatch(untold.examples[0]?.text ?? '', /image_url/);
  });

  it('names a system message that has to move, and keeps several as paragraphs', () => {
    for (const to of ['vertexContents', 'vertexMessages']) {
      const { written, notes, texts } = convertCase('mid-system-message/train.jsonl', 'openaiChat', to);
      assert.equal(written.length, 6);
      assert.deepEqual(
        notes.map(({ line }) => line),
        [0, 1, 2, 3, 4],
      );
      assert.match(notes[0]?.reason ?? '', /position of a system message/);
      assert.match(texts[5] ?? '', /You sell bread\.\\n\\nBe brief\./);
    }
  });

  it('lets no answer of weight 0 be learned without a word', () => {
    for (const to of ['vertexContents', 'vertexMessages', 'geminiApi', 'palm']) {
      const { conversion, notes } = convertCase('weight-zero/train.jsonl', 'openaiChat', to);
      assert.deepEqual(
        notes.map(({ line }) => line),
        [0, 1, 2, 3, 4],
      );
      for (const text of linesOf(conversion, true)) assert.doesNotMatch(text, /Dunno/);
    }
    const ones = JSON.stringify({
      messages: [
        { role: 'user', content: 'Is it good?' },
        { role: 'assistant', content: 'Yes.', weight: 1 },
      ],
    });
    assert.deepEqual(convert([ones], format('openaiChat'), format('vertexContents')).notes, []);
  });

  it('makes an example of each instance, and says which of two answers was taken', () => {
    const { written, notes } = convertCase('several-answers/instructions.jsonl', 'instruction', 'geminiApi');
    assert.deepEqual([written.length, notes.length], [10, 0]);
    assert.deepEqual(written[1], { text_input: 'Say the price\n\na slice', output: '1 euro' });
    const prompts = convertCase('several-answers/prompts.jsonl', 'promptCompletion', 'geminiApi');
    assert.equal(prompts.notes.length, 5);
    assert.match(prompts.notes[0]?.reason ?? '', /"chosen" \("completion" was taken\)/);
  });

  it('never glues a thought to the answer', () => {
    for (const to of ['geminiApi', 'palm', 'promptCompletion', 'vertexMessages', 'instruction']) {
      const { texts, notes } = convertCase('thinking-in-answers/parts.jsonl', 'vertexContents', to);
      assert.equal(texts.length, 5);
      for (const text of texts) assert.match(text, /"Baked goods\."/);
      assert.doesNotMatch(texts.join(), /They ask/);
      for (const { reason } of notes) assert.match(reason, /a thought of the model/);
      assert.equal(notes.length, 5);
    }
    const chat = convertCase('thinking-in-answers/parts.jsonl', 'vertexContents', 'openaiChat');
    assert.equal(chat.written[0].messages[1].reasoning_content, 'They ask about the rye loaf.');
    assert.deepEqual(chat.notes, []);
  });

  it('keeps all digits of large numbers', () => {
    const there = convertCase('big-integers/chat.jsonl', 'openaiChat', 'vertexContents');
    assert.match(there.texts[0] ?? '', /"args":\{"id":12345678901234567890\}/);
    assert.match(there.texts[1] ?? '', /"args":\{"id":12345678901234567891\}/);
    const back = convert(there.texts, format('vertexContents'), format('openaiChat'));
    assert.match(back.examples[1]?.text ?? '', /\{\\"id\\":12345678901234567891\}/);
  });

  it('takes no answer of equal scores for the better one', () => {
    for (const to of ['openaiPreference', 'promptChosen']) {
      const { notes } = convertCase('preference-pairs/vertex.jsonl', 'vertexPreference', to);
      assert.deepEqual([notes.find(({ line }) => line === 2)?.partly], [false]);
    }
  });

  it('writes nothing that the checker calls an error', () => {
    const line = JSON.stringify({
      contents: [
        { role: 'user', parts: [{ text: 'a' }] },
        { role: 'user', parts: [{ text: 'b' }] },
      ],
    });
    const { examples, notes } = convert([line], format('vertexContents'), format('vertexMessages'));
    assert.equal(examples.length, 0);
    assert.match(notes[0]?.reason ?? '', /would have an error/);
  });
});
