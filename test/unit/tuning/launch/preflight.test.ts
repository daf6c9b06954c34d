import assert from 'node:assert/strict';
import { findTarget } from '../../../../src/dataset/targets/target';
import type { TuningSpec } from '../../../../src/tuning/contract/spec';
import { preflight } from '../../../../src/tuning/launch/preflight';
import { tuningServices } from '../../../../src/tuning/services/index';

const services = tuningServices(() => assert.fail('asks no service'));

function judge(
  spec: Partial<TuningSpec>,
  data: Partial<{
    format: string;
    examples: number;
    mediaExamples: number;
    hasCalls: boolean;
    bytes: number;
    characters: number;
  }> = {},
  bucketIsNear?: boolean,
  now = '2026-01-01',
) {
  const whole: TuningSpec = {
    service: 'geminiApi',
    baseModel: 'models/gemini-1.0-pro-001',
    displayName: 'number generator model',
    hyperparameters: { epochCount: 5, batchSize: 2, learningRate: 0.001 },
    ...spec,
  };
  const service = services.find((one) => one.id === whole.service) ?? assert.fail();
  const { method = 'supervised' } = whole;
  const fitting = service.methods.find((one) => one.method === method)?.datasetFormat ?? '';
  const {
    format = fitting,
    examples = 15,
    mediaExamples = 0,
    hasCalls = false,
    bytes = 1000,
    characters = 400,
  } = data;
  return preflight(
    whole,
    { format, examples, mediaExamples, hasCalls, bytes, size: { characters }, promptShare: 0.5 },
    {
      service,
      target: findTarget(whole.service === 'geminiApi' ? 'gemini-api' : whole.baseModel),
      region: 'us-central1',
      jobs: [],
      bucketIsNear,
      now: Date.parse(now),
    },
  );
}

