import assert from 'node:assert/strict';
import fc from 'fast-check';
import { base64Of, bytesOfBase64 } from '../../../src/base/base64';

describe('Base64', () => {
  it('is what it was after the way there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100_000, size: 'max' }), (bytes) => {
        const written = base64Of(bytes);
        assert.equal(written, Buffer.from(bytes).toString('base64'));
        assert.deepEqual(bytesOfBase64(written), bytes);
      }),
      { numRuns: 50 },
    );
  });

  it('is read as far as it can be, as Node does, whatever stands in it', () => {
    const letters = fc.constantFrom(...'Aa09+/-_ \n!');
    fc.assert(
      fc.property(fc.string({ unit: letters }), (text) => {
        assert.deepEqual(
          bytesOfBase64(text),
          new Uint8Array(Buffer.from(text, 'base64')),
          JSON.stringify(text),
        );
      }),
    );
  });
});
