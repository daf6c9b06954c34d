import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/dataset/json/value';
import type { FunctionPart } from '../../../src/tuning/contract/functions';
import type { GenerateChunk, Turn } from '../../../src/tuning/contract/service';
import { toRequest } from '../../../src/tuning/services/generateContent';
import {
  type ChatMessage,
  type ChatPart,
  chatPartOf,
  chatPrompt,
  chatTools,
  readChatParts,
} from '../../../src/workbench/chat/chatPrompt';

const context = { trained: undefined, mimeTypes: ['image/png'], signatureOf: () => undefined };
const prompt = (messages: readonly ChatMessage[]) => chatPrompt(messages, context);
const text = (value: string): ChatPart => ({ kind: 'text', text: value });
const user = (...parts: ChatPart[]): ChatMessage => ({ role: 'user', parts });
const model = (...parts: ChatPart[]): ChatMessage => ({ role: 'model', parts });
const call = (id: string, args: JsonObject = {}): ChatPart => ({ kind: 'call', id, name: `do_${id}`, args });
const result = (id: string, value = '{"ok": true}'): ChatPart => ({ kind: 'result', id, text: value });

describe('a chat as a prompt', () => {
  it('has one turn for all that one side says in a row, and the instruction that the model learned with', () => {
    const system: ChatMessage = { role: 'system', parts: [text('Be kind.')] };
    const said = [system, user(text('a')), user(text('b'), text('c')), model(text('d')), user(text('e'))];
    assert.deepEqual(chatPrompt(said, { ...context, trained: 'You count.' }), {
      systemInstruction: 'You count.\n\nBe kind.',
      turns: [
        { role: 'user', text: 'a\n\nbc' },
        { role: 'model', text: 'd' },
        { role: 'user', text: 'e' },
      ],
    });
    assert.equal(prompt([user(text('a'))]).systemInstruction, undefined);
  });

  it('answers calls in their order, with what they were signed with', () => {
    const said = [
      user(text('go')),
      model(text('I look.'), call('a', { city: 'Bonn' }), call('b')),
      user(result('b', 'rain')),
      user(result('a'), text('now?')),
    ];
    const signatureOf = (id: string) => (id === 'a' ? 'signed' : undefined);
    const { turns } = chatPrompt(said, { ...context, signatureOf });
    assert.deepEqual(turns.slice(1), [
      {
        role: 'model',
        text: 'I look.',
        functions: [
          { kind: 'call', id: 'a', name: 'do_a', args: { city: 'Bonn' }, signature: 'signed' },
          { kind: 'call', id: 'b', name: 'do_b', args: {} },
        ],
      },
      {
        role: 'user',
        text: 'now?',
        functions: [
          { kind: 'result', id: 'a', name: 'do_a', response: { ok: true } },
          { kind: 'result', id: 'b', name: 'do_b', response: { output: 'rain' } },
        ],
      },
    ]);
  });

  it('takes pictures that the model takes, and no marks of other services', () => {
    const data = new Uint8Array([1, 2, 3]);
    const content = [
      { value: 'What is it?' },
      { mimeType: 'image/png', data },
      { mimeType: 'cache_control', data },
      { mimeType: 'application/json', data: new TextEncoder().encode('{}') },
      { id: 'thought', value: ['not said'], metadata: undefined },
      { id: 'thought', value: 'not said', metadata: undefined },
      null,
      'bare',
    ];
    assert.deepEqual(prompt([{ role: 'user', parts: readChatParts(content) }]).turns, [
      {
        role: 'user',
        text: 'What is it?{}',
        attachments: [{ kind: 'data', mimeType: 'image/png', base64: 'AQID' }],
      },
    ]);
  });

  it('is refused where nobody has said anything', () => {
    for (const said of [[], [user(text(' '))], [user(text('a')), model(text('b'))]])
      assert.throws(() => prompt(said), { name: 'UserError', reason: 'NO_PROMPT' });
  });

  it('keeps to the order that Google wants, whatever a chat has dropped', () => {
    const ids = fc.constantFrom('a', 'b', 'c');
    const part = (isModel: boolean): fc.Arbitrary<ChatPart> =>
      fc.oneof(
        fc.constantFrom('', 'x', 'y').map(text),
        isModel ? ids.map((id) => call(id)) : ids.map((id) => result(id, `of ${id}`)),
      );
    const message = fc.oneof(
      fc.array(part(false), { maxLength: 4 }).map((parts) => user(...parts)),
      fc.uniqueArray(part(true), { maxLength: 4, selector: JSON.stringify }).map((parts) => model(...parts)),
    );
    let paired = 0;
    const chats = fc.array(message, { maxLength: 8 }).map((said) => [...said, user(text('end'))]);
    fc.assert(
      fc.property(chats, (said) => {
        const { turns } = prompt(said);
        for (const [at, turn] of turns.entries()) {
          assert.notEqual(turn.role, turns[at - 1]?.role);
          assert.ok(turn.text !== '' || turn.functions, 'a turn says something');
          const asked = namesIn(turns[at - 1], 'call');
          assert.deepEqual(namesIn(turn, 'result'), turn.role === 'user' ? asked : []);
          paired += asked.length;
        }
        assert.deepEqual(namesIn(turns.at(-1), 'call'), []);
        const whole = turns.map((turn) => JSON.stringify(turn)).join();
        const results = said.flatMap(({ parts }) => parts.filter(({ kind }) => kind === 'result'));
        for (const one of results) if (one.kind === 'result') assert.ok(whole.includes(one.text), 'lost');
      }),
      { numRuns: 1000 },
    );
    assert.ok(paired > 200, `only ${paired} calls were answered`);
  });

  it('goes on with what the model has said before', () => {
    const args = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string(), { noNullPrototype: true });
    const chunk = fc.oneof(
      fc.string({ minLength: 1 }).map((value): GenerateChunk => ({ kind: 'text', text: `x${value}` })),
      args.map((own): GenerateChunk => ({ kind: 'call', call: { name: 'f', args: own } })),
    );
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 6 }), (chunks) => {
        let made = 0;
        const parts = chunks.flatMap((one) => chatPartOf(one, () => `id${made++}`) ?? []);
        const calls = parts.flatMap((one) => (one.kind === 'call' ? [one] : []));
        const answers = calls.map(({ id }) => result(id));
        const { turns } = prompt([user(text('a')), model(...parts), user(...answers, text('b'))]);
        const said = chunks.map((one) => (one.kind === 'text' ? one.text : '')).join('');
        assert.equal(turns[1]?.text, said);
        assert.deepEqual(
          turns[1]?.functions?.map((one) => (one.kind === 'call' ? one.args : undefined)) ?? [],
          chunks.flatMap((one) => (one.kind === 'call' ? [one.call.args] : [])),
        );
      }),
    );
    assert.equal(
      chatPartOf({ kind: 'end', finishReason: 'STOP', usage: undefined }, () => ''),
      undefined,
    );
  });
});

