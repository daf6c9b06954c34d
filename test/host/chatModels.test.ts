import assert from 'node:assert/strict';
import vscode from 'vscode';
import { type RunningSandbox, startSandbox, waitFor } from '../contract/sandboxProcess';
import { heldOut, tuneWeather } from '../contract/weatherModel';

/** As any extension has them. No chat is installed here; the sandbox answers. */
describe('tuned models in chat', function () {
  this.timeout(300_000);
  let sandbox: RunningSandbox;
  let endpoint: string;
  const settings = () => vscode.workspace.getConfiguration('tunewright');
  const set = (key: string, value: unknown) =>
    settings().update(key, value, vscode.ConfigurationTarget.Global);
  const models = async () => vscode.lm.selectChatModels({ vendor: 'tunewright' });
  const question = `Weather in "${heldOut[0]}"?`;
  const asked = [vscode.LanguageModelChatMessage.User(question)];
  const tools = [
    {
      name: 'get_weather',
      description: 'The weather of a city now.',
      inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  ];

  before(async () => {
    sandbox = await startSandbox({ admin: true });
    ({ tuned: endpoint } = await tuneWeather(sandbox));
    await set('sandbox.folder', sandbox.dataDir);
    await set('connection', 'sandbox');
  });
  after(async () => {
    for (const key of ['chat.models', 'connection', 'sandbox.folder']) await set(key, undefined);
    await sandbox?.stop();
  });

  async function tuned(): Promise<vscode.LanguageModelChat> {
    const found = await waitFor(models, (all) => all.some(({ id }) => id === `vertexAi:${endpoint}`));
    return found.find(({ id }) => id === `vertexAi:${endpoint}`) ?? assert.fail();
  }

  async function answer(response: vscode.LanguageModelChatResponse) {
    let text = '';
    let pieces = 0;
    const calls: vscode.LanguageModelToolCallPart[] = [];
    for await (const part of response.stream) {
      pieces++;
      if (part instanceof vscode.LanguageModelTextPart) text += part.value;
      if (part instanceof vscode.LanguageModelToolCallPart) calls.push(part);
    }
    return { text, calls, pieces };
  }

  it('are none, and no service is asked, while they are off', async () => {
    await sandbox.setFaults({});
    assert.deepEqual(await models(), []);
    assert.deepEqual(await sandbox.calls(), []);
  });

  it('are in the picker when they are on, with their limits', async () => {
    await set('chat.models', true);
    const { name, family, maxInputTokens } = await tuned();
    assert.deepEqual(
      { name, family, maxInputTokens },
      { name: 'Weather', family: 'gemini-3.5-flash', maxInputTokens: 200_000 },
    );
  });

  it('call a tool, and go on with its result', async () => {
    const model = await tuned();
    const first = await answer(await model.sendRequest(asked, { tools }));
    assert.deepEqual(
      first.calls.map(({ name, input }) => ({ name, input })),
      [{ name: 'get_weather', input: { city: heldOut[0] } }],
    );
    const call = first.calls[0] ?? assert.fail();
    const second = await answer(
      await model.sendRequest(
        [
          ...asked,
          vscode.LanguageModelChatMessage.Assistant([call]),
          vscode.LanguageModelChatMessage.User([
            new vscode.LanguageModelToolResultPart(call.callId, [
              new vscode.LanguageModelTextPart('{"output": "~17 degrees"}'),
            ]),
          ]),
        ],
        { tools },
      ),
    );
    assert.match(second.text, /17 degrees/);
    assert.deepEqual(second.calls, []);
  });

  it('count tokens as the editor does', async () => {
    const model = await tuned();
    const count = await model.countTokens(question);
    assert.ok(count > 3 && count < question.length / 2, String(count));
    assert.equal(await model.countTokens(vscode.LanguageModelChatMessage.User(question)), count);
  });

  it('say what is wrong in a sentence', async () => {
    const model = await tuned();
    await sandbox.setFaults({
      rules: [{ rpc: 'StreamGenerateContent', fault: { kind: 'error', error: 'IAM_PERMISSION_DENIED' } }],
    });
    await assert.rejects(
      async () => answer(await model.sendRequest(asked)),
      /lacks aiplatform\.resources\.get/,
    );
    await sandbox.setFaults({});
  });

  it('stop when they are told to', async () => {
    const model = await tuned();
    const slow = { kind: 'slow', milliseconds: 100_000 };
    await sandbox.setFaults({ rules: [{ rpc: 'StreamGenerateContent', fault: slow }] });
    const source = new vscode.CancellationTokenSource();
    const sent = model.sendRequest(asked, { tools }, source.token);
    const reached = async () => (await sandbox.calls()).some(({ rpc }) => /StreamGenerateContent/.test(rpc));
    await waitFor(reached, (isTrue) => isTrue);
    source.cancel();
    await assert.rejects(async () => answer(await sent), /Cancel/i);
    await sandbox.setFaults({});
  });
});
