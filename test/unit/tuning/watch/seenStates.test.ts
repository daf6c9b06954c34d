import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JobState } from '../../../../src/tuning/contract/job';
import {
  jobKey,
  milestonesOf,
  readSeenStates,
  type SeenStates,
  withSeen,
} from '../../../../src/tuning/watch/seenStates';
import { fakeJob } from '../fakeService';

describe('the states that a job was seen in', () => {
  const seenIn = (seen: SeenStates, name: string) =>
    (seen[jobKey({ service: 'fake', name })] ?? []).map(
      ({ state, detail, at }) => `${at} ${detail ?? state}`,
    );

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
    let seen: SeenStates = {};
    for (const [at, state, detail] of states) {
      const before = seen;
      seen = withSeen(seen, [fakeJob('a', state, { detail })], at);
      if (at === 2 || at === 5) assert.equal(seen, before);
    }
    assert.deepEqual(seenIn(seen, 'a'), ['1 PENDING', '3 PROCESSING_DATASET', '4 TUNING', '6 SUCCEEDED']);
    assert.deepEqual(readSeenStates(JSON.parse(JSON.stringify(seen))), seen);
  });

  it('are not noted of jobs that had ended before, and forgotten of the oldest', () => {
    let seen = withSeen({}, [fakeJob('old', 'FAILED')], 1);
    assert.deepEqual(seen, {});
    for (let at = 0; at < 250; at++) seen = withSeen(seen, [fakeJob(`job${at}`, 'RUNNING')], at);
    assert.equal(Object.keys(seen).length, 200);
    assert.deepEqual(seenIn(seen, 'job249'), ['249 RUNNING']);
    assert.deepEqual(seenIn(seen, 'job0'), []);
  });

  it('are nothing when the storage holds anything else', () => {
    fc.assert(fc.property(fc.anything(), (stored) => assert.doesNotThrow(() => readSeenStates(stored))));
    assert.deepEqual(
      readSeenStates({
        a: [
          { state: 'RUNNING', at: 'x' },
          { state: 'PENDING', at: 1 },
        ],
      }),
      {
        a: [{ state: 'PENDING', detail: undefined, at: 1 }],
      },
    );
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
