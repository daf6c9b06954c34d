import assert from 'node:assert/strict';
import { escapedPaste } from '../../../../src/dataset/editing/pastedText';

describe('a text that is pasted', () => {
  const line = '{"text_input": "", "output": "b"}';
  const inside = line.indexOf('""') + 1;

  it('gets escapes inside a JSON text', () => {
    assert.equal(escapedPaste(line, inside, inside, 'He said "hi"\r\nC:\\x'), 'He said \\"hi\\"\\nC:\\\\x');
    assert.equal(escapedPaste(line, line.indexOf('b"'), line.indexOf('b"') + 1, 'a\tb'), 'a\\tb');
  });

  it('stays as it is where it does no harm: outside of texts, and when it is JSON already', () => {
    assert.equal(escapedPaste(line, 0, 0, `${line}\n`), undefined);
    assert.equal(escapedPaste(line, 1, line.length, '"a": "b"'), undefined);
    assert.equal(escapedPaste(line, inside, inside, 'two\\nlines'), undefined);
  });
});
