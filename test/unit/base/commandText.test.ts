import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { quotedInPosix, quotedOnWindows } from '../../../src/base/commandText';
import { printable } from '../../../src/base/printable';

const toFillIn = '"…"';
const word = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'ab ./\\\'"$`%!=~*?#&|;<>()[]{}^@,-\n\u001b“”') }),
);

describe('a word of a command to paste', () => {
  it('is one word, and the same, for sh, or is left to be filled in', function () {
    if (process.platform === 'win32') this.skip();
    fc.assert(
      fc.property(fc.array(word, { minLength: 100, maxLength: 200 }), (words) => {
        const quoted = words.map(quotedInPosix);
        for (const [at, text] of quoted.entries()) {
          assert.equal(printable(text), text, 'it is shown as it is');
          const isPlain = printable(words[at] ?? '') === words[at] && !words[at].includes('\\');
          if (isPlain) assert.notEqual(text, toFillIn);
        }
        const script = `printf '%s\\0' ${quoted.join(' ')}`;
        const { stdout, status } = spawnSync('sh', { input: script, encoding: 'utf8' });
        assert.equal(status, 0);
        const wanted = words.map((one, at) => (quoted[at] === toFillIn ? '…' : one));
        assert.deepEqual(stdout.split('\0').slice(0, -1), wanted);
      }),
      { numRuns: 20 },
    );
    assert.equal(quotedInPosix("it's.jsonl"), "'it'\\''s.jsonl'");
    assert.equal(quotedInPosix('/data/$(id) `id` "!".jsonl'), `'/data/$(id) \`id\` "!".jsonl'`);
    assert.equal(quotedInPosix('=ls'), "'=ls'");
    assert.equal(quotedInPosix('a\n\u001b[2J.jsonl'), toFillIn);
  });

  it('has no meaning in it for PowerShell or the command prompt, or is left to be filled in', () => {
    fc.assert(
      fc.property(word, (one) => {
        const quoted = quotedOnWindows(one);
        if (quoted === toFillIn) assert.match(one, /[\p{C}\p{Z}"“”„$`%!\u00ad]|\\$/u);
        else if (quoted === one) assert.match(one, /^[\w+:./\\-]+$/);
        else {
          assert.equal(quoted, `"${one}"`);
          assert.doesNotMatch(one, /[\p{Cc}"“”„$`%!]|\\$/u);
        }
      }),
      { numRuns: 2000 },
    );
    assert.equal(quotedOnWindows('C:\\data\\a.jsonl'), 'C:\\data\\a.jsonl');
    assert.equal(quotedOnWindows("C:\\it's & so.jsonl"), `"C:\\it's & so.jsonl"`);
    for (const bad of ['%PATH%', 'a"b', '$x', '`n', 'a!b', '“', 'a b\\', 'a\nb'])
      assert.equal(quotedOnWindows(bad), toFillIn, bad);
  });
});
