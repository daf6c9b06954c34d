import assert from 'node:assert/strict';
import type { JobState } from '../../../../src/tuning/contract/job';
import { milestonesOf, type SeenState, withSeen } from '../../../../src/tuning/watch/seenStates';
import { fakeJob } from '../fakeService';

describe('the states that a job was seen in', () => {
  it('are noted when they change, and only then', () => {
    const states: [number, JobState, string?][] = [
      [1, 'PENDING'],
      [2, 'PENDING'],
      [3, 'RUNNING', 'PROCESSING_DATASET'],
      [4, 'RUNNING', 'TUNING'],
      [5, 'RUNNING', 'TUNING'],
      [6, 'SUCCEEDED'],
      [7, 'RUNNING', 'TUNING'], // an older answer
    ];
    let seen: readonly SeenState[] = [];
    for (const [at, state, detail] of states) {
      const before = seen;
      seen = withSeen(seen, fakeJob('a', state, { detail }), at);
      if (at === 2 || at === 5) assert.equal(seen, before);
    }
    const noted = seen.map(({ state, detail, at }) => `${at} ${detail ?? state}`);
    assert.deepEqual(noted, ['1 PENDING', '3 PROCESSING_DATASET', '4 TUNING', '6 SUCCEEDED']);
  });

  it('are not noted of jobs that had ended before', () => {
    assert.deepEqual(withSeen([], fakeJob('old', 'FAILED'), 1), []);
  });

  it('stand between the service’s own times, and the end comes last', () => {
    const seen = [
      { state: 'RUNNING' as const, detail: 'TUNING', at: 40 },
      { state: 'SUCCEEDED' as const, detail: undefined, at: 95 },
    ];
    const job = fakeJob('a', 'SUCCEEDED', { createTime: 10, startTime: 30, endTime: 35 }); // its clock is behind
    const kinds = milestonesOf(job, seen).map(({ kind, at }) => `${kind} ${at}`);
    assert.deepEqual(kinds, ['created 10', 'started 30', 'seen 40', 'ended 35']);
    const [last] = milestonesOf(fakeJob('a', 'SUCCEEDED'), seen).slice(-1);
    assert.equal(last?.at, 95);
  });
});
