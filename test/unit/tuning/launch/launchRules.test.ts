import assert from 'node:assert/strict';
import { findTarget } from '../../../../src/dataset/targets/target';
import type { TuningJob } from '../../../../src/tuning/contract/job';
import type { TuningSpec } from '../../../../src/tuning/contract/spec';
import { jobsBeside, judgeByJobs, regionToContinue } from '../../../../src/tuning/launch/launchRules';
import { tuningServices } from '../../../../src/tuning/services/index';
import { createRequest } from '../../../../src/tuning/services/vertexAi/request';
import { fakeJob } from '../fakeService';

const service =
  tuningServices(() => assert.fail('asks no service')).find(({ id }) => id === 'vertexAi') ?? assert.fail();
const at = 'projects/1/locations/us-central1';
const key = `${at}/keyRings/r/cryptoKeys/k`;

function judge(spec: Partial<TuningSpec>, jobs: readonly TuningJob[] = [], region = 'us-central1') {
  const baseModel = spec.baseModel ?? 'gemini-3.5-flash';
  const whole = { service: 'vertexAi', displayName: 'Second', hyperparameters: {}, ...spec, baseModel };
  return judgeByJobs(whole, { service, target: findTarget(baseModel), region, jobs });
}

const tunedModel = {
  service: 'vertexAi',
  name: `${at}/endpoints/1`,
  model: `${at}/models/1@1`,
  displayName: 'First',
  baseModel: 'gemini-2.5-flash',
  checkpoints: [],
};
const first = (more: Partial<TuningJob> = {}, spec: Partial<TuningSpec> = {}) =>
  fakeJob(`${at}/tuningJobs/1`, 'SUCCEEDED', {
    displayName: 'First',
    createTime: Date.parse('2026-10-01'),
    tunedModel,
    spec: {
      service: 'vertexAi',
      baseModel: 'gemini-2.5-flash',
      region: 'us-central1',
      displayName: 'First',
      hyperparameters: {},
      ...spec,
    },
    ...more,
  });
const onward = { baseModel: 'gemini-2.5-flash', startFrom: { model: tunedModel.model } };

