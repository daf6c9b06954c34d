import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkSetupRequests } from '../../../src/workbench/connection/checkSetup/checkSetup.protocol';
import { read } from '../../../src/workbench/ui/page/page.protocol';

const request = (message: unknown) => read(checkSetupRequests, message);

describe('messages of the page of Check Setup', () => {
  it('are read when they are in the protocol', () => {
    for (const message of [
      { type: 'again' },
      { type: 'copy', link: 0, line: 1 },
      { type: 'step', link: 2, step: 0 },
    ]) {
      assert.deepEqual(request(message), message);
    }
  });

  it('are nothing else, whatever comes', () => {
    for (const message of [
      { type: 'copy', link: '0', line: 0 },
      { type: 'copy', link: 0.5, line: 0 },
      { type: 'step', link: 0 },
      { type: 'run', command: 'workbench.action.quit' },
    ]) {
      assert.equal(request(message), undefined);
    }
    const some = fc.oneof(fc.anything(), fc.nat(3));
    const near = fc.record(
      { type: fc.constantFrom('again', 'copy', 'step'), link: some, line: some, step: some },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (message) => {
        const { type: _, ...places } = request(message) ?? {};
        for (const place of Object.values(places)) assert.ok(Number.isInteger(place) && Number(place) >= 0);
      }),
    );
  });
});
