import assert from 'node:assert/strict';
import { readParts } from '../../../src/tuning/services/requestContents';

describe('the parts of an answer', () => {
  it('are what is said aloud and what is called; thoughts are neither', () => {
    const call = { functionCall: { name: 'look', args: { at: 'rye' } }, thoughtSignature: 'c2ln' };
    const thought = { text: 'Is there rye?', thought: true };
    assert.deepEqual(readParts([thought, { text: 'Let me ' }, call, { text: 'look.' }]), {
      text: 'Let me look.',
      calls: [{ name: 'look', args: { at: 'rye' }, signature: 'c2ln' }],
    });
    assert.deepEqual(readParts([thought]), { text: '', calls: [] });
  });
});
