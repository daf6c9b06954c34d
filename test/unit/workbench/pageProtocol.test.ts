import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromEveryPage, place, read } from '../../../src/workbench/ui/page/page.protocol';

describe('what every page says', () => {
  it('is read, without what is not in the protocol', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'ready', kept: { scroll: 1 } },
      { type: 'pageError', message: 'x is not a function' },
    ])
      assert.deepEqual(read(fromEveryPage, { ...message, command: 'workbench.action.quit' }), message);
  });

  it('is nothing else, whatever comes', () => {
    const type = fc.constantFrom('ready', 'pageError', 'again');
    const near = fc.record({ type, message: fc.anything() }, { requiredKeys: ['type'] });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (said) => {
        const message = read(fromEveryPage, said);
        if (message?.type === 'pageError') assert.equal(typeof message.message, 'string');
        else if (message !== undefined) assert.deepEqual(message, { type: 'ready' });
      }),
    );
  });

  it('names places in lists', () => {
    for (const value of [0, 7]) assert.equal(read(place, value), value);
    for (const value of [-1, 0.5, '0', Number.NaN, 2 ** 53, undefined])
      assert.equal(read(place, value), undefined);
  });
});
