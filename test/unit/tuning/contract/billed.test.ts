import assert from 'node:assert/strict';
import { isBilled } from '../../../../src/tuning/contract/launchRecord';

describe('what Google bills', () => {
  it('is what is made at Google, not in the sandbox of a window or a command', () => {
    assert.equal(isBilled({ place: 'google/my-project/us-central1' }), true);
    assert.equal(isBilled({ place: 'sandbox/sandbox/us-central1' }), false);
    assert.equal(isBilled({ place: 'sandbox-0123456789abcdef/sandbox/us-central1' }), false);
  });
});
