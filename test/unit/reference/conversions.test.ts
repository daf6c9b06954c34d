import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { convert } from '../../../src/dataset/editing/convert';
import { findFormat } from '../../../src/dataset/formats/index';
import { askReference, hasPython } from '../../reference/askReference';

/** Rows that people really have, by their format. */
const files = {
  geminiApi: ['gemini_api_banking_a', 'number_generator', 'palm_gemini_faq'],
  openaiChat: ['openai_gsm8k_chat_train', 'openai_gsm8k_chat_validation', 'openai_toy_chat'],
  vertexContents: ['vertex_contents_smartphone_support'],
  vertexMessages: ['vertex_messages_wrong_answers_a'],
  questionAnswer: ['other_question_answer_trivia'],
  promptCompletion: ['other_prompt_completion_architect'],
};
const targets = ['vertexContents', 'openaiChat', 'vertexMessages', 'shareGpt'];

const format = (id: string) => findFormat(id) ?? assert.fail(id);

const questions = Object.entries(files).flatMap(([from, names]) =>
  names
    .flatMap((name) => readFileSync(`test/fixtures/data/${name}.jsonl`, 'utf8').split('\n'))
    .filter((text) => text.trim() !== '')
    .flatMap((text) => targets.filter((to) => to !== from).map((to) => ({ from, to, text }))),
);

describe('conversions, by another hand', () => {
  it('gives the same examples, in each pair of formats', function () {
    if (!hasPython) this.skip();
    const expected = askReference<object | null>('conversions', questions);
    const judged = new Map<string, number>();
    for (const [at, { from, to, text }] of questions.entries()) {
      const example = expected[at] ?? null;
      const pair = `${from} → ${to}`;
      judged.set(pair, (judged.get(pair) ?? 0) + (example === null ? 0 : 1));
      if (example === null) continue;
      const { examples, notes } = convert([text], format(from), format(to));
      assert.deepEqual(notes, [], pair);
      assert.deepEqual(
        examples.map((one) => JSON.parse(one.text)),
        [example],
        pair,
      );
    }
    // A reference that judges nothing would agree with everything.
    const few = [...judged].filter(([, count]) => count < 5);
    assert.deepEqual(few, []);
  });

  it('gives the same when what was converted is converted on', function () {
    if (!hasPython) this.skip();
    const rows = questions.filter(({ from, to }) => from === 'openaiChat' && to === 'shareGpt').slice(0, 50);
    const chats = rows.flatMap(
      ({ text }) => convert([text], format('openaiChat'), format('shareGpt')).examples,
    );
    const onward = chats.map(({ text }) => ({ from: 'shareGpt', to: 'vertexContents', text }));
    const expected = askReference<object | null>('conversions', onward);
    assert.ok(expected.filter((one) => one !== null).length >= 40);
    for (const [at, { text }] of onward.entries()) {
      const { examples } = convert([text], format('shareGpt'), format('vertexContents'));
      assert.deepEqual(
        examples.map((one) => JSON.parse(one.text)),
        [expected[at]],
      );
    }
  });
});