describe('what a service holds a launch to', () => {
  it('tunes on preferences only what can be', () => {
    assert.deepEqual(judge({ method: 'preference' }).errors, [
      "Gemini 3.5 Flash can't be tuned with the method Preference. Choose Gemini 2.5 Flash or Gemini 2.5 Flash-Lite.",
    ]);
    assert.deepEqual(judge({ method: 'preference', baseModel: 'gemini-2.5-flash' }).errors, []);
    assert.deepEqual(judge({}).errors, []);
  });

  it('goes on where the model was tuned, not where the settings say', () => {
    const job = first();
    assert.equal(regionToContinue(onward, [job]), 'us-central1');
    assert.equal(regionToContinue({}, [job]), undefined);
    assert.equal(regionToContinue(onward, []), undefined);
  });

  it('goes on by the rules of continued tuning', () => {
    assert.deepEqual(judge(onward, [first()]), { errors: [], warnings: [] });
    const told = (job: TuningJob, spec: Partial<TuningSpec> = {}, region?: string) => {
      const { errors, warnings } = judge({ ...onward, ...spec }, [job], region);
      return [...errors.map((text) => `error: ${text}`), ...warnings].join('\n');
    };
    assert.match(
      told(first({ otherMethod: { label: 'Reinforcement', settings: [] } })),
      /^error: First was tuned with the method Reinforcement/,
    );
    assert.match(told(first({}, { method: 'preference' })), /^First was tuned on preferences/);
    assert.match(told(first({ createTime: Date.parse('2025-07-10') })), /^First was tuned before 2025-07-11/);
    assert.match(
      told(first(), {}, 'europe-west4'),
      /^First was tuned in us-central1, and this job would run in europe-west4/,
    );
    assert.match(told(first(), { options: { kmsKeyName: key } }), /^error: Use the encryption key .*none/);
    assert.match(
      told(first({}, { options: { kmsKeyName: key } })),
      /^error: Use the encryption key .*cryptoKeys\/k/,
    );
    assert.match(told(first(), { displayName: 'First' }), /^This job adds a version to the model First/);
  });

  it('asks the service which jobs run, for those of others share the quota, and does without when it fails', async () => {
    const known = [first({}, { region: 'asia-east1' }), fakeJob('a', 'RUNNING')];
    let places: readonly string[] = [];
    const asked = (running: () => Promise<readonly TuningJob[]>) => {
      const noting = (regions: readonly string[]) => {
        places = regions;
        return running();
      };
      return jobsBeside({ jobsAtOnce: { value: 1, source: '', running: noting } }, known, 'europe-west4');
    };
    const theirs = await asked(async () => [fakeJob('a', 'RUNNING'), fakeJob('elsewhere', 'PENDING')]);
    assert.deepEqual(new Set(theirs.map(({ name }) => name)), new Set(['a', known[0]?.name, 'elsewhere']));
    assert.deepEqual(places, ['europe-west4', 'asia-east1']);
    assert.match(judge({}, theirs).warnings.join(), /^Running now: 2 jobs\./);
    assert.deepEqual(await asked(() => Promise.reject(new Error('offline'))), known);
    assert.deepEqual(await jobsBeside({}, known, 'us-central1'), known);
  });

  it('says that a job may wait for quota while others run, and only then', () => {
    const [warning] = judge({}, [fakeJob('a', 'RUNNING'), fakeJob('b', 'SUCCEEDED')]).warnings;
    assert.match(
      warning ?? '',
      /^Running now: 1 job\. .*at least 1 tuning job at a time across all regions.*2026-09-25/,
    );
    assert.deepEqual(judge({}, [fakeJob('b', 'FAILED')]).warnings, []);
  });

  it('lets Google evaluate checkpoints only where it does, and asks for it in v1', () => {
    const options = { evaluationConfig: 'BLEU' };
    assert.match(judge({ options }).errors.join(), /doesn't evaluate checkpoints of Gemini 3\.5 Flash/);
    const baseModel = 'gemini-2.5-flash';
    assert.match(judge({ options, baseModel }, [], 'europe-west4').errors.join(), /us-central1 only/);
    const { errors, warnings } = judge({ options, baseModel, validation: 'gs://b/validation.jsonl' });
    assert.deepEqual([errors.length, warnings.length], [0, 1]);
    assert.match(judge({ options, baseModel }).warnings.join(), /with the validation file\. Select one/);
    const spec = { service: 'vertexAi', baseModel, displayName: 'x', hyperparameters: {}, options };
    const { version, body } = createRequest({ spec, id: 'launch0001' }, 'gs://b/folder/t.jsonl', undefined);
    assert.equal(version, 'v1');
    assert.deepEqual(body.supervisedTuningSpec?.evaluationConfig, {
      metrics: [{ computationBasedMetricSpec: { type: 'BLEU' } }],
      outputConfig: { gcsDestination: { outputUriPrefix: 'gs://b/tunewright/evaluations/launch0001' } },
    });
  });

  it('needs a bucket for what Google evaluates when the examples are in one of Vertex AI’s datasets', () => {
    const dataset = 'projects/p/locations/us-central1/datasets/1';
    const options = { evaluationConfig: 'BLEU' };
    const validation = 'gs://v/validation.jsonl';
    const of = { baseModel: 'gemini-2.5-flash', options, dataset, validation };
    assert.match(judge({ ...of, validation: dataset }).errors.join(), /needs a bucket.* Select a bucket/);
    const spec = { service: 'vertexAi', displayName: 'x', hyperparameters: {}, ...of } as const;
    const prefixOf = (more: Partial<TuningSpec>, training: string, held: string | undefined) =>
      createRequest({ spec: { ...spec, ...more }, id: 'launch0001' }, training, held).body
        .supervisedTuningSpec?.evaluationConfig?.outputConfig?.gcsDestination?.outputUriPrefix;
    const inBucket = (bucket: string) => `gs://${bucket}/tunewright/evaluations/launch0001`;
    assert.equal(prefixOf({ bucket: 'c' }, dataset, dataset), inBucket('c'));
    assert.equal(prefixOf({}, dataset, validation), inBucket('v'));
    assert.deepEqual(judge(of).errors, []);
    assert.throws(() => prefixOf({}, dataset, dataset), { reason: 'NO_BUCKET' });
    assert.throws(() => prefixOf({}, dataset, undefined), { reason: 'NO_BUCKET' });
  });
});