describe('the tools of a chat', () => {
  it('are functions that Google takes, one of which must be called where the chat says so', () => {
    const schema = { type: 'object', $schema: 'x', properties: { file: { type: ['string', 'null'] } } };
    const tools = chatTools([
      { name: 'read', description: 'Reads.', inputSchema: schema },
      { name: 'list', description: 'Lists.', inputSchema: { type: 'object', properties: {} } },
    ]);
    const request = (more: object) =>
      toRequest(
        {
          systemInstruction: undefined,
          turns: [{ role: 'user', text: 'a' }],
          tools,
          parameters: {},
          ...more,
        },
        'models/gemini-2.5-flash',
      );
    assert.deepEqual(request({}).tools, [
      {
        functionDeclarations: [
          {
            name: 'read',
            description: 'Reads.',
            parameters: { type: 'OBJECT', properties: { file: { type: 'STRING', nullable: true } } },
          },
          { name: 'list', description: 'Lists.' },
        ],
      },
    ]);
    assert.ok(!('toolConfig' in request({})));
    assert.deepEqual(request({ mustCall: true }).toolConfig, { functionCallingConfig: { mode: 'ANY' } });
  });

  it('are refused by the names that Google refuses', () => {
    assert.throws(() => chatTools([{ name: 'a b', description: '' }]), { reason: 'BAD_TOOLS' });
  });
});

function namesIn(turn: Turn | undefined, kind: FunctionPart['kind']): readonly string[] {
  return (turn?.functions ?? []).filter((part) => part.kind === kind).map(({ name, id }) => `${name} ${id}`);
}
