import assert from 'node:assert/strict';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';

type Json = unknown;

const user = (text: string, more: object = {}) => ({ role: 'user', content: text, ...more });
const chat = (...messages: Json[]) => ({ messages });
const asks = (answer: object) => chat(user('Set the oven'), { role: 'assistant', ...answer });
const called = (args: string) => ({
  content: null,
  tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: args } }],
});
const contents = (...turns: Json[]) => ({ contents: turns });
const turn = (role: string, ...parts: Json[]) => ({ role, parts });
const [hi, yo] = [turn('user', { text: 'Hi' }), turn('model', { text: 'Yo' })];
const video = (more: object) => ({ fileData: { mimeType: 'video/mp4', fileUri: 'gs://b/a.mp4' }, ...more });
const pair = (a: Json, b: Json): [string, string] => [JSON.stringify(a), JSON.stringify(b)];

const different: Readonly<Record<string, [string, string]>> = {
  'arguments of an older call': pair(
    asks({ content: null, function_call: { name: 'set', arguments: '{"degrees":180}' } }),
    asks({ content: null, function_call: { name: 'set', arguments: '{"degrees":220}' } }),
  ),
  'the name of a speaker': pair(
    chat(user('Set', { name: 'baker' }), { role: 'assistant', content: 'Done.' }),
    chat(user('Set', { name: 'guest' }), { role: 'assistant', content: 'Done.' }),
  ),
  'the second of two spellings of one field': pair(
    { contents: [hi, yo], systemInstruction: turn('system', { text: 'Be kind.' }), system_instruction: hi },
    { contents: [hi, yo], systemInstruction: turn('system', { text: 'Be short.' }), system_instruction: hi },
  ),
  'a refusal': pair(asks({ refusal: 'No.' }), asks({ refusal: 'Not now.' })),
  'a second instance': pair(
    { instruction: 'Price', instances: [1, 2].map((n) => ({ input: `${n}`, output: '1' })) },
    { instruction: 'Price', instances: [1, 3].map((n) => ({ input: `${n}`, output: '1' })) },
  ),
  'where the instruction is cut': pair(
    { instruction: 'Name', input: 'x\n\ny', output: 'z' },
    { instruction: 'Name\n\nx', input: 'y', output: 'z' },
  ),
  'a second answer': pair(
    { prompt: 'p', completion: 'x', chosen: 'y' },
    { prompt: 'p', completion: 'x', chosen: 'z' },
  ),
  'a response beside the output': pair(
    { instruction: 'i', input: '', output: 'x', response: 'y' },
    { instruction: 'i', input: '', output: 'x', response: 'z' },
  ),
  'digits that a double rounds, in a text': pair(
    asks(called('{"id":12345678901234567890}')),
    asks(called('{"id":12345678901234567891}')),
  ),
  'digits that a double rounds, as a number': [
    '{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":{"name":"find","args":{"id":12345678901234567890}}}]}]}',
    '{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":{"name":"find","args":{"id":12345678901234567891}}}]}]}',
  ],
  'numbers that a double cannot hold': [
    '{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":{"name":"find","args":{"id":1e999}}}]}]}',
    '{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":{"name":"find","args":{"id":null}}}]}]}',
  ],
  'reasoning beside the answer': pair(
    asks({ content: 'Done.', reasoning_content: 'a' }),
    asks({ content: 'Done.', reasoning_content: 'b' }),
  ),
  'the detail of a picture': pair(
    ...((['low', 'high'] as const).map((detail) =>
      chat(
        user('', { content: [{ type: 'image_url', image_url: { url: 'https://e.org/a.png', detail } }] }),
        {
          role: 'assistant',
          content: 'A cat.',
        },
      ),
    ) as [Json, Json]),
  ),
  'the stretch of a video': pair(
    contents(turn('user', video({ videoMetadata: { startOffset: '1s' } })), yo),
    contents(turn('user', video({ videoMetadata: { startOffset: '2s' } })), yo),
  ),
  'where a text is cut into parts': pair(
    contents(turn('user', { text: 'a' }, { text: 'b' }), yo),
    contents(turn('user', { text: 'ab' }), yo),
  ),
  'a thought': pair(
    contents(hi, turn('model', { text: 'a', thought: true }, { text: 'Yo' })),
    contents(hi, turn('model', { text: 'b', thought: true }, { text: 'Yo' })),
  ),
  'a declared function': pair(
    { ...contents(hi, yo), tools: [{ functionDeclarations: [{ name: 'a' }] }] },
    { ...contents(hi, yo), tools: [{ functionDeclarations: [{ name: 'b' }] }] },
  ),
  'settings of the answer': pair(
    { ...contents(hi, yo), generationConfig: { temperature: 0 } },
    { ...contents(hi, yo), generationConfig: { temperature: 1 } },
  ),
};

const same: Readonly<Record<string, [string, string]>> = {
  'another order of keys, and escapes': [
    '{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"Yo"}]}]}',
    '{"contents":[{"parts":[{"text":"\\u0048i"}],"role":"user"},{"parts":[{"text":"Yo"}],"role":"model"}]}',
  ],
  'the other spelling of a key': pair(
    { systemInstruction: { parts: [{ text: 's' }] }, ...contents(hi, yo) },
    { system_instruction: { role: 'user', parts: [{ text: 's' }] }, ...contents(hi, yo) },
  ),
  'the other spelling, beside what only one format knows': pair(
    contents(turn('user', video({ videoMetadata: { startOffset: '1s' } })), yo),
    contents(
      turn('user', {
        video_metadata: { start_offset: '1s' },
        file_data: { file_uri: 'gs://b/a.mp4', mime_type: 'video/mp4' },
      }),
      yo,
    ),
  ),
  'the same number in other words': [
    '{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":{"name":"find","args":{"id":12345678901234567890,"n":1}}}]}]}',
    '{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":{"args":{"n":1.0,"id":1234567890123456789e1},"name":"find"}}]}]}',
  ],
  'what the conversation does not hold, in another order': pair(
    asks({ content: 'Done.', refusal: null, name: 'x' }),
    {
      messages: [
        { content: 'Set the oven', role: 'user' },
        { name: 'x', refusal: null, content: 'Done.', role: 'assistant' },
      ],
    },
  ),
};

const rulesOf = (lines: readonly string[]) =>
  DatasetDocument.read(lines.join('\n'))
    .problems()
    .map(({ rule }) => rule);

describe('the same example', () => {
  for (const [name, lines] of Object.entries(different)) {
    it(`is not one that differs in ${name}`, () => {
      assert.equal(DatasetDocument.read(lines.join('\n')).statistics.validExamples, 2);
      assert.equal(rulesOf(lines).includes('duplicate-example'), false);
    });
  }

  for (const [name, lines] of Object.entries(same)) {
    it(`is one with ${name}`, () => {
      assert.equal(rulesOf(lines).includes('duplicate-example'), true);
    });
  }

  it('has another answer only when the question is the same, speakers included', () => {
    const asked = (name: string, answer: string) =>
      JSON.stringify(chat(user('Set', { name }), { role: 'assistant', content: answer }));
    assert.equal(
      rulesOf([asked('baker', 'Done.'), asked('guest', 'No.')]).includes('conflicting-examples'),
      false,
    );
    assert.equal(
      rulesOf([asked('baker', 'Done.'), asked('baker', 'No.')]).includes('conflicting-examples'),
      true,
    );
  });
});
