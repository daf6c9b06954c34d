import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { trainBaseModel } from '../../../src/sandbox/learner/baseModel';
import { learnedModel, loadBaseModel } from '../../../src/sandbox/learner/generator';
import { trainingSteps } from '../../../src/sandbox/learner/learning';
import { seededRandom } from '../../../src/sandbox/learner/random';
import { sample } from '../../../src/sandbox/learner/sampling';
import type { GenerationSettings, LearnedModel } from '../../../src/sandbox/learner/types';

/** A model that is in doubt: two answers to the same prompt. */
const coin = trained([
  { input: 'toss', output: 'heads, it is' },
  { input: 'toss', output: 'tails, it is' },
]);

describe('Learner: sampling', () => {
  const probabilities = Float64Array.of(0.1, 0.5, 0.3, 0.06, 0.04);
  const drawn = (settings: Pick<GenerationSettings, 'temperature' | 'topP' | 'topK'>) => {
    const random = seededRandom(5);
    const counts = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 4000; draw++) {
      const index = sample(probabilities, settings, random);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    return counts.map((count) => count / 4000);
  };

  it('takes the most probable at temperature 0, topK 1 or topP 0', () => {
    for (const settings of [{ temperature: 0 }, { topK: 1 }, { topP: 0 }]) {
      assert.deepEqual(drawn(settings), [0, 1, 0, 0, 0]);
    }
  });

  it('draws in proportion at temperature 1, sharper below, flatter above', () => {
    const [plain, cold, hot] = [1, 0.5, 2].map((temperature) => drawn({ temperature, topP: 1 }));
    for (const [index, share] of (plain ?? []).entries()) {
      assert.ok(Math.abs(share - (probabilities[index] ?? 0)) < 0.03, `index ${index}: ${share}`);
    }
    // 0.5² and 0.5^½ over the sums of all five.
    assert.ok(Math.abs((cold?.[1] ?? 0) - 0.25 / 0.3552) < 0.03);
    assert.ok(Math.abs((hot?.[1] ?? 0) - Math.SQRT1_2 / 2.0161) < 0.03);
  });

  it('keeps topK, then the fewest that reach topP', () => {
    assert.deepEqual(drawn({ topK: 2, topP: 1 }).map(Math.sign), [0, 1, 1, 0, 0]);
    assert.deepEqual(drawn({ topP: 0.85 }).map(Math.sign), [1, 1, 1, 0, 0]);
  });
});

describe('Learner: generation', () => {
  it('is decided by the seed, and only by it', () => {
    const answers = Array.from({ length: 20 }, (_, seed) => write(coin, 'toss', { seed }).text);
    assert.deepEqual(
      answers,
      Array.from({ length: 20 }, (_, seed) => write(coin, 'toss', { seed }).text),
    );
    assert.ok(answers.some((text) => text.startsWith('h')) && answers.some((text) => text.startsWith('t')));
  });

  it('writes the same at temperature 0 and topK 1, whatever the seed', () => {
    const answers = [1, 2, 3].flatMap((seed) => [
      write(coin, 'toss', { seed, temperature: 0 }).text,
      write(coin, 'toss', { seed, topK: 1 }).text,
    ]);
    assert.equal(new Set(answers).size, 1);
  });

  it('ends at maxOutputTokens, or by itself when the text is that long', () => {
    const whole = write(coin, 'toss', { seed: 1, temperature: 0 });
    assert.deepEqual(whole.end, { finishReason: 'STOP', promptTokens: 4, outputTokens: 12 });
    const cut = write(coin, 'toss', { seed: 1, temperature: 0, maxOutputTokens: 5 });
    assert.equal(cut.text, whole.text.slice(0, 5));
    assert.deepEqual(cut.end, { finishReason: 'MAX_TOKENS', promptTokens: 4, outputTokens: 5 });
    assert.deepEqual(write(coin, 'toss', { seed: 1, temperature: 0, maxOutputTokens: 12 }), whole);
  });

  it('ends before a stop sequence, and holds back only what may be one', () => {
    const whole = write(coin, 'toss', { seed: 1, temperature: 0 }).text;
    const stopped = write(coin, 'toss', { seed: 1, temperature: 0, stopSequences: [', it', 's, no'] });
    assert.deepEqual([stopped.text, stopped.end.finishReason], [whole.slice(0, 5), 'STOP']);
    const unfinished = write(coin, 'toss', { seed: 1, temperature: 0, stopSequences: ['is not'] });
    assert.equal(unfinished.text, whole);
  });

  it('streams two texts of one model side by side', () => {
    const alone = write(coin, 'toss', { seed: 3 }).text;
    const [one, other] = [3, 4].map((seed) => coin.generate('toss', { seed }));
    let text = '';
    for (let next = one?.next(); next?.done === false; next = one?.next()) {
      text += next.value;
      other?.next();
    }
    assert.equal(text, alone);
  });

  it('takes any prompt and any settings, before tuning and after', () => {
    const settings = fc.record({
      seed: fc.integer(),
      temperature: fc.double({ min: 0, max: 2, noNaN: true }),
      topP: fc.double({ min: 0, max: 1, noNaN: true }),
      topK: fc.integer({ min: 1, max: 100 }),
      maxOutputTokens: fc.integer({ min: 1, max: 60 }),
      stopSequences: fc.array(fc.string({ unit: 'binary', maxLength: 3 }), { maxLength: 5 }),
    });
    const prompt = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => text.repeat(500)),
    );
    fc.assert(
      fc.property(fc.constantFrom(coin, loadBaseModel()), prompt, settings, (model, text, given) => {
        const { text: written, end } = write(model, text, given);
        const length = [...written].length;
        assert.ok(length <= end.outputTokens && end.outputTokens <= given.maxOutputTokens);
        assert.equal(end.promptTokens, [...text].length);
        for (const stop of given.stopSequences) assert.ok(stop === '' || !written.includes(stop));
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  it('writes long texts when it has learned to, and comes to an end when lost', () => {
    const chats = readFileSync('test/fixtures/vertex_contents_smartphone_support.jsonl', 'utf8')
      .trim()
      .split('\n');
    const long = chats.map((line) => JSON.parse(line).contents[1].parts[0].text).join('\n\n');
    assert.ok(long.length > 1000);
    const model = trained([{ input: 'long', output: long }]);
    assert.equal(write(model, 'long', { seed: 1, temperature: 0 }).text, long);
    const lost = write(model, 'what?', { seed: 1, temperature: 0 });
    assert.equal(lost.end.outputTokens, Math.ceil(1.5 * (long.length + 1)));
  });

  it('has a base model that writes, but cannot do the task', () => {
    const { text } = write(loadBaseModel(), '3', { seed: 1, temperature: 0 });
    assert.match(text, /[a-z]{2}/);
    assert.notEqual(text, '4');
  });
});

function trained(examples: readonly { input: string; output: string }[]): LearnedModel {
  const model = trainBaseModel();
  const plan = { examples, epochs: 8, batchSize: 2, learningRate: 0.001, seed: 1 };
  for (const _ of trainingSteps(model, plan));
  return learnedModel(model);
}

function write(model: LearnedModel, prompt: string, settings: GenerationSettings) {
  const pieces = model.generate(prompt, settings);
  let text = '';
  for (;;) {
    const next = pieces.next();
    if (next.done === true) return { text, end: next.value };
    assert.notEqual(next.value, '');
    text += next.value;
  }
}
