import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JobProgress, JobState } from '../../../../src/tuning/contract/job';
import { paceOf } from '../../../../src/tuning/contract/metrics';
import { remainingTime } from '../../../../src/tuning/watch/remainingTime';

const start = Date.UTC(2026, 10, 1);

describe('the time that a job still trains', () => {
  it('is that of the steps that are left, however long the job has waited before its first step', () => {
    const steps = fc.record({
      perStep: fc.integer({ min: 1, max: 60_000 }),
      done: fc.integer({ min: 3, max: 500 }),
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 1e8 }), ({ perStep, done }, waited) => {
        const first = start + waited;
        const latest = first + (done - 1) * perStep;
        const left = remainingTime(job(measured(1, first, done, latest), 1000), latest);
        assert.ok(Math.abs((left ?? -1) - (1000 - done) * perStep) < 1, `${left}`);
      }),
    );
  });

  it('runs down between two measurements and is not told when the job is late', () => {
    const pace = measured(1, start, 11, start + 10_000);
    assert.equal(remainingTime(job(pace, 21), start + 10_000), 10_000);
    assert.equal(remainingTime(job(pace, 21), start + 16_000), 4000);
    assert.equal(remainingTime(job(pace, 21), start + 9000), 10_000, 'a clock that is behind');
    assert.equal(remainingTime(job(pace, 21), start + 20_000), undefined);
  });

  it('does not jump: one step that takes ten times as long moves a late estimate by less than a tenth of the whole', () => {
    const before = remainingTime(job(measured(0, start, 100, start + 100_000), 200), start + 100_000) ?? 0;
    const after = remainingTime(job(measured(0, start, 101, start + 110_000), 200), start + 110_000) ?? 0;
    assert.ok(Math.abs(after - before) < 20_000, `${before} → ${after}`);
  });

  it('is unknown rather than nonsense', () => {
    const pace = measured(1, start, 11, start + 10_000);
    const { progress } = job(pace, 21);
    for (const state of ['PENDING', 'SUCCEEDED', 'CANCELLING', 'PAUSED'] satisfies JobState[])
      assert.equal(remainingTime({ state, progress }, start), undefined, state);
    assert.equal(remainingTime({ state: 'RUNNING', progress: undefined }, start), undefined);
    assert.equal(remainingTime(job(pace, undefined), start), undefined);
    assert.equal(remainingTime(job(undefined, 21), start), undefined);
    assert.equal(remainingTime(job(measured(1, start, 2, start + 1000), 21), start), undefined, 'one step');
    assert.equal(remainingTime(job(measured(1, start, 9, start), 21), start), undefined, 'no time passed');
    assert.equal(remainingTime(job(pace, 11), start + 10_000), undefined, 'all steps done');
  });
});

function measured(step: number, time: number, latestStep: number, latestTime: number) {
  return paceOf([{ step, time }, { step: step + 1 }, { step: latestStep, time: latestTime }]);
}

function job(pace: JobProgress['pace'], totalSteps: number | undefined) {
  const unknown = {
    fraction: undefined,
    step: undefined,
    epoch: undefined,
    epochCount: undefined,
    loss: undefined,
  };
  return { state: 'RUNNING', progress: { ...unknown, totalSteps, ...(pace ? { pace } : {}) } } as const;
}