describe('preflight', () => {
  it('holds examples with files to a limit of their own', () => {
    const errors = (examples: number, mediaExamples: number) =>
      judge(
        { service: 'vertexAi', baseModel: 'gemini-3.5-flash', hyperparameters: {} },
        { examples, mediaExamples },
      ).errors;
    assert.deepEqual(errors(10_000_000, 300_000), []);
    assert.match(errors(300_001, 300_001).join(), /up to 300,000 examples with images.* has 300,001/);
    assert.match(errors(10_000_001, 0).join(), /up to 10,000,000 examples\. The file has 10,000,001/);
  });

  it('says that jobs have failed for calls of functions, and that nobody knows of this model', () => {
    const warnings = (hasCalls: boolean) =>
      judge({ service: 'vertexAi', baseModel: 'gemini-3.5-flash', hyperparameters: {} }, { hasCalls })
        .warnings;
    assert.match(
      warnings(true).join(),
      /Jobs on Gemini 2\.5 have failed because of them \(GitHub .* issue 6127, 2025-11-14/,
    );
    assert.ok(!warnings(false).join().includes('calls'));
  });

  it('takes any number of epochs that is whole, for nobody has published a most', () => {
    const errors = (epochCount: number) =>
      judge({ service: 'vertexAi', baseModel: 'gemini-3.5-flash', hyperparameters: { epochCount } }).errors;
    assert.deepEqual([errors(1), errors(101)], [[], []]);
    assert.match(errors(0).join(), /Epochs: an integer, 1 or more/);
    assert.equal(errors(1.5).length, 1);
  });

  it('stops a launch whose validation file has more rows than the base model takes', () => {
    const service = services.find((one) => one.id === 'vertexAi') ?? assert.fail();
    const spec: TuningSpec = {
      service: 'vertexAi',
      baseModel: 'gemini-2.5-flash',
      displayName: 'x',
      hyperparameters: {},
      validation: 'file:///validation.jsonl',
    };
    const data = {
      format: 'vertexContents',
      examples: 500,
      mediaExamples: 0,
      hasCalls: false,
      bytes: 1000,
      size: { characters: 400 },
      promptShare: 0.5,
    };
    const context = {
      service,
      target: findTarget(spec.baseModel),
      region: 'us-central1',
      jobs: [],
      bucketIsNear: true,
      now: 0,
    };
    const errors = (validationExamples: number) =>
      preflight(spec, data, { ...context, validationExamples }).errors;
    assert.deepEqual(errors(5000), []);
    assert.deepEqual(errors(5001), [
      'Gemini 2.5 Flash supports up to 5,000 validation examples. The file has 5,001.',
    ]);
  });

  it('warns of validation examples that are also in the training file', () => {
    const service = services.find((one) => one.id === 'vertexAi') ?? assert.fail();
    const spec = {
      service: 'vertexAi',
      baseModel: 'gemini-2.5-flash',
      displayName: 'x',
      hyperparameters: {},
    };
    const data = {
      format: 'vertexContents',
      examples: 500,
      mediaExamples: 0,
      hasCalls: false,
      bytes: 1000,
      size: { characters: 400 },
      promptShare: 0.5,
    };
    const context = {
      service,
      target: undefined,
      region: 'us-central1',
      jobs: [],
      bucketIsNear: true,
      now: 0,
    };
    const warnings = (sharedExamples: number) =>
      preflight({ ...spec, service: 'vertexAi' }, data, {
        ...context,
        validationExamples: 50,
        sharedExamples,
      })
        .warnings.filter((warning) => warning.includes('are also in the training file'))
        .map((warning) => warning.split(' are ')[0]);
    assert.deepEqual(warnings(0), []);
    assert.deepEqual(warnings(3), ['3 of 50 validation examples']);
  });

  it('stops a launch of a file that the service does not tune on by this method', () => {
    assert.deepEqual(judge({}, { format: 'vertexContents' }).errors, [
      'The training file has the format Vertex AI (contents). This launch needs Gemini API (text_input, output): convert the file first.',
    ]);
    assert.deepEqual(judge({}, { format: 'geminiApi' }).errors, []);
  });

  it('counts steps as the two recorded jobs did', () => {
    assert.equal(judge({}).estimate.steps, 38);
    assert.equal(judge({ hyperparameters: { epochCount: 5, batchSize: 4 } }).estimate.steps, 19);
  });

  it('stops what a base model does not take, wherever that is known', () => {
    const on = (baseModel: string, spec: Partial<TuningSpec> = {}) =>
      judge({ service: 'vertexAi', hyperparameters: {}, ...spec, baseModel }).errors.join();
    assert.match(on('gemini-3.8-flash'), /can be prompted, but not tuned/);
    const key = { kmsKeyName: 'projects/p/locations/us-central1/keyRings/r/cryptoKeys/k' };
    assert.match(
      on('gemini-3.5-flash', { options: key }),
      /doesn't support customer-managed encryption keys/,
    );
    assert.equal(on('gemini-2.5-flash', { options: key }), '');
    const sixteen = { adapterSize: 'ADAPTER_SIZE_SIXTEEN' };
    assert.match(on('gemini-2.5-pro', { hyperparameters: sixteen }), /supports 1, 2, 4, 8\./);
    assert.equal(on('publishers/google/models/gemini-3.5-flash', { hyperparameters: sixteen }), '');
    assert.match(
      on('gemini-3.5-flash', { hyperparameters: { batchSize: 8 } }),
      /"Batch size" is for open models only/,
    );
    assert.match(
      on('gemini-3.5-flash', { options: { tuningMode: 'TUNING_MODE_FULL' } }),
      /"Tuning mode" is for open models only\. Remove it to tune Gemini 3\.5 Flash\./,
    );
    assert.equal(on('publishers/google/models/gemma-4', { hyperparameters: { batchSize: 8 } }), '');
  });

  it('bills the prompt of a preference example twice', () => {
    const spec = { service: 'vertexAi', baseModel: 'gemini-2.5-flash', hyperparameters: { epochCount: 2 } };
    assert.equal(judge(spec).estimate.billableTokens, 200);
    const preference = judge({ ...spec, method: 'preference' });
    assert.equal(preference.estimate.billableTokens, 300);
    assert.equal(preference.estimate.price?.dollars.toFixed(6), '0.001500');
  });

  it('says nothing about steps, tokens and price where nobody knows', () => {
    const { estimate } = judge({ hyperparameters: {} });
    assert.deepEqual(estimate, { steps: undefined, billableTokens: undefined, price: undefined });
  });

  it('counts billable tokens over all epochs, and says that they are a guess', () => {
    const judged = judge({});
    assert.equal(judged.estimate.billableTokens, 500);
    assert.ok(judged.tokensAreApproximate);
  });

  it('stops a launch for each thing that the service would refuse', () => {
    const stopped: [Partial<TuningSpec>, RegExp][] = [
      [{ displayName: 'x'.repeat(41) }, /longer than 40 characters/],
      [{ hyperparameters: { epochCount: 0 } }, /Epochs: an integer from 1 to 100/],
      [{ hyperparameters: { epochCount: 1.5 } }, /Epochs: an integer/],
      [{ hyperparameters: { learningRate: 1, learningRateMultiplier: 1 } }, /can't both be set/],
      [{ hyperparameters: { adapterSize: 'ADAPTER_SIZE_ONE' } }, /Unknown setting: adapterSize/],
      [{ options: { readerProjectNumbers: ['my-project'] } }, /project number/],
      [{ validation: 'gs://b/x.jsonl' }, /doesn't support a validation file/],
      [{ labels: { a: 'b' } }, /doesn't support labels/],
      [
        { service: 'vertexAi', baseModel: 'gemini-2.5-flash', hyperparameters: {}, labels: { A: 'b' } },
        /Label A/,
      ],
    ];
    for (const [spec, said] of stopped) assert.match(judge(spec).errors.join(' '), said);
    assert.deepEqual(judge({}).errors, []);
    assert.match(judge({}, { examples: 0 }).errors.join(), /no examples/);
    assert.match(judge({}, { bytes: 5e6 }).errors.join(), /up to 4 MB/);
  });

  it('warns of little data, of a far bucket and of limits that nobody knows', () => {
    assert.match(judge({}).warnings.join(), /at least 20 examples\. The file has 15/);
    const vertex = { service: 'vertexAi', baseModel: 'gemini-9', hyperparameters: {} };
    assert.match(
      judge(vertex, {}, false).warnings.join(),
      /limits of gemini-9 are unknown.*isn't in us-central1/,
    );
  });

  it('warns of a base model that goes soon, or was to go already, and stops nothing for it', () => {
    const vertex = { service: 'vertexAi', baseModel: 'gemini-2.5-flash', hyperparameters: {} };
    const at = (now: string) => judge(vertex, {}, undefined, now);
    assert.deepEqual(at('2026-10-19').warnings, []);
    assert.match(
      at('2026-10-20').warnings.join(),
      /Since 2026-10-20, .* is closed to projects that hadn.t used it/,
    );
    assert.match(
      at('2027-02-20').warnings.join(),
      /Gemini 2\.5 Flash retires on 2027-03-31, .* retire with it/,
    );
    assert.match(
      at('2027-04-20').warnings.join(),
      /passed its retirement date \(2027-03-31\)\. .* might reject it/,
    );
    assert.deepEqual(at('2027-04-20').errors, []);
    assert.match(judge({ ...vertex, baseModel: 'gemini-1.5-pro-002' }).errors.join(), /is retired/);
  });
});
