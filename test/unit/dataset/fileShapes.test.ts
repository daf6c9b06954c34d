// What a file is: the editor's one problem for files that are not JSON Lines, and their conversion.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import { convert, linesOf } from '../../../src/dataset/editing/convert';
import { findContainer } from '../../../src/dataset/files/containers';
import { sampleFormat } from '../../../src/dataset/formats/detection/sampleFormat';
import { findFormat } from '../../../src/dataset/formats/index';

const readCase = (name: string) => readFileSync(`test/fixtures/cases/${name}`, 'utf8');
const document = (text: string) => DatasetDocument.read(text, { severities: { 'few-examples': 'off' } });
const format = (id: string) => findFormat(id) ?? assert.fail(id);

const notJsonLines = [
  {
    file: 'csv-named-jsonl/train.jsonl',
    rule: 'not-json-lines',
    says: /CSV with the columns "text_input" and "output"/,
  },
  { file: 'json-array/pretty.jsonl', rule: 'not-json-lines', says: /one JSON array of 2 examples/ },
  { file: 'json-array/array.jsonl', rule: 'foreign-format', says: /one JSON array of 5 examples/ },
  { file: 'json-array/body.jsonl', rule: 'foreign-format', says: /one JSON request of 5 examples/ },
  { file: 'utf-16/le-no-mark.jsonl', rule: 'not-json-lines', says: /UTF-16/ },
  { file: 'sharegpt/chat.jsonl', rule: 'foreign-format', says: /looks like ShareGPT/ },
  { file: 'sharegpt/tools.jsonl', rule: 'foreign-format', says: /looks like ShareGPT/ },
  { file: 'text-column/chatml.jsonl', rule: 'foreign-format', says: /Text column/ },
  { file: 'text-column/human.jsonl', rule: 'foreign-format', says: /Text column/ },
  { file: 'automl-export/classes.jsonl', rule: 'foreign-format', says: /AutoML/ },
];

