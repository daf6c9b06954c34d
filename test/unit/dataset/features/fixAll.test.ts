import assert from 'node:assert/strict';
import { DatasetDocument } from '../../../../src/dataset/document';
import { applyEdits, fixAll } from '../../../../src/dataset/features/fixAll';
import type { Problem } from '../../../../src/dataset/problem';

const good = '{"text_input": "1", "output": "2"}';

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

  it('leaves a file without problems alone', () => {
    assert.deepEqual(fixAll(DatasetDocument.read(good), { wanted: () => true, document: {} }), []);
  });
});
