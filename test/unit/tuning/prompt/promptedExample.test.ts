import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Conversation } from '../../../../src/dataset/example/conversation';
import { geminiApi } from '../../../../src/dataset/formats/geminiApi';
import { openaiChat } from '../../../../src/dataset/formats/openaiChat';
import { openaiPreference } from '../../../../src/dataset/formats/openaiPreference';
import { vertexContents } from '../../../../src/dataset/formats/vertexContents';
import { vertexPreference } from '../../../../src/dataset/formats/vertexPreference';
import type { Attachment, Turn } from '../../../../src/tuning/contract/service';
import {
  type AnswerParts,
  answerParts,
  exampleOf,
  preferenceExamples,
  promptedExample,
} from '../../../../src/tuning/prompt/promptedExample';

const plain = { noNullPrototype: true } as const;
const words = fc.string({ minLength: 1 });
const attachment: fc.Arbitrary<Attachment> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('data' as const),
      mimeType: fc.constant('image/png'),
      base64: fc.constant('AAAA'),
    },
    plain,
  ),
  fc.record(
    {
      kind: fc.constant('file' as const),
      mimeType: fc.constant('image/png'),
      uri: fc.constant('gs://b/o'),
    },
    plain,
  ),
);
const userTurn: fc.Arbitrary<Turn> = fc
  .tuple(words, fc.array(attachment, { maxLength: 2 }))
  .map(([text, attachments]) => ({
    role: 'user' as const,
    text,
    ...(attachments.length > 0 ? { attachments } : {}),
  }));
const modelTurn: fc.Arbitrary<Turn> = words.map((text) => ({ role: 'model' as const, text }));
const turns = fc
  .tuple(fc.array(fc.tuple(userTurn, modelTurn), { maxLength: 2 }), userTurn)
  .map(([earlier, last]) => [...earlier.flat(), last]);

const spoken = (text: string): AnswerParts => [{ kind: 'text', text }];