describe('a file that is no JSON Lines, or in a foreign format', () => {
  for (const { file, rule, says } of notJsonLines) {
    it(`${file} has one problem, which names it`, () => {
      const own = document(readCase(file));
      const problems = own.problems();
      assert.deepEqual(
        problems.map((each) => each.rule),
        [rule],
      );
      assert.match(problems[0]?.message ?? '', says);
      assert.equal(own.problemCount, 1);
      assert.equal(own.isDataset, false);
    });
  }

  for (const { file, count } of [
    { file: 'json-array/array.jsonl', count: 5 },
    { file: 'json-array/pretty.jsonl', count: 2 },
    { file: 'json-array/body.jsonl', count: 5 },
    { file: 'csv-named-jsonl/train.jsonl', count: 2 },
  ]) {
    it(`${file} is put on lines by its quick fix, which leaves no error`, () => {
      const own = document(readCase(file));
      const [problem] = own.problems();
      const [fix] = own.fixes(problem ?? assert.fail());
      own.apply(fix?.edits ?? []);
      assert.equal(own.exampleCount, count);
      assert.deepEqual(
        own.problems().filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.equal(own.container, undefined);
    });
  }

  it('takes a first line that is broken for a line, whatever it holds', () => {
    const row = {
      input: { messages: [{ role: 'user', content: 'a' }] },
      preferred_output: [],
      examples: [{ text_input: 'a', output: 'b' }],
    };
    const line = JSON.stringify(row);
    for (const broken of [line.replace('"a"', '"\\u00"'), line.slice(0, -1), `${line.slice(0, -1)},`]) {
      for (const next of [line, `${line}\n${line}`])
        assert.equal(document(`${broken}\n${next}`).container, undefined, broken);
    }
  });

  it('names a request that is laid out, what Git has in place of a file, and UTF-32 that VS Code took for UTF-16', () => {
    const example = { text_input: 'a', output: 'b' };
    const body = JSON.stringify({ version: 1, examples: [example, example] }, null, 1);
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';
    const shown = `\0${[...JSON.stringify(example)].map((each) => `${each}\0`).join('')}`;
    for (const [text, encoding, says] of [
      [body, undefined, /one JSON request of 2 examples/],
      [pointer, undefined, /Git LFS pointer/],
      [shown, 'utf16le', /UTF-32 \(little-endian\)/],
      [JSON.stringify(example), 'utf16le', /UTF-16 \(little-endian\)/],
    ] as const) {
      const own = DatasetDocument.read(text, {
        severities: { 'few-examples': 'off' },
        ...(encoding ? { encoding } : {}),
      });
      const [problem] = own.problems();
      assert.match(problem?.message ?? '', says);
    }
  });

  it('takes all lists of one document, and says what is laid out', () => {
    const example = (n: number) => ({ text_input: `a${n}`, output: 'b' });
    const lists = { train: [example(1), example(2)], validation: [example(3)] };
    assert.equal(findContainer(JSON.stringify(lists))?.lines(JSON.stringify(lists))?.length, 3);
    const laidOut = [1, 2].map((n) => JSON.stringify(example(n), null, 2)).join('\n');
    assert.match(document(laidOut).problems()[0]?.message ?? '', /^The file has 2 examples on several lines/);
  });

  it('keeps commas in quotes in one cell', () => {
    const text = readCase('csv-named-jsonl/train.jsonl');
    assert.deepEqual(findContainer(text)?.lines(text), [
      '{"text_input":"Price of rye, sliced?","output":"2 euros"}',
      '{"text_input":"Price of a bun?","output":"40 cents"}',
    ]);
    const tabs = 'prompt\tcompletion\nA?\t"said ""yes"",\nthen left"\n';
    assert.deepEqual(
      findContainer(tabs)
        ?.lines(tabs)
        ?.map((line) => JSON.parse(line)),
      [{ prompt: 'A?', completion: 'said "yes",\nthen left' }],
    );
  });

  for (const { name, text } of [
    { name: 'a log', text: '{"level":"info","text":"Human resources: hired"}\n{"level":"warn","text":"x"}' },
    { name: 'lists', text: '[1,2]\n[3,4]' },
    { name: 'lists of records', text: '[{"a":1}]\n[{"a":2}]' },
    { name: 'objects laid out', text: '{\n  "a": 1\n}' },
    { name: 'prose', text: 'Dear reader,\nthis is no table, of course.\nIt is prose, and more.' },
    { name: 'events', text: '{"items":[{"id":1}],"text":"User: hello"}' },
  ]) {
    it(`says nothing of ${name}`, () => {
      const own = document(text);
      assert.deepEqual(
        own.problems().filter(({ rule }) => ['not-json-lines', 'foreign-format'].includes(rule)),
        [],
      );
      assert.equal(own.foreignFormat, undefined);
    });
  }

  it('becomes what it is while it is typed', () => {
    const own = document('[');
    const put = (line: number, character: number, text: string) =>
      own.apply([{ range: { start: { line, character }, end: { line, character } }, text }]);
    put(0, 1, '\n{"text_input":"a","output":"b"}\n]');
    assert.equal(own.container?.id, 'laidOutArray');
    own.apply([{ range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, text: '' }]);
    assert.equal(own.container, undefined);
    assert.equal(own.format?.id, 'geminiApi');
  });
});

describe('conversion of foreign formats', () => {
  const converted = (lines: readonly string[]) => {
    const from = [sampleFormatOf(lines)].flat()[0] ?? assert.fail('no format');
    const conversion = convert(lines, from, format('vertexContents'));
    return {
      from: from.id,
      rows: linesOf(conversion, false).map((line) => JSON.parse(line)),
      notes: conversion.notes,
    };
  };
  const sampleFormatOf = (lines: readonly string[]) =>
    document(lines.join('\n')).foreignFormat ?? sampleFormat(lines);
  const convertedCase = (name: string) => converted(readCase(name).split('\n'));
  const user = (text: string) => ({ role: 'user', parts: [{ text }] });
  const model = (text: string) => ({ role: 'model', parts: [{ text }] });

  it('keeps turns and the system text of ShareGPT', () => {
    const { from, rows, notes } = convertedCase('sharegpt/chat.jsonl');
    assert.deepEqual([from, rows.length, notes], ['shareGpt', 5, []]);
    assert.deepEqual(rows[0], {
      systemInstruction: { role: 'system', parts: [{ text: 'You know bread.' }] },
      contents: [user('What is a rye loaf?'), model('A rye loaf is baked goods.')],
    });
  });

  it('keeps calls, answers and declarations of ShareGPT', () => {
    const { rows, notes } = convertedCase('sharegpt/tools.jsonl');
    assert.deepEqual([rows.length, notes], [5, []]);
    assert.deepEqual(rows[0], {
      contents: [
        user('Any rye loaf left?'),
        { role: 'model', parts: [{ functionCall: { name: 'count_shelf', args: { item: 'rye loaf' } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'count_shelf', response: { left: 0 } } }] },
        model('0 left.'),
      ],
      tools: [
        {
          functionDeclarations: [
            {
              name: 'count_shelf',
              description: 'counts',
              parameters: { type: 'OBJECT', properties: { item: { type: 'STRING' } } },
            },
          ],
        },
      ],
    });
  });

  it('reads chat templates', () => {
    assert.deepEqual(convertedCase('text-column/chatml.jsonl').rows[0].contents, [
      user('What is a rye loaf?'),
      model('Baked goods.'),
    ]);
    assert.deepEqual(convertedCase('text-column/human.jsonl').rows[4].contents, [
      user('What is a pretzel?'),
      model('Baked goods.'),
    ]);
    const texts = [
      '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nA?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nB.<|eot_id|>',
      '<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nA? [/INST] B. </s>',
      '<|system|>\nBe brief.</s>\n<|user|>\nA?</s>\n<|assistant|>\nB.</s>',
      'Be brief.\n\n### Instruction:\nA?\n\n### Response:\nB.',
      'Be brief. USER: A? ASSISTANT: B.</s>',
    ];
    for (const text of texts) {
      const { from, rows } = converted([JSON.stringify({ text })]);
      assert.equal(from, 'textColumn');
      assert.deepEqual(
        rows[0],
        {
          systemInstruction: { role: 'system', parts: [{ text: 'Be brief.' }] },
          contents: [user('A?'), model('B.')],
        },
        text,
      );
    }
    const gemma = converted([
      JSON.stringify({ text: '<start_of_turn>user\nA?<end_of_turn>\n<start_of_turn>model\nB.<end_of_turn>' }),
    ]);
    assert.deepEqual(gemma.rows[0].contents, [user('A?'), model('B.')]);
  });

  it('reads several turns of a template in one line of text, and no marks in what is said', () => {
    for (const text of [
      '### Human: A?### Assistant: B.### Human: C?### Assistant: D.',
      'USER: A? ASSISTANT: B.</s>USER: C? ASSISTANT: D.</s>',
      'Human: A? Assistant: B. Human: C? Assistant: D.',
      '\n\nHuman: A?\n\nAssistant: B.\n\nHuman: C?\n\nAssistant: D.',
    ]) {
      const { rows, notes } = converted([JSON.stringify({ text })]);
      assert.deepEqual(rows[0], { contents: [user('A?'), model('B.'), user('C?'), model('D.')] }, text);
      assert.deepEqual(notes, []);
    }
    const text = 'Human: A note\n\nAssistant: From one Human: short. Signed, the Assistant: me.';
    assert.deepEqual(converted([JSON.stringify({ text })]).rows[0].contents, [
      user('A note'),
      model('From one Human: short. Signed, the Assistant: me.'),
    ]);
  });

  it('reads calls that ShareGPT marks with tags, and no result without a call', () => {
    const said = (from: string, value: string) => ({ from, value });
    const result = said('tool', '<tool_response>\n{"left":0}\n</tool_response>');
    const call = said('gpt', 'Wait.\n<tool_call>\n{"name":"count","arguments":{"item":"rye"}}\n</tool_call>');
    const answer = said('gpt', 'None.');
    const line = (...turns: unknown[]) =>
      JSON.stringify({ conversations: [said('human', 'Rye?'), ...turns] });
    const { rows, notes } = converted([line(call, result, answer)]);
    assert.deepEqual(rows[0]?.contents.slice(1), [
      {
        role: 'model',
        parts: [{ text: 'Wait.' }, { functionCall: { name: 'count', args: { item: 'rye' } } }],
      },
      { role: 'user', parts: [{ functionResponse: { name: 'count', response: { left: 0 } } }] },
      model('None.'),
    ]);
    assert.deepEqual(notes, []);
    const without = converted([line(answer, result, answer)]);
    assert.deepEqual(without.rows, []);
    assert.match(without.notes[0]?.reason ?? '', /result has no matching call/);
  });

  it('names an answer that nobody was to learn', () => {
    const turns = [
      { from: 'human', value: 'A?' },
      { from: 'gpt', value: 'B.', weight: 0 },
    ];
    for (const line of [{ conversations: turns }, { prompt: 'A?', completion: 'B.', label: false }])
      assert.match(converted([JSON.stringify(line)]).notes[0]?.reason ?? '', /the model would learn it/);
  });

  it('reads exports of AutoML, and names what is left out', () => {
    const { from, rows, notes } = convertedCase('automl-export/classes.jsonl');
    assert.equal(from, 'automl');
    assert.deepEqual(rows[0].contents, [user('A note on the rye loaf'), model('plain')]);
    assert.match(notes[0]?.reason ?? '', /dataItemResourceLabels/);
  });

  it('reads rows of batch predictions, and none that has no whole response', () => {
    const asked = { contents: [user('A?')], generationConfig: { temperature: 0 } };
    const said = (text: string, finishReason = 'STOP') => ({
      candidates: [{ content: { parts: [{ text }] }, finishReason }],
    });
    const row = { status: '', processed_time: '2026-01-01T00:00:00Z', request: asked, response: said('B.') };
    const { from, rows, notes } = converted([JSON.stringify(row)]);
    assert.equal(from, 'batchPrediction');
    assert.deepEqual(rows, [{ contents: [user('A?'), model('B.')] }]);
    assert.match(notes[0]?.reason ?? '', /"generationConfig" of the request/);
    for (const [other, says] of [
      [{ key: 'r1', request: asked }, /nothing to learn/],
      [{ key: 'r1', request: asked, response: said('B', 'MAX_TOKENS') }, /incomplete \(MAX_TOKENS\)/],
      [{ request: asked, response: {}, status: 'Bad Request: x' }, /request failed/],
      [{ key: 'r1', response: said('B.') }, /not its request/],
    ] as const) {
      const without = converted([JSON.stringify(other)]);
      assert.equal(without.from, 'batchPrediction');
      assert.deepEqual(without.rows, []);
      assert.match(without.notes[0]?.reason ?? '', says);
    }
    assert.match(
      document(JSON.stringify({ key: 'r1', request: asked })).problems()[0]?.message ?? '',
      /looks like Batch prediction/,
    );
  });

  it('reads lists of messages in prompt, completion, chosen and rejected', () => {
    const asked = [{ role: 'user', content: 'A?' }];
    const said = (content: string) => [{ role: 'assistant', content }];
    const pair = converted([JSON.stringify({ prompt: asked, completion: said('B.') })]);
    assert.deepEqual(pair.rows[0].contents, [user('A?'), model('B.')]);
    for (const line of [
      { prompt: asked, chosen: said('B.'), rejected: said('C.') },
      { chosen: [...asked, ...said('B.')], rejected: [...asked, ...said('C.')] },
      { prompt: 'A?', chosen: [...asked, ...said('B.')], rejected: [...asked, ...said('C.')] },
      { chosen: '\n\nHuman: A?\n\nAssistant: B.', rejected: '\n\nHuman: A?\n\nAssistant: C.' },
      { question: 'A?', chosen: 'B.', rejected: 'C.' },
      { instruction: 'A?', input: '', chosen: 'B.', rejected: 'C.' },
    ]) {
      const { rows, notes } = pairOf(line);
      assert.deepEqual(notes, []);
      assert.deepEqual(rows[0], {
        contents: [user('A?')],
        completions: [
          { score: 1, completion: model('B.') },
          { score: 0, completion: model('C.') },
        ],
      });
    }
  });

  it('keeps what stands before the question in preference data', () => {
    for (const [line, contents] of [
      [{ system: 'Be brief.', question: 'A?', chosen: 'B.', rejected: 'C.' }, [user('A?')]],
      [
        { system: 'Be brief.', instruction: 'Say', input: 'it', chosen: 'B.', rejected: 'C.' },
        [user('Say\n\nit')],
      ],
    ] as const) {
      const { rows, notes } = pairOf(line);
      assert.deepEqual(rows[0].contents, contents);
      assert.deepEqual(rows[0].systemInstruction.parts, [{ text: 'Be brief.' }]);
      assert.deepEqual(notes, []);
    }
  });

  function pairOf(line: object) {
    const text = JSON.stringify(line);
    const from = sampleFormat([text]) ?? assert.fail();
    const { examples, notes } = convert([text], from, format('vertexPreference'));
    return { rows: examples.map((each) => JSON.parse(each.text)), notes };
  }

  it('reads the variants of Alpaca', () => {
    const dolly = converted(['{"instruction":"Say","context":"it","response":"It."}']);
    assert.deepEqual(dolly.rows[0].contents, [user('Say\n\nit'), model('It.')]);
    const long = converted([
      '{"instruction":"And now?","input":"","output":"C.","system":"Be brief.","history":[["A?","B."]]}',
    ]);
    assert.deepEqual(long.rows[0].contents, [user('A?'), model('B.'), user('And now?'), model('C.')]);
    assert.equal(long.rows[0].systemInstruction.parts[0].text, 'Be brief.');
  });
});
