import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Problem } from '../../../../src/dataset/checking/problem';
import { DatasetDocument } from '../../../../src/dataset/document/datasetDocument';
import { applyEdits, fixAll } from '../../../../src/dataset/editing/fixAll';
import { findRule } from '../../../../src/dataset/rules/index';
import { contentsExample, geminiExample, mutate, mutation, style, write } from '../arbitraries';

const good = '{"text_input": "1", "output": "2"}';

const onSave = ({ rule }: Problem) => Boolean(findRule(rule)?.fixOnSave);

function mend(text: string, wanted: (problem: Problem) => boolean = () => true): string {
  return applyEdits(text, fixAll(DatasetDocument.read(text), { wanted, document: {} }));
}

describe('fixAll', () => {
  it('mends a line whose second mistake shows only when the first is mended', () => {
    const text = [good, '{"text_inputs": "3", "output": "4",}', '{"text_input": "5", "output": "6"}'].join(
      '\n',
    );
    assert.equal(
      mend(text),
      [good, '{"text_input": "3", "output": "4"}', '{"text_input": "5", "output": "6"}'].join('\n'),
    );
  });

  it('mends only the wanted kind', () => {
    const text = [good, '{"text_inputs": "3", "output": "4"}', good, good].join('\n');
    assert.equal(
      mend(text, ({ rule }) => rule === 'duplicate-example'),
      [good, '{"text_inputs": "3", "output": "4"}', ''].join('\n'),
    );
  });

  it('takes out a run of duplicates and mends the line after it', () => {
    const text = [good, good, good, '{"text_inputs": "3", "output": "4"}', ''].join('\n');
    assert.equal(mend(text), [good, '{"text_input": "3", "output": "4"}', ''].join('\n'));
  });

  it('leaves nothing to mend: a second save changes nothing', () => {
    const keys = [
      'contents',
      'content',
      'role',
      'Role',
      'parts',
      'part',
      'text',
      'text_input',
      'input_text',
      'output',
    ];
    const misspelt = fc.record({
      from: fc.constantFrom(...keys),
      to: fc.constantFrom(...keys, 'assistant', 'bot', 'USER'),
    });
    const line = fc
      .tuple(
        fc.oneof(geminiExample, contentsExample),
        style,
        mutation,
        mutation,
        fc.array(misspelt, { maxLength: 2 }),
      )
      .map(([value, how, one, two, words]) => {
        const spelt = words.reduce(
          (text, { from, to }) => text.replaceAll(`"${from}"`, `"${to}"`),
          write(value, how),
        );
        return mutate(mutate(spelt, one), two).replaceAll('\r', ' ');
      });
    const other = fc.constantFrom('', ' ', '\ufeff', '{', '"');
    const lines = fc.array(fc.oneof({ weight: 5, arbitrary: line }, { weight: 1, arbitrary: other }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\n \n'), (texts, end) => {
        const saved = mend(texts.join(end), onSave);
        assert.equal(mend(saved, onSave), saved);
      }),
      {
        numRuns: 200,
        examples: [
          // A role that stands twice is not mended by one more.
          [
            [
              '{"contents":[{"role":"role","role":[{"text":"a"}]}]}',
              '{"contents":[{"role":"user","parts":[{"text":"b"}]},{"role":"model","parts":[{"text":"c"}]}]}',
            ],
            '\n',
          ],
          // What the file is written in shows only when its second line is mended.
          [
            [
              '{"USER":"a","output":"b\ufeff"}',
              '{"text_input":"\\u00n","output":"c"}',
              '\u0000{"text_input":"d","output":"e"}',
            ],
            '\n',
          ],
        ],
      },
    );
  });

  it('leaves a file without problems alone', () => {
    assert.deepEqual(fixAll(DatasetDocument.read(good), { wanted: () => true, document: {} }), []);
  });
});
