import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toJsonLines, toMarkdown } from '../../../src/workbench/playground/data/playgroundExport';
import { PlaygroundHistory } from '../../../src/workbench/playground/history/playgroundHistory';
import { emptyDraft } from '../../../src/workbench/playground/protocol/playgroundState.protocol';
import type { KeptConversation } from '../../../src/workbench/playground/session/playgroundSession';

function conversation(id: string, said = 'hello'): KeptConversation {
  return {
    state: {
      id,
      targets: [
        {
          id: 's:m',
          service: 's',
          serviceLabel: 'S',
          name: 'm',
          displayName: 'A model',
          baseModel: 'b',
          kind: 'tuned',
          features: { multiTurn: true, attachments: undefined, functions: true, settings: [] },
        },
      ],
      systemInstruction: 'Be brief.',
      tools: '',
      parameters: { temperature: 0.5 },
      turns: [
        {
          kind: 'user',
          id: 1,
          text: said,
          attachments: [{ id: 'a1', name: 'dot.png', mimeType: 'image/png', bytes: 3 }],
        },
        {
          kind: 'answers',
          id: 2,
          best: 's:m',
          answers: [{ target: 's:m', request: 3, text: 'An answer', outcome: { kind: 'stopped' } }],
        },
      ],
      draft: emptyDraft,
      origin: undefined,
      correction: undefined,
    },
    data: { a1: { kind: 'data', mimeType: 'image/png', base64: 'AQID' } },
  };
}

describe('the history of the playground', () => {
  let folder: string;
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'tunewright-history-')), 'playground');
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  it('gives back what was kept, the last of many quick changes, to the user alone', async () => {
    const history = new PlaygroundHistory(folder);
    const writes = ['a', 'b', 'c'].map((said) => history.save(conversation('one', said)));
    await Promise.all(writes);
    assert.deepEqual(await history.load('one'), conversation('one', 'c'));
    const modes = [folder, path.join(folder, 'one.json')].map(
      async (file) => (await stat(file)).mode & 0o777,
    );
    assert.deepEqual(await Promise.all(modes), [0o700, 0o600]);
  });

  it('keeps no more than its limit, the newest', async () => {
    const history = new PlaygroundHistory(folder, { conversations: 3, bytes: 1_000_000 });
    for (let i = 0; i < 45; i++) await history.save(conversation(`c${i}`));
    const files = await readdir(folder);
    assert.ok(files.length < 25, `${files.length} files`);
    assert.ok(files.includes('c44.json'));
  });

  it('keeps no more bytes than its limit, whatever was attached', async () => {
    const history = new PlaygroundHistory(folder, { conversations: 100, bytes: 10_000 });
    for (let i = 0; i < 41; i++) await history.save(conversation(`c${i}`, 'x'.repeat(4000)));
    const files = await readdir(folder);
    assert.deepEqual(files.sort(), ['c39.json', 'c40.json']);
  });

  it('lists what was said in, newest first, and forgets one or all of it', async () => {
    const history = new PlaygroundHistory(folder);
    const empty = conversation('empty');
    await history.save({ ...empty, state: { ...empty.state, turns: [] } });
    await history.save(conversation('one'));
    await writeFile(path.join(folder, 'broken.json'), '{"state": ');
    assert.deepEqual(
      (await history.list()).map(({ state }) => state.id),
      ['one'],
    );
    await history.delete('one');
    assert.equal(await history.load('one'), undefined);
    await history.save(conversation('two'));
    await history.deleteAll();
    assert.deepEqual(await history.list(), []);
  });

  it('keeps what was written and not sent, but no prompt that a dataset has', async () => {
    const history = new PlaygroundHistory(folder);
    const { state, data } = conversation('written');
    const draft = { text: 'a long thought', attachments: [] };
    await history.save({ state: { ...state, turns: [], draft }, data });
    const line = { ...state, id: 'line', turns: [], draft: { ...draft, fromOrigin: true } };
    await history.save({ state: line, data });
    assert.deepEqual(
      (await history.list()).map(({ state }) => state.draft.text),
      ['a long thought'],
    );
  });

  it('looks for no file outside its folder', async () => {
    const history = new PlaygroundHistory(folder);
    await history.save(conversation('x'));
    await writeFile(path.join(folder, '..', 'secret.json'), JSON.stringify(conversation('secret')));
    assert.equal(await history.load('../secret'), undefined);
  });

  it('is exported as JSON Lines and as Markdown', () => {
    const [line, end] = toJsonLines([conversation('one')]).split('\n');
    assert.equal(end, '');
    assert.deepEqual(JSON.parse(line ?? ''), {
      id: 'one',
      models: [{ service: 's', name: 'm', displayName: 'A model', baseModel: 'b' }],
      systemInstruction: 'Be brief.',
      parameters: { temperature: 0.5 },
      turns: [
        { role: 'user', text: 'hello', attachments: ['dot.png'] },
        { role: 'model', model: 'm', text: 'An answer', best: true, outcome: 'stopped' },
      ],
    });
    const markdown = toMarkdown([conversation('one')]);
    for (const part of [
      '# A model',
      '**You:**\n\nhello',
      '(attachment: dot.png)',
      '**A model (best):**\n\nAn answer',
    ])
      assert.ok(markdown.includes(part), part);
  });

  it('is exported with its functions, what was called and what that gave back', () => {
    const { state, data } = conversation('calls', 'Bonn?');
    const [asked] = state.turns;
    const [call, response] = [{ name: 'weather', args: { city: 'Bonn' } }, '{"output": "sunny"}'];
    const answer = { target: 's:m', outcome: { kind: 'stopped' } as const };
    const kept: KeptConversation = {
      data,
      state: {
        ...state,
        tools: '[{"name": "weather"}]',
        turns: [
          ...(asked ? [asked] : []),
          {
            kind: 'answers',
            id: 2,
            answers: [{ ...answer, request: 3, text: '', calls: [{ ...call, signature: 'c2ln' }] }],
          },
          { kind: 'user', id: 4, text: '', attachments: [], results: [{ name: 'weather', text: response }] },
          {
            kind: 'answers',
            id: 5,
            answers: [{ ...answer, request: 6, text: 'Sunny.' }],
          },
        ],
      },
    };
    const { tools, turns } = JSON.parse(toJsonLines([kept]));
    assert.deepEqual(tools, [{ name: 'weather' }]);
    assert.deepEqual(turns[1].calls, [call]); // how the model signed it is nobody's business
    assert.deepEqual(turns[2], {
      role: 'user',
      text: '',
      results: [{ name: 'weather', response: { output: 'sunny' } }],
    });
    assert.equal(turns[3].text, 'Sunny.');
    const markdown = toMarkdown([kept]);
    const called = '**A model:**\n\ncalls weather:\n\n```json\n{\n  "city": "Bonn"\n}\n```';
    const gave = 'weather response:\n\n```json\n{"output": "sunny"}\n```';
    for (const part of [called, gave, '**A model:**\n\nSunny.']) assert.ok(markdown.includes(part), markdown);
  });
});
