import assert from 'node:assert/strict';
import type { Problem } from '../../../../src/dataset/checking/problem';
import { DatasetDocument } from '../../../../src/dataset/document/datasetDocument';
import { formats } from '../../../../src/dataset/formats/index';
import { valueAt } from '../../../../src/dataset/json/value';
import { detailOf } from '../../../../src/dataset/rows/exampleDetail';
import { summaryOf } from '../../../../src/dataset/rows/rowSummary';

const conversation = {
  system: [{ kind: 'text', text: 'Be short.' }],
  turns: [
    { speaker: 'user', parts: [{ kind: 'text', text: 'Again\nand again' }] },
    { speaker: 'model', parts: [{ kind: 'text', text: 'Again' }] },
  ],
} as const;

function read(value: object) {
  const document = DatasetDocument.read(JSON.stringify(value));
  const example = document.line(0)?.example;
  assert.ok(example);
  return { example, problems: document.problemsAt(0) };
}

describe('an example part by part', () => {
  for (const format of formats.filter(({ importOnly }) => !importOnly)) {
    it(`${format.label}: each text has the place where it stands`, () => {
      const value = withoutTexts(format.sample);
      const { outline, example } = { outline: format.outline(value), example: read(value).example };
      const texts = detailOf(example, [])
        .turns.flatMap(({ parts }) => parts)
        .filter(({ kind }) => kind === 'text');
      assert.equal(texts.length, outline.fields.length);
      for (const { path, text } of texts) assert.equal(path && valueAt(value, path), text);
    });
  }

  it('shows a problem where it stands, and each once', () => {
    const { example, problems } = read({
      contents: [
        { role: 'user', parts: [{ text: 'q' }] },
        { role: 'model', parts: [{ text: '' }] },
      ],
    });
    const other: Problem = { ...(problems[0] as Problem), rule: 'other', range: { start: 0, end: 1 } };
    const { turns, problems: rest } = detailOf(example, [...problems, other]);
    const rules = turns.map(({ parts }) => parts.flatMap((part) => part.problems.map(({ rule }) => rule)));
    assert.deepEqual(rules, [[], ['empty-text']]);
    assert.deepEqual(
      rest.map(({ rule }) => rule),
      ['other'],
    );
  });

  it('says at a glance what is asked and answered, also by a call and by several answers', () => {
    const vertex = formats.find(({ id }) => id === 'vertexContents');
    const preference = formats.find(({ id }) => id === 'promptChosen');
    assert.ok(vertex && preference);
    const { prompt, answer, turns } = summaryOf(read(vertex.fromConversation(conversation)).example);
    assert.deepEqual({ prompt, answer, turns }, { prompt: 'Again and again', answer: 'Again', turns: 2 });
    const call = { functionCall: { name: 'find', args: { id: 1 } } };
    const called = summaryOf(
      read({
        contents: [
          { role: 'user', parts: [{ text: 'q' }] },
          { role: 'model', parts: [call] },
        ],
      }).example,
    );
    assert.equal(called.answer, 'find({"id":1})');
    assert.equal(called.hasTools, true);
    const ranked = summaryOf(read({ prompt: 'q', chosen: 'good', rejected: 'bad' }).example);
    assert.equal(ranked.answer, 'good ↔ bad');
  });
});

/** The sample with a text of its own in each place for one. */
function withoutTexts<Value>(sample: Value): Value & Record<string, never> {
  let count = 0;
  return JSON.parse(JSON.stringify(sample), (key, value) =>
    value === '' && key !== 'role' ? `text ${++count}` : value,
  );
}
