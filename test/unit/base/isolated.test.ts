import assert from 'node:assert/strict';
import { isolated } from '../../../src/base/isolated';

describe('text from right to left in a line of ours', () => {
  it('is isolated, line by line, and other text stays as it is', () => {
    assert.equal(isolated('support v2'), 'support v2');
    assert.equal(isolated('دعم العملاء'), '\u2068دعم العملاء\u2069');
    assert.equal(isolated('מודל v2 (3)'), '\u2068מודל v2 (3)\u2069');
    assert.equal(isolated('مرحبا\n\nhi'), '\u2068مرحبا\u2069\n\n\u2068hi\u2069');
  });
});
