import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../../src/base/userError';
import type { GenerateChunk, Prompt } from '../../../src/tuning/contract/service';
import type { ConversationRequest } from '../../../src/workbench/playground/protocol/playground.protocol';
import {
  answersTurns,
  isStreaming,
  type PlaygroundEvent,
  type PlaygroundTarget,
  reduce,
} from '../../../src/workbench/playground/protocol/playgroundState.protocol';
import {
  type KeptConversation,
  PlaygroundSession,
} from '../../../src/workbench/playground/session/playgroundSession';
import { startConversation } from '../../../src/workbench/playground/session/playgroundStart';
import { fakeService } from '../tuning/fakeService';

const target = (name: string, multiTurn = true): PlaygroundTarget => ({
  id: `fake:${name}`,
  service: 'fake',
  serviceLabel: 'Fake',
  name,
  displayName: name,
  baseModel: 'b',
  kind: 'tuned',
  features: {
    multiTurn,
    attachments: multiTurn ? { mimeTypes: ['image/png'], inlineBytes: 100, cloudStorage: false } : undefined,
    functions: multiTurn,
    settings: [],
  },
});

/** A service that answers when it is told to, piece by piece. */
class ToldService {
  readonly prompts: { model: string; prompt: Prompt; signal: AbortSignal }[] = [];
  readonly #waiting: ((next: GenerateChunk | Error | 'over') => void)[] = [];

  readonly service = fakeService({
    generate: (model, prompt, signal) => this.#answer(model, prompt, signal),
  });

  async *#answer(model: string, prompt: Prompt, signal: AbortSignal): AsyncGenerator<GenerateChunk> {
    const place = this.prompts.push({ model, prompt, signal }) - 1;
    for (;;) {
      const next = await new Promise<GenerateChunk | Error | 'over'>((resolve) => {
        this.#waiting[place] = resolve;
        if (signal.aborted) resolve(abortError());
        signal.addEventListener('abort', () => resolve(abortError()));
      });
      if (next === 'over') return;
      if (next instanceof Error) throw next;
      yield next;
    }
  }

  async tell(place: number, next: GenerateChunk | Error | 'over'): Promise<void> {
    this.#waiting[place]?.(next);
    await settled();
  }
}

