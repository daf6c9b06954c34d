import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { datasetRows, isSinglePrompt, sampleRows } from '../../../src/evaluation/rows';

const read = (name: string) => datasetRows(readFileSync(`test/fixtures/data/${name}`, 'utf8'), name);

describe('the rows of an evaluation', () => {
  it('ask what stands before the last answer of the model, in every format', () => {
    const single = read('gemini_api_banking_a.jsonl');
    assert.ok(single.rows.every(isSinglePrompt));
    const support = read('vertex_contents_smartphone_support.jsonl');
    assert.equal(support.rows[0]?.prompt.turns.at(-1)?.role, 'user');
    const preferred = read('preference_orca_dpo.jsonl');
    assert.ok(preferred.rows.length > 0 && preferred.rows.every(({ expected }) => expected !== ''));
  });

  it('leave out, with the reason, what a foreign format says unreadably', () => {
    const chat = (...said: object[]) => JSON.stringify({ conversations: said });
    const [asks, says] = [
      { from: 'human', value: 'q' },
      { from: 'gpt', value: 'a' },
    ];
    const call = { from: 'function_call', value: 'no JSON' };
    const { rows, skipped } = datasetRows(
      [chat(asks, says), chat(asks, call)].join('\n'),
      'a.jsonl',
      'shareGpt',
    );
    assert.equal(rows.length, 1);
    assert.match(skipped[0]?.reason ?? '', /call isn't a JSON object/);
  });

  it('keep several turns and the system instruction', () => {
    const line = {
      systemInstruction: { role: 'system', parts: [{ text: 'Be short.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'Hi' }] },
        { role: 'model', parts: [{ text: 'Hello' }] },
        { role: 'user', parts: [{ text: 'Bye' }] },
        { role: 'model', parts: [{ text: 'See you' }] },
      ],
    };
    const broken = '{"contents": [{"role": "user"';
    const { rows, skipped } = datasetRows(`\n${JSON.stringify(line)}\n${broken}\n`, 'a.jsonl');
    const turns = [
      { role: 'user', text: 'Hi' },
      { role: 'model', text: 'Hello' },
      { role: 'user', text: 'Bye' },
    ];
    assert.deepEqual(rows, [
      { kind: 'row', line: 2, prompt: { systemInstruction: 'Be short.', turns }, expected: 'See you' },
    ]);
    assert.deepEqual(
      skipped.map(({ line }) => line),
      [3],
    );
    assert.throws(() => datasetRows('{"a": 1}\n', 'a.jsonl'), /a\.jsonl/);
  });

  it('keep images, functions and calls, and leave out what no prompt can say', () => {
    const part = { inlineData: { mimeType: 'image/png', data: 'AAAA' } };
    const model = { role: 'model', parts: [{ text: 'A cat' }] };
    const image = { contents: [{ role: 'user', parts: [part, { text: 'What is it?' }] }, model] };
    const call = { functionCall: { name: 'look', args: { at: 'it', near: true } } };
    const calls = {
      contents: [...image.contents.slice(0, 1), { role: 'model', parts: [{ text: 'Let me see.' }, call] }],
      tools: [{ functionDeclarations: [{ name: 'look' }] }],
    };
    const code = {
      contents: [{ role: 'user', parts: [{ executableCode: { language: 'PYTHON', code: '1' } }] }, model],
    };
    const text = [image, calls, code].map((line) => JSON.stringify(line)).join('\n');
    const { rows, skipped } = datasetRows(text, 'a.jsonl');
    assert.deepEqual(rows[0]?.prompt.turns[0]?.attachments, [
      { kind: 'data', mimeType: 'image/png', base64: 'AAAA' },
    ]);
    assert.deepEqual(rows[1]?.prompt.tools, [{ name: 'look' }]);
    assert.equal(rows[1]?.expected, 'Let me see.\nlook({"at":"it","near":true})');
    assert.deepEqual(rows[1]?.expectedCalls, [{ name: 'look', args: { at: 'it', near: true } }]);
    assert.match(skipped[0]?.reason ?? '', /content other than text, files, and calls/);
  });

  it('are sampled from the whole file, the same each time', () => {
    const { rows } = read('palm_gemini_faq.jsonl');
    const sample = sampleRows(rows, 5);
    assert.deepEqual(sample, sampleRows(rows, 5));
    assert.equal(new Set(sample.map(({ line }) => line)).size, 5);
    assert.ok(sample.some(({ line }) => line > 5));
    assert.notDeepEqual(sample, sampleRows(rows, 5, 2));
  });
});
