import assert from 'node:assert/strict';
import type { MetricSeries } from '../../../../src/tuning/contract/metrics';
import { stepsPerEpochOf } from '../../../../src/tuning/curves/stepsPerEpoch';
import { fakeJob } from '../fakeService';

const progress = { fraction: 1, step: 90, totalSteps: 90, epoch: 3, epochCount: 3, loss: 1 };
const checkpoint = { id: '2', epoch: 2, step: 50, endpoint: 'e' };
const tunedModel = {
  service: 'fake',
  name: 'm',
  model: 'm',
  displayName: 'm',
  baseModel: 'b',
  checkpoints: [checkpoint],
};

/** Forty steps, ten to each epoch. */
const series: MetricSeries = {
  name: 'meanLoss',
  side: 'train',
  kind: 'loss',
  points: Array.from({ length: 35 }, (_, at) => ({ step: at + 1, value: 1, epoch: Math.floor(at / 10) + 1 })),
};

describe('the steps of an epoch', () => {
  it('follow from the job, else from a checkpoint, else from points that name their epoch', () => {
    assert.equal(stepsPerEpochOf([series], fakeJob('a', 'RUNNING', { progress, tunedModel })), 30);
    assert.equal(stepsPerEpochOf([series], fakeJob('a', 'SUCCEEDED', { tunedModel })), 25);
    assert.equal(stepsPerEpochOf([series], fakeJob('a', 'SUCCEEDED')), 10);
  });

  it('are not known before the first epoch is over, when nobody tells', () => {
    const first = { ...series, points: series.points.slice(0, 9) };
    assert.equal(stepsPerEpochOf([first], fakeJob('a', 'RUNNING')), undefined);
    assert.equal(stepsPerEpochOf([], undefined), undefined);
  });
});
