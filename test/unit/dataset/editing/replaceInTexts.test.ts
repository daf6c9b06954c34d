import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextReplacer } from '../../../../src/dataset/editing/replaceInTexts';
import { findFormat } from '../../../../src/dataset/formats/index';
import type { TextQuery } from '../../../../src/dataset/rows/rowTypes';

const plain: TextQuery = { text: '', isRegex: false, matchCase: true, place: 'texts' };

function replaced(line: string, query: Partial<TextQuery>, replacement: string, format = 'vertexContents') {
  return new TextReplacer({ ...plain, ...query }, replacement, findFormat(format)).replace(line);
}

function contents(question: string, answer: string, rest: object = {}): string {
  const turn = (role: string, text: string) => ({ role, parts: [{ text }] });
  return JSON.stringify({ contents: [turn('user', question), turn('model', answer)], ...rest });
}

describe('replacing in the texts of an example', () => {
  it('changes what texts say, and nothing else, whatever is found and put in its place', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', '\n', '$', '&', '👍', 'é', '{') });
    fc.assert(
      fc.property(
        text,
        text,
        fc.string({ unit: fc.constantFrom('a', 'b', '"', '$'), minLength: 1, maxLength: 2 }),
        text,
        (question, answer, found, instead) => {
          const line = contents(question, answer, { note: question });
          const result = replaced(line, { text: found }, instead);
          const expected = contents(
            question.replaceAll(found, () => instead),
            answer.replaceAll(found, () => instead),
            {
              note: question,
            },
          );
          assert.equal(result?.line ?? line, expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('counts what it finds, and knows prompts from responses', () => {
    const line = contents('one and one', 'one');
    assert.equal(replaced(line, { text: 'one' }, '1')?.count, 3);
    assert.equal(replaced(line, { text: 'one', place: 'prompt' }, '1')?.line, contents('1 and 1', 'one'));
    assert.equal(
      replaced(line, { text: 'ONE', matchCase: false, place: 'answer' }, '1')?.line,
      contents('one and one', '1'),
    );
    assert.deepEqual(replaced(line, { text: 'and', place: 'texts' }, '')?.texts, [
      { before: 'one and one', after: 'one  one' },
    ]);
  });

  it('gives groups to a regular expression, and takes a plain replacement as it is', () => {
    const line = contents('Order 12', 'Order 34');
    assert.equal(
      replaced(line, { text: 'Order (\\d+)', isRegex: true }, 'No. $1')?.line,
      contents('No. 12', 'No. 34'),
    );
    assert.equal(replaced(line, { text: 'Order ' }, '$&$1')?.line, contents('$&$112', '$&$134'));
  });

  it('leaves spaces, spellings, numbers and a byte order mark of the line', () => {
    const line = '\ufeff{"n": 1.50, "contents": [ {"role":"user","parts":[{"text":"caf\\u00e9"}]} ]}';
    assert.equal(replaced(line, { text: 'caf' }, 'th')?.line, line.replace('"caf\\u00e9"', '"th\\u00e9"'));
  });

  it('changes nothing that is no text of an example, that it would cut in halves, or that stands there twice', () => {
    assert.equal(replaced('{"contents": [', { text: 'contents' }, 'x'), undefined);
    assert.equal(replaced('contents', { text: 'contents' }, 'x'), undefined);
    assert.equal(replaced(contents('a', 'b'), { text: 'contents' }, 'x'), undefined);
    assert.equal(replaced(contents('a', 'b'), { text: 'a' }, 'a'), undefined);
    assert.equal(
      replaced(contents('👍', 'b'), { text: '[^b]', isRegex: true, place: 'prompt' }, '') !== undefined,
      true,
    );
    assert.equal(
      replaced(contents('👍', 'b'), { text: '^.', isRegex: true, place: 'prompt' }, 'x'),
      undefined,
    );
    const twice = '{"prompt": "one", "prompt": "two", "completion": "x"}';
    const result = replaced(twice, { text: 'two' }, '2', 'promptCompletion');
    assert.equal(result === undefined || JSON.parse(result.line).prompt === '2', true);
  });
});
