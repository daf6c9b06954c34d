import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFromCheckSetup } from '../../../src/workbench/connection/checkSetup/checkSetup.protocol';

describe('messages of the page of Check Setup', () => {
  it('are read when they are in the protocol', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'again' },
      { type: 'copy', link: 0, line: 1 },
      { type: 'step', link: 2, step: 0 },
      { type: 'pageError', message: 'x is not a function' },
    ]) {
      assert.deepEqual(readFromCheckSetup(message), message);
    }
  });

  it('are nothing else, whatever comes', () => {
    for (const message of [
      { type: 'copy', link: '0', line: 0 },
      { type: 'copy', link: 0.5, line: 0 },
      { type: 'step', link: 0 },
      { type: 'run', command: 'workbench.action.quit' },
    ]) {
      assert.equal(readFromCheckSetup(message), undefined);
    }
    fc.assert(fc.property(fc.anything(), (message) => assert.equal(readFromCheckSetup(message), undefined)));
  });
});
