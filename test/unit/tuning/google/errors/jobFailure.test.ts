import assert from 'node:assert/strict';
import { failureOf } from '../../../../../src/tuning/google/errors/jobFailure';

describe('a job that has failed', () => {
  it('says what its words mean, with what to do, where they are known', () => {
    const error = "Permission 'storage.objects.get' denied on resource gs://b/x.jsonl (or it may not exist).";
    const failure = failureOf({ state: 'FAILED', error });
    assert.notEqual(failure?.message, error);
    assert.ok(failure && failure.nextSteps.length > 0, JSON.stringify(failure));
  });

  it('says the service’s own words where they are not, and nothing when it has not failed', () => {
    const error = 'Line 3 has no contents.';
    assert.deepEqual(failureOf({ state: 'FAILED', error }), { message: error, nextSteps: [], rows: [] });
    assert.match(failureOf({ state: 'EXPIRED', error: undefined })?.message ?? '', /No reason/);
    assert.equal(failureOf({ state: 'CANCELLED', error: 'The tuning job was canceled.' }), undefined);
  });
});