describe('examples as prompts and back', () => {
  it('a prompt with its answer is an example that asks the same', () => {
    fc.assert(
      fc.property(fc.option(words, { nil: undefined }), turns, words, (systemInstruction, said, answer) => {
        const line = vertexContents.fromConversation(
          exampleOf({ systemInstruction, turns: said }, spoken(answer)),
        );
        assert.ok(vertexContents.validate(line), JSON.stringify(line));
        assert.deepEqual(promptedExample(vertexContents.toConversation(line)), {
          systemInstruction,
          turns: said,
          answer: spoken(answer),
        });
      }),
    );
  });

  it('a line of the Gemini API comes back as it was', () => {
    const line = { text_input: 'three', output: 'four' };
    const { answer, ...said } = promptedExample(geminiApi.toConversation(line));
    assert.deepEqual(answer, spoken('four'));
    assert.deepEqual(geminiApi.fromConversation(exampleOf(said, spoken('IV'))), {
      text_input: 'three',
      output: 'IV',
    });
  });

  it('expects of preference data the preferred answer, wherever it stands', () => {
    const completion = (score: number, text: string) => ({
      score,
      completion: { role: 'model', parts: [{ text }] },
    });
    const line = {
      contents: [{ role: 'user', parts: [{ text: 'q' }] }],
      completions: [completion(0, 'no'), completion(1, 'yes')],
    };
    assert.deepEqual(promptedExample(vertexPreference.toConversation(line)).answer, spoken('yes'));
  });

  it('declared functions, calls and what came of them are part of it, in each format that has them', () => {
    const named = { name: 'f', arguments: '{"a":1}' };
    const parameters = { type: 'object', properties: { a: { type: 'integer' } } };
    const openai = {
      messages: [
        { role: 'user', content: 'q' },
        { role: 'assistant', tool_calls: [{ id: '1', type: 'function', function: named }] },
        { role: 'tool', tool_call_id: '1', content: '{"b":2}' },
        { role: 'assistant', tool_calls: [{ id: '2', type: 'function', function: named }] },
      ],
      tools: [{ type: 'function', function: { name: 'f', parameters } }],
    };
    const call = { functionCall: { name: 'f', args: { a: 1 } } };
    const google = {
      contents: [
        { role: 'user', parts: [{ text: 'q' }] },
        // As Gemini 3 has written it: signed. The signature is no part of what was said.
        { role: 'model', parts: [{ ...call, thoughtSignature: 'c2ln' }] },
        { parts: [{ functionResponse: { name: 'f', response: { b: 2 } } }] },
        { role: 'model', parts: [{ text: 'Hm.', thought: true }, call] },
      ],
      tools: [{ functionDeclarations: [{ name: 'f', parameters }] }],
    };
    for (const asked of [openaiChat.toConversation(openai), vertexContents.toConversation(google)]) {
      const { turns, tools, answer } = promptedExample(asked);
      const withoutIds = JSON.parse(JSON.stringify({ turns, tools, answer }), (key, value) =>
        key === 'id' ? undefined : value,
      );
      assert.deepEqual(withoutIds, {
        turns: [
          { role: 'user', text: 'q' },
          { role: 'model', text: '', functions: [{ kind: 'call', name: 'f', args: { a: 1 } }] },
          { role: 'user', text: '', functions: [{ kind: 'result', name: 'f', response: { b: 2 } }] },
        ],
        tools: [{ name: 'f', parameters }],
        answer: [{ kind: 'call', name: 'f', args: { a: 1 } }],
      });
      const written = vertexContents.fromConversation(
        exampleOf({ systemInstruction: undefined, turns, tools: tools ?? [] }, answer ?? []),
      );
      assert.ok(vertexContents.validate(written));
      assert.deepEqual(promptedExample(vertexContents.toConversation(written)).turns, turns);
    }
  });

  it('says what it cannot ask', () => {
    const greeting = vertexContents.toConversation({
      contents: [{ role: 'model', parts: [{ text: 'Hi' }] }],
    });
    assert.throws(() => promptedExample(greeting), { message: /no user turn/ });
  });

  it('votes are examples for preference tuning: the best against each other answer, once', () => {
    const said = { systemInstruction: 's', turns: [{ role: 'user' as const, text: 'q' }] };
    const lines = preferenceExamples(
      said,
      spoken('good'),
      ['bad', 'good', ' ', 'bad', 'worse'].map(spoken),
    ).map((one) => vertexPreference.fromConversation(one));
    assert.ok(lines.every((line) => vertexPreference.validate(line)));
    const [first, second] = lines.map(({ completions }) => completions);
    const completion = (score: number, text: string) => ({
      score,
      completion: { role: 'model', parts: [{ text }] },
    });
    assert.deepEqual(first, [completion(1, 'good'), completion(0, 'bad')]);
    assert.deepEqual(second, [completion(1, 'good'), completion(0, 'worse')]);
    assert.equal(lines.length, 2);
  });

  it('votes on calls prefer one call to another, however each was signed', () => {
    const tools = [{ name: 'f' }];
    const said = { systemInstruction: undefined, turns: [{ role: 'user' as const, text: 'q' }], tools };
    const call = (a: number, signature: string) => answerParts('', [{ name: 'f', args: { a }, signature }]);
    const examples = preferenceExamples(said, call(1, 'YQ=='), [
      call(1, 'Yg=='),
      call(2, 'Yw=='),
      spoken('no'),
    ]);
    const preferred = (one: Conversation) =>
      one.answers?.map(({ turns }) => turns.flatMap(({ parts }) => parts));
    const called = (a: number) => [{ kind: 'call', name: 'f', args: { a } }];
    assert.deepEqual(examples.map(preferred), [
      [called(1), called(2)],
      [called(1), spoken('no')],
    ]);
    for (const one of examples) {
      assert.deepEqual(one.tools, tools);
      const line = openaiPreference.fromConversation(one);
      assert.ok(openaiPreference.validate(line));
      assert.match(JSON.stringify(line), /"name":"f","arguments":"\{\\"a\\":1\}"/);
      // Google's rows for preference tuning are text.
      assert.throws(() => vertexPreference.fromConversation(one), { name: 'CannotExpress' });
    }
  });
});
