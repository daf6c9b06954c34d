import assert from 'node:assert/strict';
import { isRemote, type TuningSpec } from '../../../../src/tuning/contract/spec';
import { readPlan, writePlan, writeRun } from '../../../../src/tuning/launch/plan';
import { launchIdOf, planNameOf, planPath, runFileName } from '../../../../src/tuning/launch/planNames';
import { toJob } from '../../../../src/tuning/services/vertexAi/mapping';
import { createRequest } from '../../../../src/tuning/services/vertexAi/request';

const full: TuningSpec & { dataset: string } = {
  service: 'vertexAi',
  baseModel: 'gemini-2.5-flash',
  displayName: 'Support',
  dataset: 'data/train.jsonl',
  validation: 'gs://b/eval.jsonl',
  startFrom: { model: 'projects/p/locations/l/models/1@1', checkpoint: '2' },
  hyperparameters: { epochCount: 4, adapterSize: 'ADAPTER_SIZE_FOUR' },
  options: { exportLastCheckpointOnly: true, serviceAccount: 'a@b.iam.gserviceaccount.com' },
  labels: { team: 'support' },
  bucket: 'b',
};

describe('plan files', () => {
  it('reads back what it writes', () => {
    assert.deepEqual(readPlan(writePlan(full), 'x.tune.json'), full);
  });

  it('tells what the service reads itself from paths that look like it', () => {
    for (const source of ['gs://b/eval.jsonl', 'projects/p/locations/us-central1/datasets/5'])
      assert.ok(isRemote(source), source);
    for (const source of [
      'projects/train.jsonl',
      'projects/p/locations/us/datasets/5/train.jsonl',
      full.dataset,
    ])
      assert.ok(!isRemote(source), source);
  });

  it('says where a plan is wrong', () => {
    const wrong: [text: string, said: RegExp][] = [
      ['{\n"service": "vertexAi"\n"baseModel": "x"}', /Line 3 of x\.tune\.json isn't valid JSON/],
      [
        JSON.stringify({ ...full, hyperparameters: { epochCount: 0 } }),
        /hyperparameters\.epochCount must be >= 1/,
      ],
      [JSON.stringify({ ...full, hyperparameters: { epochs: 3 } }), /additional properties: epochs/],
      [JSON.stringify({ ...full, service: 'nowhere' }), /service must be equal/],
      [JSON.stringify({ ...full, apiKey: 'x' }), /additional properties: apiKey/],
    ];
    for (const [text, said] of wrong) assert.throws(() => readPlan(text, 'x.tune.json'), said);
  });

  it('makes the same request of a plan that was saved from a job', () => {
    const request = { spec: full, id: 'launch0001' };
    const sent = createRequest(request, 'gs://b/train.jsonl', full.validation);
    const { spec } = toJob({ ...sent.body, name: 'projects/p/locations/l/tuningJobs/1' });
    assert.deepEqual(createRequest({ spec, id: 'launch0001' }, spec.dataset ?? '', spec.validation), sent);
  });

  it('tells in a run file what was launched', () => {
    const run: unknown = JSON.parse(
      writeRun(
        {
          id: 'launch0001',
          place: 'google/p/l',
          spec: full,
          data: { source: 'file:///data/train.jsonl', name: 'train.jsonl', examples: 3, sha256: 'ab' },
          estimate: { steps: 3, billableTokens: 40, price: undefined },
          confirmedAt: 0,
          stage: { kind: 'created', job: 'projects/p/locations/l/tuningJobs/1', createdAt: 1 },
        },
        full,
      ),
    );
    assert.deepEqual(run, {
      launch: 'launch0001',
      launchedAt: '1970-01-01T00:00:00.000Z',
      place: 'google/p/l',
      job: 'projects/p/locations/l/tuningJobs/1',
      dataset: { file: 'data/train.jsonl', sha256: 'ab', examples: 3 },
      steps: 3,
      billableTokens: 40,
      price: null,
      spec: full,
    });
    assert.equal(runFileName('support.tune.json', 'launch0001'), 'support.launch0001.run.json');
    assert.equal(planNameOf('support.launch0001.run.json'), 'support.tune.json');
    assert.equal(planNameOf('support.tune.json'), undefined);
    assert.equal(launchIdOf('/a/support.launch0001.run.json'), 'launch0001');
    assert.equal(launchIdOf('/a/support.tune.json'), undefined);
    for (const name of ['a', 'a.tune', 'a.json', 'a.tune.json', 'a.tune.json.tune.json', 'a.tune.json.json'])
      assert.equal(planPath(name), 'a.tune.json', name);
    assert.equal(planPath('v1.2'), 'v1.2.tune.json');
  });
});
