import assert from 'node:assert/strict';
import { StorageError } from '../../../src/sandbox/storage/errors';
import { readMultipart } from '../../../src/sandbox/storage/multipart';

describe('multipart uploads', () => {
  const content = Buffer.from([0, 13, 10, 45, 45, 255, 13, 10]);
  const body = (newline: string) =>
    Buffer.concat([
      Buffer.from(
        `--b${newline}Content-Type: application/json${newline}${newline}{"name":"n"}${newline}--b${newline}`,
      ),
      Buffer.from(`content-type: text/plain${newline}${newline}`),
      content,
      Buffer.from(`${newline}--b--${newline}`),
    ]);

  for (const [what, contentType, newline] of [
    ['as Node sends it', 'multipart/related; boundary=b', '\r\n'],
    ['with the boundary in double quotes', 'multipart/related; boundary="b"', '\r\n'],
    ["as Google's command line sends it", "multipart/related; boundary='b'", '\n'],
  ] as const) {
    it(`are read ${what}, bytes and all`, () => {
      assert.deepEqual(readMultipart(contentType, body(newline)), {
        metadata: '{"name":"n"}',
        content,
        contentType: 'text/plain',
      });
    });
  }

  it('are refused without a boundary, with one part and with three', () => {
    const part = '\r\n\r\nx\r\n--b';
    assert.throws(() => readMultipart('multipart/related', body('\r\n')), StorageError);
    for (const parts of [1, 3]) {
      assert.throws(
        () => readMultipart('a; boundary=b', Buffer.from(`--b${part.repeat(parts)}--`)),
        StorageError,
      );
    }
  });
});
