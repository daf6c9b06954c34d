import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/dataset/json/value';
import { BatchAnswers } from '../../../src/tuning/services/vertexAi/batchAnswers';

const request = (text: string, more: object = {}): JsonObject => ({
  contents: [{ role: 'user', parts: [{ text }] }],
  ...more,
});
const answered = (asked: unknown, text: string) =>
  JSON.stringify({
    status: '',
    processed_time: '2024-11-05T15:45:17.583+00:00',
    request: asked,
    response: { candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }] },
  });

describe('the answers of a batch', () => {
  it('are read from a line that Google has written', () => {
    // Of the output beside Google's tutorial of batch generation, November 2024; the answer is cut short.
    const line =
      '{"status":"","processed_time":"2024-11-05T15:45:17.583+00:00","request":{"contents":[{"parts":{"text":"Give me a recipe for red velvet cake."},"role":"user"}]},"response":{"candidates":[{"avgLogprobs":-0.03998677809159834,"content":{"parts":[{"text":"This recipe makes a classic red velvet cake."}],"role":"model"},"finishReason":"STOP"}],"modelVersion":"gemini-1.5-flash-002@default","usageMetadata":{"candidatesTokenCount":728,"promptTokenCount":9,"totalTokenCount":737}}}';
    const found = new BatchAnswers([request('Give me a recipe for red velvet cake.')]);
    assert.ok(found.add(line));
    assert.deepEqual(found.answers, [
      {
        kind: 'answer',
        text: 'This recipe makes a classic red velvet cake.',
        finishReason: 'STOP',
        usage: { promptTokens: 9, outputTokens: 728, thoughtTokens: undefined },
      },
    ]);
  });

  it('come to their prompts in whatever order they stand, equal prompts in turn, each line once', () => {
    const rows = fc.array(fc.record({ text: fc.constantFrom('a', 'b', 'c', 'd'), temperature: fc.nat(2) }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(
        rows.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(
              all.map((_, i) => i),
              { minLength: 0 },
            ),
          ),
        ),
        ([all, order]) => {
          const requests = all.map(({ text, temperature }) =>
            request(text, { generationConfig: { temperature } }),
          );
          const found = new BatchAnswers(requests);
          // Another program has written the keys in another order.
          for (const row of order) {
            const { contents, generationConfig } = requests[row] ?? {};
            assert.ok(found.add(answered({ generationConfig, contents }, JSON.stringify(requests[row]))));
          }
          const texts = found.answers.map((answer, row) => {
            if (answer.kind !== 'answer') return undefined;
            assert.equal(answer.text, JSON.stringify(requests[row]));
            return answer.text;
          });
          assert.equal(texts.filter((text) => text !== undefined).length, order.length);
        },
      ),
    );
  });

  it('are found by what was said when the request comes back in other words', () => {
    const sent = request('Hi', { systemInstruction: { parts: [{ text: 'Be brief.' }] } });
    const found = new BatchAnswers([request('Hi'), sent]);
    const back = {
      system_instruction: { role: 'system', parts: { text: 'Be brief.' } },
      contents: [{ role: 'USER', parts: [{ text: 'Hi' }] }],
      labels: {},
    };
    assert.ok(found.add(answered(back, 'Hello.')));
    assert.deepEqual(
      found.answers.map(({ kind }) => kind),
      ['missing', 'answer'],
    );
  });

  it('say why a prompt was not answered', () => {
    const found = new BatchAnswers([request('1'), request('2'), request('3'), request('4')]);
    const failed = (text: string, status: string) =>
      JSON.stringify({ status, request: request(text), response: {} });
    found.add(
      failed(
        '1',
        'Bad Request: {"error": {"code": 400, "message": "Use a valid role.", "status": "INVALID_ARGUMENT"}}',
      ),
    );
    found.add(failed('2', 'Deadline exceeded'));
    found.add(failed('3', ''));
    found.add(
      JSON.stringify({
        status: '',
        request: request('4'),
        response: { promptFeedback: { blockReason: 'SAFETY' } },
      }),
    );
    assert.deepEqual(found.answers, [
      { kind: 'failure', message: 'Use a valid role.' },
      { kind: 'failure', message: 'Deadline exceeded' },
      { kind: 'failure', message: 'No response for this prompt.' },
      { kind: 'answer', text: '', finishReason: 'SAFETY', usage: undefined },
    ]);
  });

  it('take no notice of lines that answer none of the prompts', () => {
    const found = new BatchAnswers([request('1')]);
    for (const line of ['', 'x', '[]', '{"a":1}', answered(request('2'), 'no')])
      assert.equal(found.add(line), false);
    fc.assert(fc.property(fc.string(), (line) => void found.add(line)));
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => void found.add(JSON.stringify({ request: value, response: value })),
      ),
    );
    assert.deepEqual(found.answers, [{ kind: 'missing' }]);
    assert.ok(found.add(answered(request('1'), 'first')));
    assert.equal(found.add(answered(request('1'), 'again')), false);
    assert.equal(found.answers[0]?.kind === 'answer' && found.answers[0].text, 'first');
  });
});
