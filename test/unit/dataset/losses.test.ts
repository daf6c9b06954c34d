// What a reader of a foreign format passes over is carried or named: of each line here, every text is in what is
// written, or the line has a note.
import assert from 'node:assert/strict';
import { convert } from '../../../src/dataset/editing/convert';
import { untoldKeys } from '../../../src/dataset/editing/untold';
import { textTurn } from '../../../src/dataset/example/conversation';
import { findFormat } from '../../../src/dataset/formats/index';

const called = (call: object) => [
  { from: 'human', value: 'ask' },
  { from: 'function_call', value: JSON.stringify({ name: 'f', ...call }) },
  { from: 'observation', value: 'found' },
  { from: 'gpt', value: 'said' },
];
const chat = [
  { from: 'human', value: 'ask' },
  { from: 'gpt', value: 'said' },
];
const user = { role: 'user', content: 'ask' };
const assistant = { role: 'assistant', content: 'said' };
const tool = { type: 'function', function: { name: 'f' } };

/** The lost text is always `lost`. */
const cases: readonly [format: string, to: string, line: object, named: RegExp][] = [
  ['shareGpt', 'vertexContents', { conversations: called({ arguments: 'lost' }) }, /arguments of a call/],
  ['shareGpt', 'vertexContents', { conversations: called({ arguments: ['lost'] }) }, /arguments of a call/],
  ['shareGpt', 'vertexContents', { conversations: called({ arguments: {}, id: 'lost' }) }, /"id" of a call/],
  ['shareGpt', 'geminiApi', { conversations: chat, chosen: { from: 'gpt', value: 'lost' } }, /"chosen"/],
  ['shareGpt', 'geminiApi', { conversations: chat, tools: '{"name":"lost"}' }, /declarations/],
  [
    'shareGpt',
    'geminiApi',
    { conversations: [{ from: 'human', value: 'ask', content: 'lost' }, chat[1]] },
    /"content"/,
  ],
  [
    'promptChosen',
    'vertexPreference',
    {
      prompt: [user],
      chosen: [{ role: 'system', content: 'lost' }, assistant],
      rejected: [{ ...assistant, content: 'no' }],
    },
    /system message among the responses/,
  ],
  [
    'automl',
    'geminiApi',
    { textContent: 'ask', sentimentAnnotation: { sentiment: 1, sentimentMax: 'lost' } },
    /"sentimentMax" of an annotation/,
  ],
  [
    'automl',
    'geminiApi',
    {
      textContent: 'ask',
      classificationAnnotation: { displayName: 'said' },
      sentimentAnnotation: { sentiment: 'lost' },
    },
    /"sentimentAnnotation"/,
  ],
  [
    'openaiChat',
    'vertexContents',
    { messages: [user, { ...assistant, reasoning: 'lost', reasoning_content: 'why' }] },
    /"reasoning"/,
  ],
  [
    'openaiChat',
    'vertexContents',
    {
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'ask', cache_control: { type: 'lost' } }] },
        assistant,
      ],
    },
    /"cache_control" of a part/,
  ],
  ['openaiChat', 'vertexContents', { messages: [user, assistant], tools: [{ ...tool, x: 'lost' }] }, /"x"/],
  [
    'openaiChat',
    'vertexContents',
    { messages: [user, assistant], tools: [{ ...tool, type: 'lost' }] },
    /a tool of type "lost"/,
  ],
  [
    'vertexContents',
    'openaiChat',
    {
      systemInstruction: { parts: [{ text: 'be kind' }] },
      system_instruction: { parts: [{ text: 'lost' }] },
      contents: [
        { role: 'user', parts: [{ text: 'ask' }] },
        { role: 'model', parts: [{ text: 'said' }] },
      ],
    },
    /"system_instruction"/,
  ],
];

describe('What conversion cannot carry', () => {
  for (const [from, to, line, named] of cases)
    it(`is named: ${from}, ${String(named)}`, () => {
      const [source, target] = [findFormat(from), findFormat(to)];
      assert.ok(source && target);
      const { examples, notes } = convert([JSON.stringify(line)], source, target);
      assert.match(notes[0]?.reason ?? JSON.stringify(examples), named);
    });

  it('is no text with an attribute, nor a part that was signed', () => {
    const openai = findFormat('openaiChat');
    const vertex = findFormat('vertexContents');
    assert.ok(openai && vertex);
    const marked = { type: 'text', text: 'ask', cache_control: { type: 'ephemeral' } };
    const chatLine = JSON.stringify({ messages: [{ role: 'user', content: [marked] }, assistant] });
    assert.match(convert([chatLine], openai, vertex).examples[0]?.text ?? '', /"text":"ask"/);
    const signed = {
      contents: [
        { role: 'user', parts: [{ text: 'ask' }] },
        { role: 'model', parts: [{ text: 'said', thoughtSignature: 'QQ==' }] },
      ],
    };
    const { examples, notes } = convert([JSON.stringify(signed)], vertex, openai);
    assert.match(examples[0]?.text ?? '', /"content":"said"/);
    assert.match(notes[0]?.reason ?? '', /thoughtSignature/);
  });

  it('is found where a reader passes over it', () => {
    const format = findFormat('promptCompletion');
    assert.ok(format);
    const read = { turns: [textTurn('user', 'ask\n\nmore'), textTurn('model', 'said')] };
    assert.deepEqual(untoldKeys({ prompt: ['ask', 'more'], completion: 'said' }, format, read), []);
    assert.deepEqual(untoldKeys({ prompt: 'ask', completion: { said: 'lost' } }, format, read), ['said']);
    assert.deepEqual(untoldKeys({ prompt: 'ask', completion: '{"n": 7}' }, format, read), ['n']);
  });
});
