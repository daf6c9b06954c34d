import assert from 'node:assert/strict';
import { UserError } from '../../src/base/userError';
import type { Connection } from '../../src/tuning/contract/connection';
import type { GenerationSetting, GenerationValue, PromptedModel } from '../../src/tuning/contract/prompting';
import type {
  Attachment,
  GenerateChunk,
  GenerationParameters,
  TuningService,
} from '../../src/tuning/contract/service';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { toGenerationParameters } from '../../src/tuning/prompt/generationValues';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const signal = new AbortController().signal;
const person = '{"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}}';

describe('settings of a prompt, against the sandbox', () => {
  let sandbox: RunningSandbox;
  let services: readonly TuningService[];

  before(async () => {
    sandbox = await startSandbox();
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection: Connection = {
      client: authClient,
      authClient,
      project: 'sandbox',
      region: 'us-central1',
      origin: () => sandbox.url,
    };
    services = tuningServices(() => Promise.resolve(connection));
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  async function ask(
    service: TuningService,
    model: string,
    parameters: GenerationParameters,
    attachments: readonly Attachment[] = [],
  ): Promise<string> {
    const turns = [{ role: 'user' as const, text: 'hello', attachments }];
    const few = { maxOutputTokens: 8, ...parameters };
    const chunks: GenerateChunk[] = [];
    for await (const chunk of service.generate(
      model,
      { systemInstruction: 'Be brief.', turns, parameters: few },
      signal,
    ))
      chunks.push(chunk);
    assert.equal(chunks.filter(({ kind }) => kind === 'end').length, 1);
    assert.equal(chunks.at(-1)?.kind, 'end');
    return chunks.map((chunk) => (chunk.kind === 'text' ? chunk.text : '')).join('');
  }

  for (const id of ['geminiApi', 'vertexAi']) {
    const service = () => services.find((one) => one.id === id) ?? assert.fail(`no service ${id}`);

    it(`${id}: takes each setting of each base model at its limits, and we send nothing beyond`, async () => {
      for (const { name } of await service().promptableModels(signal)) {
        const model: PromptedModel = { name, kind: 'base', baseModel: name };
        const { settings } = service().promptFeatures(model);
        assert.ok(settings.length > 8, name);
        for (const setting of settings.filter(({ isIgnored }) => !isIgnored)) {
          for (const value of within(setting)) {
            const parameters = toGenerationParameters(settings, { [setting.key]: value });
            assert.notDeepEqual(parameters, {}, `${name}: ${setting.key} is not sent`);
            await ask(service(), name, { ...parameters, maxOutputTokens: 4 });
          }
          for (const value of beyond(setting)) {
            assert.throws(() => toGenerationParameters(settings, { [setting.key]: value }), UserError);
          }
        }
      }
    });

    it(`${id}: answers in the form of a schema`, async () => {
      const [model] = await service().promptableModels(signal);
      assert.ok(model);
      const { settings } = service().promptFeatures({ ...model, kind: 'base', baseModel: model.name });
      const text = await ask(
        service(),
        model.name,
        toGenerationParameters(settings, { responseJsonSchema: person }),
      );
      const answer = JSON.parse(text) as { name?: unknown; age?: unknown };
      assert.equal(typeof answer.name, 'string');
      assert.ok(Number.isInteger(answer.age));
    });

    it(`${id}: takes the attachments that it says it takes, and no others`, async () => {
      const name = (await service().promptableModels(signal)).at(-1)?.name ?? '';
      const { attachments: limits } = service().promptFeatures({ name, kind: 'base', baseModel: name });
      assert.ok(limits);
      for (const mimeType of limits.mimeTypes)
        await ask(service(), name, {}, [{ kind: 'data', mimeType, base64: 'AAAA' }]);
      await assert.rejects(
        ask(service(), name, {}, [{ kind: 'data', mimeType: 'application/zip', base64: 'AAAA' }]),
        /application\/zip/,
      );
      if (limits.cloudStorage)
        await ask(service(), name, {}, [{ kind: 'file', mimeType: 'image/png', uri: 'gs://bucket/a.png' }]);
    });

    it(`${id}: refuses what Google refuses`, async () => {
      const name = (await service().promptableModels(signal)).find((one) =>
        one.name.includes('2.5-flash'),
      )?.name;
      assert.ok(name);
      const refused: readonly [GenerationParameters, RegExp][] = [
        [{ thinkingBudget: 99_999 }, /thinking budget \(99999\) is invalid/],
        [{ safety: { HARM_CATEGORY_UNSPECIFIED: 'OFF' } }, /safety_settings\[0\]: element predicate failed/],
        [{ responseJsonSchema: { type: 'object' } }, /response_mime_type|application\/json/],
        [{ temperature: 2.1 }, /temperature/],
        [{ stopSequences: ['1', '2', '3', '4', '5', '6'] }, /stop_sequences|stopSequences/],
      ];
      for (const [parameters, reason] of refused)
        await assert.rejects(ask(service(), name, parameters), reason);
    });
  }
});

function within(setting: GenerationSetting): readonly GenerationValue[] {
  switch (setting.kind) {
    case 'integer':
    case 'number':
      return [
        ...[setting.minimum, setting.maximum, ...(setting.also ?? [])],
        ...(setting.default === undefined ? [] : [setting.default]),
      ];
    case 'choice':
      return setting.choices.map(({ value }) => value);
    case 'list':
      return [Array.from({ length: setting.maximumItems }, (_, i) => `stop${i}`)];
    case 'schema':
      return [person];
  }
}

function beyond(setting: GenerationSetting): readonly GenerationValue[] {
  switch (setting.kind) {
    case 'integer':
      return [setting.minimum - 1, setting.maximum + 1, setting.minimum + 0.5, -2].filter(
        (value) => !setting.also?.includes(value),
      );
    case 'number':
      return [setting.minimum - 0.1, setting.maximum + 0.1];
    case 'choice':
      return setting.key.startsWith('HARM') ? [] : ['NO_SUCH_CHOICE'];
    case 'list':
      return [Array.from({ length: setting.maximumItems + 1 }, (_, i) => `stop${i}`)];
    case 'schema':
      return ['{', '[]', '7'];
  }
}