function abortError(): Error {
  return Object.assign(new Error('aborted'), { name: 'AbortError' });
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const done: GenerateChunk = { kind: 'end', finishReason: 'STOP', usage: undefined };

function open(targets: readonly PlaygroundTarget[], kept?: KeptConversation) {
  const told = new ToldService();
  const events: PlaygroundEvent[] = [];
  const saved: KeptConversation[] = [];
  let id = 0;
  let now = 0;
  const frames: (() => void)[] = [];
  const newId = () => `id${++id}`;
  const session = new PlaygroundSession(kept ?? startConversation(targets, undefined, newId), {
    serviceOf: () => told.service,
    parametersOf: () => ({}),
    priceOf: () => undefined,
    onEvent: (event) => events.push(event),
    keep: (conversation) => saved.push(conversation),
    textOnly: ({ displayName }) => `${displayName} takes text only.`,
    explain: (error) => ({
      message: error instanceof UserError ? error.message : 'failed',
      steps: [{ title: 'Help', step: { kind: 'page', title: 'Help', url: 'https://example.com' } }],
    }),
    now: () => now,
    newId,
    later: (run) => frames.push(run),
  });
  return {
    session,
    told,
    events,
    saved,
    frame: () => {
      for (const run of frames.splice(0)) run();
    },
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const lastAnswers = ({ state }: PlaygroundSession) => answersTurns(state).at(-1)?.answers ?? [];

describe('a conversation in the playground', () => {
  it('asks nothing of a deleted model, keeps its answers, and lets another take its place', async () => {
    const { session, told } = open([target('a'), target('b')]);
    session.receive({ type: 'send', text: 'hello' });
    await told.tell(1, { kind: 'text', text: 'from b' });
    await told.tell(1, done);
    await told.tell(1, 'over');
    session.lookForGone(({ name }) => name === 'a');
    assert.equal(told.prompts[0]?.signal.aborted, true);
    await settled();
    session.receive({ type: 'send', text: 'and now?' });
    assert.deepEqual(
      told.prompts.map(({ model }) => model),
      ['a', 'b', 'b'],
    );
    session.receive({ type: 'stop' });
    session.addTarget(target('c'), 'fake:a');
    assert.deepEqual(
      session.state.targets.map(({ name }) => name),
      ['b', 'c'],
    );
    session.lookForGone(() => true);
    const before = session.state.turns;
    session.receive({ type: 'send', text: 'nobody' });
    const [first] = before;
    session.receive({ type: 'edit', turn: first?.id ?? 0, text: 'nobody' });
    assert.deepEqual(session.state.turns.length, before.length);
    assert.equal(told.prompts.length, 4);
  });

  it('streams the first text at once and later text together, and tells times and tokens', async () => {
    const { session, told, events, frame, wait } = open([target('a')]);
    session.receive({ type: 'send', text: 'hello' });
    wait(30);
    for (const text of ['1', '2', '3']) await told.tell(0, { kind: 'text', text });
    const texts = () => events.flatMap((event) => (event.kind === 'text' ? [event.text] : []));
    assert.deepEqual(texts(), ['1']);
    frame();
    assert.deepEqual(texts(), ['1', '23']);
    await told.tell(0, { kind: 'text', text: '4' });
    wait(20);
    await told.tell(0, {
      ...done,
      kind: 'end',
      usage: { promptTokens: 1, outputTokens: 2, thoughtTokens: 3 },
    });
    await told.tell(0, 'over');
    const [answer] = lastAnswers(session);
    assert.equal(answer?.text, '1234');
    assert.deepEqual(answer?.outcome, {
      kind: 'done',
      finishReason: 'STOP',
      promptBlocked: false,
      safetyRatings: [],
      promptTokens: 1,
      outputTokens: 2,
      thoughtTokens: 3,
      price: undefined,
      firstText: 30,
      total: 50,
    });
  });

  it('asks each target with its own answers, and lets one stop or fail without the others', async () => {
    const { session, told } = open([target('a'), target('b'), target('c')]);
    session.receive({ type: 'send', text: 'one' });
    for (const place of [0, 1, 2]) await told.tell(place, { kind: 'text', text: `answer ${place}` });
    session.receive({ type: 'stop', target: 'fake:a' });
    await told.tell(1, new UserError('Quota is used up.', 'QUOTA'));
    await told.tell(2, 'over');
    assert.deepEqual(
      lastAnswers(session).map(({ outcome }) => outcome.kind),
      ['stopped', 'failed', 'done'],
    );
    assert.equal(told.prompts[0]?.signal.aborted, true);
    assert.equal(told.prompts[2]?.signal.aborted, false);
    session.receive({ type: 'send', text: 'two' });
    const heard = told.prompts.slice(3).map(({ prompt }) => prompt.turns.map(({ text }) => text));
    assert.deepEqual(heard, [
      ['one', 'answer 0', 'two'],
      ['one', 'answer 0', 'two'], // its own failed: it goes on from another's
      ['one', 'answer 2', 'two'],
    ]);
  });

  it('gives a target that takes one turn only the last prompt, and no attachments', async () => {
    const { session, told } = open([target('a', false)]);
    session.receive({ type: 'send', text: 'one' });
    await told.tell(0, { kind: 'text', text: 'x' });
    await told.tell(0, 'over');
    session.receive({ type: 'send', text: 'two' });
    assert.deepEqual(told.prompts[1]?.prompt.turns, [{ role: 'user', text: 'two' }]);
    await told.tell(1, 'over');
    session.attach('dot.png', 3, { kind: 'data', mimeType: 'image/png', base64: 'AQID' });
    session.receive({ type: 'send', text: 'three' });
    await settled();
    const [answer] = lastAnswers(session);
    assert.ok(answer?.outcome.kind === 'failed');
    assert.match(answer.outcome.message, /text only/);
    assert.equal(told.prompts.length, 2);
    assert.equal(session.step(answer.request, 0)?.kind, 'page');
  });

  it('keeps the old conversation under its id when a prompt is said anew, and the draft', async () => {
    const { session, told, saved } = open([target('a')]);
    session.receive({ type: 'send', text: 'one' });
    await told.tell(0, 'over');
    session.receive({ type: 'send', text: 'two' });
    session.receive({ type: 'draft', text: 'half a thought' });
    const { id } = session.state;
    const first = session.state.turns[0]?.id ?? assert.fail('no turn');
    session.receive({ type: 'edit', turn: first, text: 'uno' });
    assert.notEqual(session.state.id, id);
    assert.equal(session.state.draft.text, 'half a thought');
    assert.equal(session.state.turns.length, 2);
    const old = saved.findLast(({ state }) => state.id === id);
    assert.equal(old?.state.turns.length, 4);
    assert.ok(!isStreaming(old?.state ?? session.state));
  });

  it('begins with the turns of a dataset line, the last prompt waiting to be sent', async () => {
    let id = 0;
    const start = startConversation(
      [target('a')],
      {
        systemInstruction: 'Be brief.',
        turns: [
          { role: 'user', text: 'one' },
          { role: 'model', text: 'given' },
          {
            role: 'user',
            text: 'two',
            attachments: [{ kind: 'file', mimeType: 'image/png', uri: 'gs://b/a.png' }],
          },
        ],
        expected: 'the right answer',
        origin: { uri: 'file:///a.jsonl', line: 4, hash: 7 },
      },
      () => `id${++id}`,
    );
    const { session, told } = open([], start);
    assert.equal(session.state.origin?.expected, 'the right answer');
    session.receive({ type: 'send', text: session.state.draft.text });
    assert.deepEqual(told.prompts[0]?.prompt, {
      systemInstruction: 'Be brief.',
      turns: [
        { role: 'user', text: 'one' },
        { role: 'model', text: 'given' },
        {
          role: 'user',
          text: 'two',
          attachments: [{ kind: 'file', mimeType: 'image/png', uri: 'gs://b/a.png' }],
        },
      ],
      parameters: {},
    });
    const sent = session.state.turns.at(-2);
    assert.ok(sent?.kind === 'user' && sent.fromOrigin);
  });

  it('ends every request exactly once, with no text after its end, whatever happens in whatever order', async () => {
    type Step =
      | ConversationRequest
      | { type: 'tell'; place: number; what: 'text' | 'end' | 'over' | 'fail' }
      | { type: 'frame' }
      | { type: 'addTarget'; name: string };
    const turn = fc.nat({ max: 6 });
    const place = fc.nat({ max: 3 });
    const name = fc.constantFrom('a', 'b', 'b', 'c', 'd', 'e');
    const id = name.map((one) => `fake:${one}`);
    const text = fc.constantFrom('x', '');
    const what = fc.constantFrom('text', 'text', 'text', 'end', 'over', 'fail');
    const of = <T extends string, R extends object>(
      type: T,
      fields: { [K in keyof R]: fc.Arbitrary<R[K]> },
    ) => fc.record<R>(fields).map((rest) => ({ type, ...rest }));
    const step = fc.oneof(
      { weight: 8, arbitrary: of('tell', { place, what }) as fc.Arbitrary<Step> },
      { weight: 3, arbitrary: of('send', { text }) },
      { weight: 2, arbitrary: of('frame', {}) },
      { weight: 2, arbitrary: of('regenerate', { turn, target: id }) },
      { weight: 2, arbitrary: of('stop', { target: id }) },
      { weight: 1, arbitrary: of('edit', { turn, text }) },
      { weight: 1, arbitrary: of('stop', {}) },
      { weight: 1, arbitrary: of('clear', {}) },
      { weight: 1, arbitrary: of('addTarget', { name }) },
      { weight: 2, arbitrary: of('removeTarget', { target: id }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 50 }), async (steps) => {
        const { session, told, events, frame } = open([target('a'), target('b')]);
        const initial = session.state;
        for (const one of steps) {
          if (one.type === 'frame') frame();
          else if (one.type === 'addTarget') session.addTarget(target(one.name));
          else if (one.type === 'tell') {
            const what = {
              text: { kind: 'text', text: 't' },
              end: done,
              over: 'over',
              fail: new Error('boom'),
            } as const;
            await told.tell(one.place, what[one.what]);
          } else session.receive(one);
        }
        session.dispose();
        await settled();
        frame();
        const running = new Set<number>();
        for (const event of events) {
          if (event.kind === 'asked') running.add(event.request);
          if (event.kind === 'text') assert.ok(running.has(event.request), 'text after the end');
          if (event.kind === 'ended') assert.ok(running.delete(event.request), 'ended twice');
        }
        assert.equal(running.size, 0, 'never ended');
        assert.ok(session.state.targets.length >= 1 && session.state.targets.length <= 4);
        // The page reduces the same events to the same state.
        assert.deepEqual(events.reduce(reduce, initial), session.state);
      }),
      { numRuns: 500 },
    );
  });
});
