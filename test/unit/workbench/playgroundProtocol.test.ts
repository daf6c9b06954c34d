import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isStreaming,
  type PlaygroundEvent,
  type PlaygroundState,
  readFromPlayground,
  readState,
  reduce,
} from '../../../src/workbench/panels/playground.protocol';

const empty: PlaygroundState = {
  target: {
    service: 's',
    serviceLabel: 'S',
    model: 'tunedModels/x',
    displayName: 'X',
    baseModel: 'b',
    multiTurn: false,
  },
  parameters: {},
  answers: [],
};

describe('the playground protocol', () => {
  it('builds an answer from its events', () => {
    const events: PlaygroundEvent[] = [
      { kind: 'sent', prompt: '3', parameters: { temperature: 0 } },
      { kind: 'text', text: 'fo' },
      { kind: 'text', text: 'ur' },
    ];
    const streaming = events.reduce(reduce, empty);
    assert.ok(isStreaming(streaming));
    const stopped = reduce(streaming, { kind: 'ended', outcome: { kind: 'stopped' } });
    assert.ok(!isStreaming(stopped));
    assert.deepEqual(stopped.answers, [{ prompt: '3', text: 'four', outcome: { kind: 'stopped' } }]);
    assert.deepEqual(stopped.parameters, { temperature: 0 });
    assert.deepEqual(reduce(stopped, { kind: 'cleared' }).answers, []);
  });

  it('takes late text after a clear without an answer to put it into', () => {
    assert.deepEqual(reduce(empty, { kind: 'text', text: 'late' }), empty);
  });

  it('reads no message that is not in the protocol', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        const read = readFromPlayground(message);
        assert.ok(read === undefined || ['ready', 'stop', 'clear', 'send', 'pageError'].includes(read.type));
      }),
    );
    assert.equal(readFromPlayground({ type: 'send', prompt: '  ', parameters: {} }), undefined);
    assert.deepEqual(readFromPlayground({ type: 'send', prompt: 'a', parameters: { topK: 'x', evil: 1 } }), {
      type: 'send',
      prompt: 'a',
      parameters: { temperature: undefined, topP: undefined, topK: undefined, maxOutputTokens: undefined },
    });
  });

  it('restores a kept state, with an answer that was streaming as stopped', () => {
    const kept = reduce(empty, { kind: 'sent', prompt: 'p', parameters: { topP: 0.5 } });
    const restored = readState(JSON.parse(JSON.stringify(kept)));
    assert.equal(restored?.answers[0]?.outcome.kind, 'stopped');
    assert.equal(restored?.parameters.topP, 0.5);
    assert.deepEqual(restored?.target, empty.target);
  });

  it('restores nothing from anything else', () => {
    fc.assert(
      fc.property(fc.anything(), (kept) => {
        assert.doesNotThrow(() => readState(kept));
      }),
    );
  });
});
