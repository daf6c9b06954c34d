import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasEnded } from '../../../src/tuning/contract/job';
import { timestamp } from '../../../src/tuning/google/wire';
import {
  createRequestBody,
  toJob as geminiJob,
  toSeries as geminiSeries,
  tunedModelId,
} from '../../../src/tuning/services/geminiApi/mapping';
import { locationOf, servingLocation, vertexHost } from '../../../src/tuning/services/vertexAi/locations';
import { toJob as vertexJob } from '../../../src/tuning/services/vertexAi/mapping';

describe('what the services say, in our words', () => {
  it('makes an id that the Gemini API takes from any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        assert.match(tunedModelId(name, 'abcde12345'), /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/);
      }),
    );
    assert.equal(tunedModelId('Number generator', 'abcde12345'), 'number-generator-abcde12345');
  });

  it('sends the examples of a file, blank lines left out', () => {
    const spec = {
      service: 'geminiApi',
      baseModel: 'models/b',
      displayName: 'n',
      hyperparameters: { epochCount: 5 },
    };
    const text = '{"text_input": "1", "output": "2"}\r\n\n{"textInput": "3", "output": "4"}';
    const body = createRequestBody({ spec, dataset: { kind: 'local', name: 'f', text } });
    assert.deepEqual(body.tuningTask, {
      hyperparameters: { epochCount: 5 },
      trainingData: {
        examples: {
          examples: [
            { textInput: '1', output: '2' },
            { textInput: '3', output: '4' },
          ],
        },
      },
    });
  });

  it('refuses a request that is larger than the Gemini API takes, before it is sent', () => {
    const spec = { service: 'geminiApi', baseModel: 'models/b', displayName: 'n', hyperparameters: {} };
    const text = `{"text_input": "${'x'.repeat(30_000)}", "output": "y"}\n`.repeat(140);
    assert.throws(
      () => createRequestBody({ spec, dataset: { kind: 'local', name: 'big.jsonl', text } }),
      /big\.jsonl is too large: .* 4\.2 MB.*4 MB.*Vertex AI/,
    );
  });

  it('tells the progress of a job that was launched elsewhere from its finished epochs', () => {
    const snapshots = Array.from({ length: 10 }, (_, index) => ({
      step: index + 1,
      epoch: Math.floor(index / 8) + 1,
      meanLoss: 10 - index,
    }));
    const model = { name: 'tunedModels/x', state: 'CREATING' as const };
    const task = (count: number) => ({
      tuningTask: { hyperparameters: { epochCount: 5 }, snapshots: snapshots.slice(0, count) },
    });
    assert.equal(geminiJob({ ...model, ...task(0) }, undefined).progress, undefined);
    assert.equal(geminiJob({ ...model, ...task(4) }, undefined).progress?.fraction, undefined);
    assert.deepEqual(geminiJob({ ...model, ...task(10) }, undefined).progress, {
      fraction: 10 / 40,
      step: 10,
      totalSteps: 40,
      epoch: 2,
      epochCount: 5,
      loss: 1,
    });
    assert.equal(geminiJob({ ...model, ...task(10) }, 38).progress?.fraction, 10 / 38);
  });

  it('tells the progress of a Vertex job from its curves', () => {
    const job = {
      name: 'projects/p/locations/l/tuningJobs/1',
      state: 'JOB_STATE_RUNNING' as const,
      supervisedTuningSpec: { hyperParameters: { epochCount: '4' } },
      tuningDataStats: { supervisedTuningDataStats: { tuningStepCount: '40' } },
    };
    const metrics = new Map([['/train_total_loss', [{ step: 21, value: 1.5 }]]]);
    assert.deepEqual(vertexJob(job, metrics).progress, {
      fraction: 21 / 40,
      step: 21,
      totalSteps: 40,
      epoch: 3,
      epochCount: 4,
      loss: 1.5,
    });
  });

  it('takes a state that it does not know for one that nothing follows', () => {
    const job = vertexJob({ name: 'x', state: 'JOB_STATE_OF_TOMORROW' as 'JOB_STATE_RUNNING' });
    assert.equal(job.state, 'UNKNOWN');
    assert.ok(hasEnded(job.state));
  });

  it('keeps a loss that is not a number, which JSON carries as text', () => {
    const snapshots = JSON.parse('[{"step": 1, "meanLoss": 2.5}, {"step": 2, "meanLoss": "NaN"}]');
    const points = geminiSeries({ tuningTask: { snapshots } })[0]?.points.map(({ value }) => value);
    assert.deepEqual(points, [2.5, Number.NaN]);
  });

  it('reads time stamps with up to nine digits', () => {
    assert.equal(timestamp('2024-03-14T15:11:23.766989274Z'), Date.UTC(2024, 2, 14, 15, 11, 23, 766));
    assert.equal(timestamp('2024-03-14T15:11:23Z'), Date.UTC(2024, 2, 14, 15, 11, 23));
    assert.equal(timestamp('yesterday'), undefined);
  });

  it('asks each location at its host, and a tuned model where it is served', () => {
    assert.equal(vertexHost('europe-west4'), 'europe-west4-aiplatform.googleapis.com');
    assert.equal(vertexHost('global'), 'aiplatform.googleapis.com');
    assert.equal(vertexHost('eu'), 'aiplatform.eu.rep.googleapis.com');
    assert.equal(locationOf('projects/p/locations/us/endpoints/1'), 'us');
  });

  it('asks a base model where it answers, in the same part of the world as the tuning', () => {
    assert.equal(servingLocation('us-central1', 'gemini-3.5-flash'), 'us');
    assert.equal(servingLocation('europe-west4', 'gemini-3.1-flash-lite'), 'eu');
    assert.equal(servingLocation('asia-east1', 'gemini-3.5-flash'), 'global');
    assert.equal(servingLocation('europe-west4', 'gemini-3.1-pro-preview'), 'global');
    assert.equal(servingLocation('europe-west4', 'gemini-2.5-flash'), 'europe-west4');
    assert.equal(servingLocation('us-central1', 'nobody-knows-it'), 'us-central1');
  });
});
