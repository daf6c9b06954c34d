import assert from 'node:assert/strict';
import fc from 'fast-check';
import { printable } from '../../../src/base/printable';

describe('text of strangers on a terminal', () => {
  it('commands no build service, also behind blanks, which GitHub takes away first', () => {
    for (const text of ['::error::x', '  ::error::x', '\t ::set-env name=A::b', '\u00a0::stop-commands::x'])
      assert.doesNotMatch(printable(text).trimStart(), /^::/, text);
    for (const text of ['##[error]x', 'a ##vso[task.setvariable variable=a]b'])
      assert.doesNotMatch(printable(text), /##\w*\[/, text);
  });

  it('shows whatever it holds, and leaves plain text of any language as it is', () => {
    for (const text of ['std::vector', 'a: b', 'Größe 5 €', '日本語', 'مرحبا', '# Title'])
      assert.equal(printable(text), text);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(printable(text), /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
        assert.doesNotMatch(printable(text), /^\s*::/);
      }),
    );
  });
});
