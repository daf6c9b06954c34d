import assert from 'node:assert/strict';
import type { GenerateChunk, Prompt } from '../../../src/tuning/contract/service';
import { exampleOf } from '../../../src/tuning/prompt/promptedExample';
import { readKept } from '../../../src/workbench/playground/history/playgroundKept';
import {
  openCalls,
  type PlaygroundTarget,
} from '../../../src/workbench/playground/protocol/playgroundState.protocol';
import { PlaygroundSession } from '../../../src/workbench/playground/session/playgroundSession';
import { startConversation } from '../../../src/workbench/playground/session/playgroundStart';
import { fakeService } from '../tuning/fakeService';

const target: PlaygroundTarget = {
  id: 'fake:m',
  service: 'fake',
  serviceLabel: 'Fake',
  name: 'm',
  displayName: 'M',
  baseModel: 'b',
  kind: 'tuned',
  features: { multiTurn: true, attachments: undefined, functions: true, settings: [] },
};
const tools = [{ name: 'weather' }];
const call = { name: 'weather', args: { city: 'Bonn' }, signature: 'c2ln' };

describe('calls in a conversation of the playground', () => {
  it('wait for what they give back, go on with it, and are kept', async () => {
    const prompts: Prompt[] = [];
    const answers: GenerateChunk[][] = [[{ kind: 'call', call }], [{ kind: 'text', text: 'Sunny.' }]];
    const service = fakeService({
      async *generate(_model, prompt) {
        prompts.push(prompt);
        yield* answers.shift() ?? [];
        yield { kind: 'end', finishReason: 'STOP', usage: undefined };
      },
    });
    let id = 0;
    const newId = () => String(++id);
    const start = startConversation([target], { turns: [{ role: 'user', text: 'Bonn?' }], tools }, newId);
    const session = new PlaygroundSession(start, {
      serviceOf: () => service,
      parametersOf: () => ({}),
      priceOf: () => undefined,
      onEvent() {},
      keep() {},
      textOnly: () => '',
      explain: (error) => ({ message: String(error), steps: [] }),
      now: () => 0,
      newId,
      later: (run) => run(),
    });
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    session.receive({ type: 'send', text: 'Bonn?' });
    await settled();
    assert.deepEqual(prompts[0]?.tools, tools);
    assert.deepEqual(openCalls(session.state), [call]);
    assert.throws(() => session.receive({ type: 'send', text: '' }), /Enter the result of "weather"/);
    assert.throws(() => session.receive({ type: 'send', text: '', results: ['{"a"'] }), /valid JSON/);
    session.receive({ type: 'send', text: '', results: ['sunny'] });
    await settled();
    const asked = [
      { role: 'user', text: 'Bonn?' },
      { role: 'model', text: '', functions: [{ kind: 'call', ...call }] },
      {
        role: 'user',
        text: '',
        functions: [{ kind: 'result', name: 'weather', response: { output: 'sunny' } }],
      },
    ];
    assert.deepEqual(prompts[1]?.turns, asked);
    assert.deepEqual(openCalls(session.state), []);

    const kept = readKept(JSON.parse(JSON.stringify(session.kept)));
    assert.deepEqual(kept?.state.turns, session.state.turns);
    assert.equal(kept?.state.tools, session.state.tools);
    const last = session.state.turns.at(-1)?.id;
    const example = exampleOf(session.said(last, target), [{ kind: 'text', text: 'Sunny.' }]);
    assert.deepEqual(example.turns[1]?.parts, [{ kind: 'call', name: 'weather', args: { city: 'Bonn' } }]);
    assert.deepEqual(example.tools, tools);
  });
});
